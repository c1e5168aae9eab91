"""Many sites: what they share, what is not theirs, and how little of each is kept."""

import tracemalloc
from dataclasses import replace

import pytest

from conntest.compare.gathering import Gathering
from conntest.model.finding import Code, Severity, Status, Verdict
from conntest.model.host import TableInfo
from conntest.model.merged import Absence, Change, Missing
from conntest.model.observation import DIRECT
from conntest.model.report import Run
from tests.compare.sites import AUDIT, BLOCKED, HEALTHY, TOOL, at, failing, found, gateways_of, merged, texts

EARLY, LATE = "2026-11-22T02:00:00+00:00", "2026-11-22T03:00:00+00:00"


def test_sites_are_listed_by_name_with_what_became_of_every_endpoint() -> None:
    result = merged({"rome": BLOCKED, "london": HEALTHY})
    london, rome = result.sites
    assert (london.site, rome.site, rome.verdict, rome.file) == ("london", "rome", Verdict.FAIL, "rome.json")
    assert {rome.results[name] for name in gateways_of(BLOCKED)} == {Status.FAIL}
    assert set(london.results) == {endpoint.id for endpoint in result.endpoints}
    assert london.findings == (), "what is only worth knowing is no cause"


def test_a_cause_has_all_its_sites_and_failures_come_first() -> None:
    many = {f"site-{number}": found(Code.DNS_SLOW, of=HEALTHY) for number in range(4)}
    causes = merged({**many, "rome": BLOCKED, "oslo": BLOCKED}).causes
    assert [(one.codes, one.severity, one.sites) for one in causes] == [
        ((Code.TWS_PORTS_BLOCKED,), Severity.FAIL, ("oslo", "rome")),
        ((Code.DNS_SLOW,), Severity.WARN, ("site-0", "site-1", "site-2", "site-3")),
        ((Code.CLOCK_SKEW,), Severity.WARN, ("oslo", "rome")),
    ]
    assert [one.leads_at for one in causes] == [2, 4, 0]
    assert causes[0].title == "title of tws-ports-blocked"


def test_findings_with_one_remedy_are_one_cause() -> None:
    proxied = found(Code.SOCKS_REQUIRED, of=replace(HEALTHY, verdict=Verdict.FAIL), severity=Severity.FAIL)
    cause = merged({"rome": BLOCKED, "oslo": BLOCKED, "bern": proxied}).causes[0]
    assert cause.codes == (Code.TWS_PORTS_BLOCKED, Code.SOCKS_REQUIRED)
    assert cause.sites == ("bern", "oslo", "rome")
    assert cause.ask == "outgoing TCP to ports 4000 and 4001 of IBKR's gateways"


def test_many_warnings_weigh_more_than_one_failure() -> None:
    slow = {f"site-{number:02}": found(Code.DNS_SLOW, of=HEALTHY) for number in range(11)}
    causes = merged({**slow, "rome": BLOCKED}).causes
    assert [(one.codes[0], one.weight) for one in causes][:2] == [(Code.DNS_SLOW, 11), (Code.TWS_PORTS_BLOCKED, 10)]


def test_expected_sites_without_a_report_are_missing() -> None:
    known = Missing(site="bern", why=Absence.UNREACHABLE, detail="No route to host")
    audit = replace(AUDIT, expected=("rome", "oslo", "bern"), absent={"bern": known})
    assert merged({"rome": BLOCKED}, audit).missing == (known, Missing(site="oslo", why=Absence.NO_REPORT))


def test_a_report_grows_old() -> None:
    audit = replace(AUDIT, max_age_s=3600)
    old, fresh, odd = merged({"a": at(HEALTHY, EARLY), "b": at(HEALTHY, LATE), "c": at(HEALTHY, "?")}, audit).sites
    assert [(one.age_s, one.stale) for one in (old, fresh, odd)] == [(7200.0, True), (3600.0, False), (None, True)]


def test_what_changed_since_an_earlier_audit() -> None:
    before = merged({"a": HEALTHY, "b": BLOCKED, "c": HEALTHY, "gone": HEALTHY})
    audit = replace(AUDIT, before={site.site: site for site in before.sites})
    since = merged({"a": BLOCKED, "b": HEALTHY, "c": HEALTHY, "new": HEALTHY}, audit).since
    assert since is not None and since.sites == 4
    codes = (Code.TWS_PORTS_BLOCKED, Code.CLOCK_SKEW)
    assert since.changes == (
        Change(site="a", before=Verdict.PASS, now=Verdict.FAIL, came=codes, went=()),
        Change(site="b", before=Verdict.FAIL, now=Verdict.PASS, came=(), went=codes),
        Change(site="new", before=None, now=Verdict.PASS, came=(), went=()),
        Change(site="gone", before=Verdict.PASS, now=None, came=(), went=()),
    )


