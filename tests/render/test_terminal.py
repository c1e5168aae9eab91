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
from tests.every import every
from tests.render import samples
from tests.render.paper import SGR, pipe, terminal, written

SAMPLES = (samples.healthy, samples.ports_blocked, samples.dns_tampered)
HEADINGS = ("What to do", "Also found", "Verdicts", "Gateways", "Websites", "For comparison", "Totals", "Result")


def whole(report: Report, **options: int) -> str:
    return to_text(report, verbose=True, **options)


def result(text: str) -> str:
    """What stands last."""
    return text[text.rindex("Result ─") :]


@every("verbose", [False, True])
@every("verdict", Verdict)
def test_the_result_comes_last_and_begins_with_the_verdict_as_a_word_and_the_headline(
    verdict: Verdict, verbose: bool
) -> None:
    text = result(to_text(replace(samples.healthy(), verdict=verdict), verbose=verbose))
    assert text.splitlines()[1] == f"{verdict.name}  TWS and Client Portal can work from here."
    assert len(text.splitlines()) < 20


@every("verdict", Verdict)
def test_a_verbose_report_begins_with_the_verdict_too(verdict: Verdict) -> None:
    text = whole(replace(samples.healthy(), verdict=verdict))
    assert text.startswith(f"{verdict.name}  TWS and Client Portal can work from here.\n")


def test_the_sections_come_in_the_order_of_their_use() -> None:
    lines = whole(samples.ports_blocked()).splitlines()
    places = [next(n for n, line in enumerate(lines) if line.startswith(f"{heading} ─")) for heading in HEADINGS]
    assert places == sorted(places)


def test_a_group_that_fares_alike_is_one_line() -> None:
    lines = to_text(samples.ports_blocked()).splitlines()
    assert "  ✗ Gateways                0 of 36: timed out" in lines
    assert "  ✓ Websites                10 of 10, 17 ms to 252 ms" in lines
    assert not [line for line in lines if "zdc1-hb1.ibllc.com" in line]


def test_ports_that_differ_have_a_line_each() -> None:
    report = samples.ports_blocked()
    state = samples.state(Condition.GATEWAY_ANSWERS)
    results = tuple(
        replace(one, status=Status.PASS, state=state) if one.port == 4001 else one for one in report.endpoints
    )
    lines = to_text(replace(report, endpoints=results)).splitlines()
    assert "  ✗ Gateways 4000           0 of 18: timed out" in lines
    assert "  ✓ Gateways 4001           18 of 18" in lines


def test_the_hosts_of_a_mixed_group_are_listed_and_the_rest_counted() -> None:
    report = samples.ports_blocked()
    fine = replace(report.endpoints[0], status=Status.PASS, state=samples.state(Condition.GATEWAY_ANSWERS))
    lines = to_text(replace(report, endpoints=(fine, *report.endpoints[1:]))).splitlines()
    start = lines.index("  ! Gateways                1 of 36")
    assert lines[start + 1] == "      ndc1.ibllc.com  4001: timed out"
    assert lines[start + 2] == "      ndc1-hb1.ibllc.com  4000, 4001: timed out"
    assert any(line.strip().startswith("… and ") for line in lines[start + 3 : start + 8])


def test_who_owns_the_network_and_who_does_not_have_a_first_step_each() -> None:
    told = " ".join(result(to_text(samples.ports_blocked())).split())
    assert "If this is your own network Connect this computer to a phone's hotspot" in told
    assert "In an office or hotel: send this to IT Allow outgoing TCP" in told
    assert "conntest explain tws-ports-blocked" in told


@every("sample", SAMPLES)
@every("width", [60, 80, 100, 110])
@every("verbose", [False, True])
def test_no_line_is_wider_than_the_terminal_or_ends_in_blanks(
    sample: Callable[[], Report], width: int, verbose: bool
) -> None:
    for line in to_text(sample(), width=width, verbose=verbose).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


def test_a_wide_terminal_is_not_filled() -> None:
    assert max(map(cell_len, to_text(samples.healthy(), width=300).splitlines())) == 110


@every("width", [40, 60, 80, 110])
def test_every_host_name_is_whole_on_one_line(width: int) -> None:
    report = samples.healthy()
    text = to_text(report, width=width, verbose=True)
    for host in {result.host for result in report.endpoints}:
        assert any(host in line.split() for line in text.splitlines())


def test_the_first_finding_is_told_in_full() -> None:
    text = whole(samples.ports_blocked())
    assert "(tws-ports-blocked)" in text
    assert "connect: timed out after 3.0 s, 3 times" in " ".join(text.split())
    assert "In an office or hotel: send this to IT\n  1. Allow outgoing TCP" in text
    assert text.count("See https://ibkr.info/article/2816") == 1


