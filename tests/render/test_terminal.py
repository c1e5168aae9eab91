"""The terminal report: what comes first, what fits, what is left out."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len

from conntest.model.addresses import SpecialPurpose
from conntest.model.failure import Failure
from conntest.model.finding import Domain, Severity, Status, Verdict
from conntest.model.report import DomainVerdict, Report
from conntest.model.verdict import Condition
from conntest.render.terminal import render, to_text
from tests.render import samples
from tests.render.paper import SGR, pipe, terminal, written

SAMPLES = (samples.healthy, samples.ports_blocked, samples.dns_tampered)
HEADINGS = ("What to do", "Also found", "Verdicts", "Gateways", "Websites", "For comparison", "Totals")


@pytest.mark.parametrize("verdict", Verdict)
def test_the_first_line_carries_the_verdict_as_a_word_and_the_headline(verdict: Verdict) -> None:
    text = to_text(replace(samples.healthy(), verdict=verdict))
    assert text.startswith(f"{verdict.name}  TWS and Client Portal can work from here.\n")


def test_the_sections_come_in_the_order_of_their_use() -> None:
    lines = to_text(samples.ports_blocked()).splitlines()
    places = [next(n for n, line in enumerate(lines) if line.startswith(f"{heading} ─")) for heading in HEADINGS]
    assert places == sorted(places)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("width", [60, 80, 100, 110])
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(
    sample: Callable[[], Report], width: int, verbose: bool
) -> None:
    for line in to_text(sample(), width=width, verbose=verbose).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


def test_a_wide_terminal_is_not_filled() -> None:
    assert max(map(cell_len, to_text(samples.healthy(), width=300).splitlines())) == 110


@pytest.mark.parametrize("width", [40, 60, 80, 110])
def test_every_host_name_is_whole_on_one_line(width: int) -> None:
    report = samples.healthy()
    text = to_text(report, width=width, verbose=True)
    for host in {result.host for result in report.endpoints}:
        assert any(host in line.split() for line in text.splitlines())


def test_the_first_finding_is_told_in_full() -> None:
    text = to_text(samples.ports_blocked())
    assert "(tws-ports-blocked)" in text
    assert "connect: timed out after 3.0 s, 3 times" in text
    assert "… and 32 more like these (--verbose shows them)" in text
    assert "Your IT department\n  1. Search the firewall's log" in text
    assert text.count("See https://ibkr.info/article/2816") == 1


@pytest.mark.parametrize(("number", "shown", "rest"), [(4, 4, ""), (5, 5, ""), (6, 4, "… and 2 more like these")])
def test_a_line_of_evidence_is_not_replaced_by_a_line_that_counts_it(number: int, shown: int, rest: str) -> None:
    report = samples.ports_blocked()
    finding = replace(report.findings[0], evidence=report.findings[0].evidence[::3][:number])
    text = to_text(replace(report, findings=(finding,)))
    assert text.count("connect: timed out after 3.0 s") == shown
    assert rest in text


def test_other_findings_are_told_with_their_first_step() -> None:
    text = to_text(samples.ports_blocked())
    assert "WARN  This computer's clock is wrong  (clock-skew)" in text
    assert "You: Run `sudo timedatectl set-ntp true`" in text


def test_only_the_steps_for_the_machine_of_the_report_are_shown() -> None:
    text = to_text(samples.ports_blocked())
    assert "3. Look for ports 4000 and 4001, or a default policy of drop" in text
    assert "Windows" not in text
    assert "macOS" not in text


def test_verbose_shows_the_steps_for_every_system() -> None:
    text = to_text(samples.ports_blocked(), verbose=True)
    assert "3. Linux: look for ports" in text
    assert "     Windows: open" in text
    assert "4. Give this report" in text


def test_a_title_that_is_the_headline_is_not_repeated() -> None:
    report = samples.ports_blocked()
    text = to_text(report)
    assert text.count(report.findings[0].title) == 1


def test_a_finding_that_only_informs_asks_for_nothing() -> None:
    report = samples.ports_blocked()
    text = to_text(replace(report, findings=(replace(report.findings[1], severity=Severity.INFO),)))
    assert "What to do" not in text
    assert "Worth knowing ─" in text


def test_what_was_not_tested_has_no_verdict_line() -> None:
    text = to_text(samples.healthy())
    assert "Public address" not in text
    report = samples.healthy()
    tested = {**report.verdicts, Domain.EGRESS: DomainVerdict(status=Verdict.PASS)}
    assert "Public address      PASS" in to_text(replace(report, verdicts=tested))


def test_gateways_have_one_row_per_host_and_one_column_per_port() -> None:
    lines = to_text(samples.ports_blocked()).splitlines()
    header = next(line for line in lines if line.split() == ["4000", "4001"])
    row = next(line for line in lines if line.startswith("    zdc1-hb1.ibllc.com"))
    assert row.split() == ["zdc1-hb1.ibllc.com", "backup", "✗", "timed", "out", "✗", "timed", "out"]
    assert [row.index("✗"), row.rindex("✗")] == [header.index("4000"), header.index("4001")]
    assert "  Europe  your region" in lines


def test_a_note_too_long_for_its_cell_stands_below_the_row_once() -> None:
    report = samples.healthy()
    state = samples.state(Condition.BOGUS_ADDRESS, special_purpose=SpecialPurpose.BENCHMARK)
    note = "resolves to a benchmark address, as fake-IP proxies use"
    results = tuple(
        replace(result, status=Status.FAIL, state=state) if result.host == "zdc1.ibllc.com" else result
        for result in report.endpoints
    )
    text = to_text(replace(report, endpoints=results))
    assert f"      4000, 4001: {note}\n" in text
    assert text.count(note) == 1


def test_helpers_are_one_line_each_until_something_is_odd() -> None:
    assert "captive.apple.com" not in to_text(samples.healthy())
    assert "  Sign-in page checks             ✓ 2 of 2 as expected" in to_text(samples.healthy())
    odd = to_text(samples.dns_tampered())
    assert "  Sign-in page checks             ! 0 of 2 as expected" in odd
    assert "  captive.apple.com     Apple   ✗ answered otherwise (HTTP 302)" in odd
    assert "one.one.one.one" not in odd


def test_the_totals_count_every_status_and_explain_its_sign() -> None:
    text = to_text(samples.dns_tampered())
    assert "✓ 38 passed, ! 6 with warnings, ✗ 8 failed, - 6 skipped" in text
    assert "2026-11-22 02:35:11 UTC, 1.8 s" in text
    assert "conntest 0.1.0, host table 1 (built-in, updated 2026-11-20)" in text


def test_a_demo_and_an_early_end_are_said_at_the_top() -> None:
    top = " ".join(to_text(samples.dns_tampered()).split("What to do")[0].split())
    assert "This was a demo" in top
    assert "The run was interrupted." in top
    assert "The run reached its deadline." in top


def test_a_run_that_left_things_out_says_so() -> None:
    report = samples.healthy()
    options = replace(report.run.options, ipv6=False, third_party=False, include=("ndc1*",))
    text = to_text(replace(report, run=replace(report.run, options=options)), width=110)
    assert "only ndc1*; without IPv6; no third parties contacted" in text


def test_a_damaged_start_time_is_shown_as_it_is() -> None:
    report = samples.ports_blocked()
    assert "yesterday, 6.2 s" in to_text(replace(report, run=replace(report.run, started_at="yesterday")))


def test_colour_only_repeats_what_the_text_says() -> None:
    console = terminal()
    render(samples.ports_blocked(), console)
    assert "\x1b[" in written(console)
    assert SGR.sub("", written(console)) == to_text(samples.ports_blocked())


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"TERM": "unknown"}])
def test_a_dumb_terminal_gets_no_sequences(environ: dict[str, str]) -> None:
    console = terminal(environ=environ)
    render(samples.ports_blocked(), console)
    assert written(console) == to_text(samples.ports_blocked())


def test_no_color_is_honoured() -> None:
    console = terminal(environ={"NO_COLOR": "1"})
    render(samples.ports_blocked(), console)
    assert not any(set(found[2:-1].split(";")) & {"31", "32", "33"} for found in SGR.findall(written(console)))


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "cp932", "gbk", "latin-1"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_an_old_encoding_gets_plain_signs(sample: Callable[[], Report], encoding: str) -> None:
    console = pipe(encoding=encoding)
    render(sample(), console, verbose=True)
    text = written(console)
    assert text.encode(encoding).decode(encoding) == text
    assert "Totals ----" in text
    assert "✓" not in text


def test_many_endpoints_are_summarised_to_what_failed() -> None:
    report = samples.healthy()
    one = report.endpoints[0]
    many = tuple(replace(one, id=f"h{n}:4000", host=f"h{n}.example", region=None) for n in range(10_000))
    failed = tuple(
        replace(result, status=Status.FAIL, state=samples.state(Condition.CLOSED, failure=Failure.CONNECTION_REFUSED))
        for result in many[:300]
    )
    text = to_text(replace(report, endpoints=failed + many[300:]))
    assert len(text.splitlines()) < 250
    assert "9,800 of 10,000 hosts not shown; more of them failed than fit here" in text
    assert "✓ 9,700 passed, ✗ 300 failed" in text


def test_a_report_without_endpoints_is_still_a_report() -> None:
    report = replace(samples.healthy(), endpoints=(), observations=(), verdicts={})
    assert "Endpoints    none" in to_text(report, verbose=True)


def test_ports_that_do_not_fit_side_by_side_have_a_line_each() -> None:
    report = samples.healthy()
    one = report.endpoints[0]
    many = tuple(replace(one, id=f"x:{port}", port=port) for port in range(4000, 4008))
    lines = [line for line in to_text(replace(report, endpoints=many)).splitlines() if "✓  204 ms" in line]
    assert lines[0].startswith("    ndc1.ibllc.com  4000  ✓")
    assert [line.split()[-4] for line in lines] == [str(port) for port in range(4000, 4008)]
    assert len({line.index("✓") for line in lines}) == 1