def test_a_host_that_every_able_site_misses_is_not_the_sites_doing() -> None:
    one = failing(lambda name: name.startswith("ndc1-hb1:"))
    one = found(Code.REGION_UNREACHABLE, "ndc1-hb1:4000", "ndc1-hb1:4001", of=one)
    result = merged({"a": one, "b": one, "c": one, "rome": BLOCKED})
    (outage,) = result.outages
    assert (outage.host, outage.endpoints, outage.sites) == (
        "ndc1-hb1.ibllc.com",
        ("ndc1-hb1:4000", "ndc1-hb1:4001"),
        3,
    )
    assert {cause.codes[0]: cause.elsewhere for cause in result.causes} == {
        Code.TWS_PORTS_BLOCKED: False,
        Code.CLOCK_SKEW: False,
        Code.REGION_UNREACHABLE: True,
    }
    assert result.causes[-1].elsewhere, "the last to act on"


@pytest.mark.parametrize(
    ("why", "sites"),
    [
        ("two may share a provider", {"a": 1, "b": 1}),
        ("one site reaches it", {"a": 1, "b": 1, "c": 1, "d": 0}),
    ],
)
def test_a_host_is_not_said_to_be_down_lightly(why: str, sites: dict[str, int]) -> None:
    one = failing(lambda name: name.startswith("ndc1-hb1:"))
    assert merged({name: one if fails else HEALTHY for name, fails in sites.items()}).outages == (), why


def test_sites_that_reach_no_gateway_tell_nothing_of_one() -> None:
    assert merged(dict.fromkeys("abcd", BLOCKED)).outages == ()


def test_demos_tell_nothing_of_real_hosts() -> None:
    one = failing(lambda name: name.startswith("ndc1-hb1:"))
    demo = replace(one, run=replace(one.run, simulated=True))
    assert merged({"a": one, "b": one, "c": demo, "d": demo}).outages == ()


def test_of_one_site_the_latest_report_stays_in_whichever_order_they_come() -> None:
    for order in ((EARLY, LATE), (LATE, EARLY)):
        gathering = Gathering()
        for moment in order:
            gathering.add(at(HEALTHY, moment), "london", moment)
        result = gathering.result(TOOL, texts, AUDIT)
        assert [site.started_at for site in result.sites] == [LATE]
        assert [one.file for one in result.earlier] == [EARLY]
        assert LATE in result.earlier[0].reason


def test_or_all_of_them_stay_each_with_its_time() -> None:
    gathering = Gathering(every=True)
    for moment in (EARLY, LATE, LATE):
        gathering.add(at(HEALTHY, moment), "london", moment)
    assert [site.site for site in gathering.result(TOOL, texts, AUDIT).sites] == [
        "london 2026-11-22 02:00:00",
        "london 2026-11-22 03:00:00",
        "london 2026-11-22 03:00:00 (2)",
    ]


def test_what_works_through_a_proxy_only_is_a_warning() -> None:
    socks = "socks5://10.0.0.1:1080"
    results = tuple(
        replace(one, status=Status.FAIL, paths={DIRECT: Status.FAIL, socks: Status.PASS}) for one in HEALTHY.endpoints
    )
    (site,) = merged({"a": replace(HEALTHY, endpoints=results)}).sites
    assert set(site.results.values()) == {Status.WARN}


def test_a_report_without_endpoints_is_a_site_that_tells_nothing() -> None:
    nothing = replace(HEALTHY, endpoints=(), findings=())
    site, london = merged({"empty": nothing, "london": HEALTHY}).sites
    assert (site.site, site.results, site.findings) == ("empty", {}, ())
    assert london.results


def test_what_the_reports_do_not_have_in_common_is_said() -> None:
    def with_run(**facts: object) -> Run:
        return replace(HEALTHY.run, **facts)  # type: ignore[arg-type]

    table = TableInfo(source="mine.yaml", version="2", updated="2026-12-01")
    notes = merged(
        {
            "a": replace(HEALTHY, run=with_run(simulated=True)),
            "b": replace(HEALTHY, run=with_run(deadline_reached=True)),
            "c": replace(HEALTHY, run=with_run(host_table=table), endpoints=HEALTHY.endpoints[3:]),
            "d": HEALTHY,
        }
    ).notes
    assert [note.partition(".")[0] for note in notes] == [
        "1 report is of a demo, against a simulated network",
        "1 run ended early",
        "The sites were tested with 2 different host tables",
    ]
    assert merged({"d": HEALTHY}).notes == ()


@pytest.mark.thorough
def test_a_thousand_sites_take_little_more_than_their_names() -> None:
    """Reports are read one by one, so that this is what grows. The measure is of Python's own allocations."""
    gathering = Gathering()
    kept = []
    tracemalloc.start()
    for number in range(1100):
        fresh = replace(BLOCKED, endpoints=tuple(replace(one) for one in BLOCKED.endpoints))
        gathering.add(fresh, f"site-{number}", f"/reports/site-{number}.json")
        if number in (99, 1099):
            kept.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert (kept[1] - kept[0]) / 1000 < 2000, "bytes for each site that looks like others"
