"""`python -m tests.lab`: record anew what the diagnosis concludes from each demo scenario."""

from pathlib import Path
from tempfile import TemporaryDirectory

from conntest.lab.scenario import names
from tests.lab.conclusions import FILE, written
from tests.played import Plays

with TemporaryDirectory() as folder:
    FILE.write_text(written(Plays(Path(folder)).reports(names())), encoding="utf-8", newline="\n")
print(f"{len(names())} scenarios in {FILE}")
