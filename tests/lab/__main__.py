"""`python -m tests.lab [SCENARIO…]`: record anew what is concluded from these demo scenarios, or from all of them."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from conntest.lab.scenario import names
from tests.lab.conclusions import FILE, conclusions, recorded, written
from tests.played import Plays

chosen = sys.argv[1:] or names()
with TemporaryDirectory() as folder:
    found = {name: conclusions(report) for name, report in Plays(Path(folder)).reports(chosen).items()}
kept = {name: concluded for name, concluded in recorded().items() if name in names()}
FILE.write_text(written(kept | found), encoding="utf-8", newline="\n")
print(f"{len(found)} of {len(names())} scenarios in {FILE}")
