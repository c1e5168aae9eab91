"""`python -m tests.examples [--showcases]`: the example reports, played and written anew."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from conntest.lab.scenario import names
from tests.examples.examples import (
    EVERY_SCENARIO,
    KEPT,
    SHOWCASES,
    write_every_scenario,
    write_showcases,
)
from tests.played import Plays

kept_only = "--showcases" in sys.argv[1:]
with TemporaryDirectory() as folder:
    reports = Plays(Path(folder)).reports(KEPT if kept_only else names())
write_showcases(reports)
print(f"{len(KEPT)} showcases in {SHOWCASES}")
if not kept_only:
    write_every_scenario(reports)
    print(f"{len(reports)} reports in {EVERY_SCENARIO}")
