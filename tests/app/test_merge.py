"""Many files, one in memory at a time."""

import os
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from conntest import __version__
from conntest.app.merge import Asked, merge_command
from conntest.app.writing import Target
from conntest.report_io.json import to_json
from tests.diagnosis.peers import dropped
from tests.diagnosis.seeing import report as seen
from tests.diagnosis.world import gateways


def merged(folder: Path) -> int:
    """Merges what is in `folder`, and gives the bytes that were in use at most."""
    target = Target(file=str(folder.parent / "all.csv"), overwrite=True)
    tracemalloc.start()
    merge_command(Asked(reports=[str(folder)]), [target], None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.thorough
def test_memory_does_not_grow_with_the_number_of_reports(tmp_path: Path) -> None:
    report = seen(gateways.are(dropped))
    text = to_json(replace(report, tool=replace(report.tool, version=__version__)))
    one = tmp_path / "one.json"
    one.write_text(text, encoding="utf-8")
    for number in (5, 105):
        (tmp_path / str(number)).mkdir()
        for site in range(number):
            os.link(one, tmp_path / str(number) / f"site-{site}.json")
    few, many = merged(tmp_path / "5"), merged(tmp_path / "105")
    assert many - few < 3 * len(text), "a hundred reports more, and not the room of three"
