"""`python -m tests.examples [--again]`: the example reports, written anew."""

import sys

from conntest.app.demo import played
from conntest.app.saved import anew
from tests.examples.examples import FOLDER, chosen, example, path, written

if "--again" in sys.argv[1:]:
    reports = {name: anew(example(name)) for name in chosen()}
else:
    everything = played(timeout_s=1.0, deadline_s=60.0)
    reports = {one.scenario.name: one.report for one in everything if one.scenario.name in chosen()}

FOLDER.mkdir(exist_ok=True)
for stale in FOLDER.iterdir():
    stale.unlink()
for name, report in reports.items():
    for suffix, text in written(report).items():
        path(name, suffix).write_text(text, encoding="utf-8", newline="\n")
print(f"{len(reports)} examples in {FOLDER}")
