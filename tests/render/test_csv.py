"""The CSV report: a row for every endpoint on every path, that a reader reads back and a spreadsheet does not run."""

import csv
import io
from dataclasses import replace

from hypothesis import given

from conntest.model.finding import Status
from conntest.model.report import Report
from conntest.render.csv_ import COLUMNS, to_csv
from tests.every import every
from tests.render import full, samples
from tests.render.hostile import ONE_OF_EACH, hostile, poisoned, quick


def rows(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(report), newline=""), strict=True))


def test_every_endpoint_has_a_row_for_each_of_its_paths() -> None:
    report = full.report()
    assert [(row["endpoint"], row["path"]) for row in rows(report)] == [
        (result.id, path) for result in report.endpoints for path in result.paths
    ]


def test_a_row_says_what_became_of_it() -> None:
    direct, socks, web = rows(full.report())[3:6]
    assert (direct["host"], direct["port"], direct["status"], direct["note"]) == (
        "ndc1.ibllc.com",
        "4001",
        "fail",
        "timed out",
    )
    assert (direct["addresses"], direct["failures"]) == ("208.245.0.14", "generic_timeout_error")
    assert (socks["path"], socks["status"], socks["note"]) == ("socks5://127.0.0.1:1080", "pass", "")
    assert (web["path"], web["status"]) == ("http://proxy.example:3128", "fail")


def test_what_did_not_happen_is_empty() -> None:
    base = samples.healthy()
    untried = replace(base.endpoints[0], status=Status.SKIPPED, paths={}, rtt_ms=None)
    (row,) = rows(replace(base, endpoints=(untried,)))
    assert (row["path"], row["status"], row["rtt_ms"]) == ("", "skipped", "")


def test_a_demo_says_so() -> None:
    assert {row["simulated"] for row in rows(samples.dns_tampered())} == {"true"}


def test_lines_end_as_rfc_4180_wants_them() -> None:
    text = to_csv(samples.healthy())
    assert text.startswith(",".join(COLUMNS) + "\r\n")
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n")


@every("start", ["=", "+", "-", "@", "\uff1d", "\t=", "\r\n=", " ="])
def test_what_looks_like_a_formula_is_text(start: str) -> None:
    base = samples.healthy()
    (row,) = rows(replace(base, endpoints=(replace(base.endpoints[0], host=f"{start}cmd|' /C calc'!A0"),)))
    assert row["host"].startswith("'")


@quick
@given(hostile)
def test_a_hostile_text_stays_in_its_cell(poison: str) -> None:
    report = poisoned(ONE_OF_EACH, poison)
    reread = rows(report)
    assert len(reread) == len(report.endpoints)
    for row in reread:
        assert None not in row
        for cell in row.values():
            assert cell.isprintable()
            assert not cell.lstrip().startswith(tuple("=+-@"))