@pytest.mark.parametrize(("number", "shown", "rest"), [(4, 4, ""), (5, 5, ""), (6, 4, "… and 2 more like these")])
def test_a_line_of_evidence_is_not_replaced_by_a_line_that_counts_it(number: int, shown: int, rest: str) -> None:
    report = samples.ports_blocked()
    finding = replace(report.findings[0], evidence=report.findings[0].evidence[::3][:number])
    text = to_text(replace(report, findings=(finding,)))
    assert text.count("connect: timed out after 3.0 s") == shown
    assert rest in text


def test_other_findings_are_named_in_short_and_told_on_demand() -> None:
    assert "WARN  Logins may fail: this computer's clock is wrong  (clock-skew)" in to_text(samples.ports_blocked())
    assert "1. Run `sudo timedatectl set-ntp true`" in whole(samples.ports_blocked())


def test_the_steps_for_the_machine_of_the_report_come_first() -> None:
    text = whole(samples.ports_blocked())
    assert "3. Look for ports 4000 and 4001, or a default policy of drop" in text
    assert "4. Send this report" in text
    assert "     Windows: open" in text


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
    assert "✓ Public address" not in text
    report = samples.healthy()
    tested = {**report.verdicts, Domain.EGRESS: DomainVerdict(status=Verdict.PASS)}
    assert "✓ Public address" in result(whole(replace(report, verdicts=tested)))
    assert "Public address      PASS" in whole(replace(report, verdicts=tested))


def test_gateways_have_one_row_per_host_and_one_column_per_port() -> None:
    lines = whole(samples.ports_blocked()).splitlines()
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
    text = whole(replace(report, endpoints=results))
    assert f"      4000, 4001: {note}\n" in text
    assert text.count(note) == 1


def test_hosts_to_compare_with_are_one_line_until_something_is_odd() -> None:
    assert "  ✓ For comparison          4 of 4" in to_text(samples.healthy())
    assert "captive.apple.com:80 answered otherwise (HTTP 302)" in " ".join(to_text(samples.dns_tampered()).split())
    assert "one.one.one.one" not in to_text(samples.dns_tampered())


def test_the_totals_count_every_status_and_explain_its_sign() -> None:
    text = whole(samples.dns_tampered())
    assert "✓ 38 passed, ! 6 with warnings, ✗ 8 failed, - 6 skipped" in text
    assert "2026-11-22 02:35:11 UTC, 1.8 s" in text
    assert "conntest 0.1.0, host table 1 (built-in, updated 2026-11-20)" in text


def test_a_demo_and_an_early_end_are_said_in_the_result() -> None:
    top = " ".join(result(to_text(samples.dns_tampered())).split())
    assert "This was a demo" in top
    assert "The run was interrupted." in top
    assert "The run reached its deadline." in top


def test_a_run_that_left_things_out_says_so() -> None:
    report = samples.healthy()
    options = replace(report.run.options, ipv6=False, third_party=False, include=("ndc1*",))
    text = whole(replace(report, run=replace(report.run, options=options)), width=110)
    assert "only ndc1*; without IPv6; no third parties contacted" in text


def test_a_damaged_start_time_is_shown_as_it_is() -> None:
    report = samples.ports_blocked()
    assert "yesterday, 6.2 s" in whole(replace(report, run=replace(report.run, started_at="yesterday")))


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


@every("encoding", ["ascii", "cp1252", "cp437", "cp932", "gbk", "latin-1"])
@every("sample", SAMPLES)
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
    crowd = replace(report, endpoints=failed + many[300:])
    assert len(to_text(crowd).splitlines()) < 45
    text = whole(crowd)
    assert len(text.splitlines()) < 300
    assert "9,800 of 10,000 hosts not shown; more of them failed than fit here" in text
    assert "✓ 9,700 passed, ✗ 300 failed" in text


def test_a_report_without_endpoints_is_still_a_report() -> None:
    report = replace(samples.healthy(), endpoints=(), observations=(), verdicts={})
    assert "Endpoints    none" in to_text(report, verbose=True)


def test_ports_that_do_not_fit_side_by_side_have_a_line_each() -> None:
    report = samples.healthy()
    one = report.endpoints[0]
    many = tuple(replace(one, id=f"x:{port}", port=port) for port in range(4000, 4008))
    lines = [line for line in whole(replace(report, endpoints=many)).splitlines() if "✓  204 ms" in line]
    assert lines[0].startswith("    ndc1.ibllc.com  4000  ✓")
    assert [line.partition("✓")[0].split()[-1] for line in lines] == [str(port) for port in range(4000, 4008)]
    assert len({line.index("✓") for line in lines}) == 1
