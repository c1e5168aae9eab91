"""The questions about the public address: whom, how often, in which order, and what later ones the answers call for."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from conntest.hosts import load_table
from conntest.model.echo import EchoDetail, EchoStep, Series
from conntest.model.observation import Attempt
from conntest.model.plan import EchoProbe, OnlyIf, Probe, ProbePlan, ResolveProbe
from conntest.model.proxy import Proxy, Scheme
from conntest.model.report import RunOptions
from conntest.plan import direct_plan, more_about_egress, with_egress, with_proxies
from conntest.probes.opening import attempt
from tests.every import every

TABLE = load_table()
A, B = "81.2.69.160", "81.2.69.161"
SOCKS = Proxy(scheme=Scheme.SOCKS5H, host="127.0.0.1", port=1080)
WEB = Proxy(scheme=Scheme.HTTP, host="127.0.0.1", port=3128)


def plan(*proxies: Proxy, **options: Any) -> ProbePlan:
    chosen = RunOptions(timeout_s=5.0, deadline_s=90.0, **options)
    return with_egress(with_proxies(direct_plan(TABLE, chosen, ()), proxies), TABLE)


def echoes(of: ProbePlan | tuple[Probe, ...], series: Series | None = None) -> list[EchoProbe]:
    return [p for p in of if isinstance(p, EchoProbe) and series in (None, p.sample.series)]


def answer(probe: EchoProbe, address: str | None = A, *, tor: bool | None = None) -> Attempt:
    step = EchoStep(t0=1.0, t=1.1, error=None, detail=EchoDetail(address=address, tor=tor))
    at = None if probe.by_name else "192.0.2.7"
    return replace(attempt(probe, "192.0.2.7", (step,), address=at), sample=probe.sample)


def first(of: ProbePlan, service: str) -> EchoProbe:
    return next(probe for probe in echoes(of) if probe.id == f"{service}/echo")


def test_at_least_five_operators_are_asked_two_of_them_in_mainland_china() -> None:
    asked = [probe.sample for probe in echoes(plan(), Series.EACH_SERVICE)]
    assert len({sample.operator for sample in asked}) >= 5
    assert len({sample.operator for sample in asked if sample.mainland_china}) >= 2


@every("samples", [1, 2, 12, 30])
def test_a_service_is_asked_as_often_as_wanted_by_new_connections(samples: int) -> None:
    repeated = Counter(probe.subject for probe in echoes(plan(samples=samples), Series.REPEATED))
    assert set(repeated.values()) <= {samples - 1}
    assert all(probe.requests == 1 for probe in echoes(plan(samples=samples), Series.REPEATED))


def test_one_service_takes_over_where_the_ones_before_it_are_silent() -> None:
    services: dict[str, EchoProbe] = {probe.subject: probe for probe in echoes(plan(), Series.REPEATED)}
    assert [len(probe.unless) for probe in services.values()] == [0, 1, 2]
    assert all(probe.only_if is OnlyIf.ECHOED and probe.after == f"{name}/echo" for name, probe in services.items())
    assert [probe.sample.mainland_china for probe in services.values()] == [False, False, True]


def test_connections_to_one_service_are_spaced_and_few_on_other_ports() -> None:
    again = [probe.delay_s for probe in echoes(plan(), Series.REPEATED) if not probe.unless]
    assert again == sorted(set(again))
    assert max(again) < 2.0
    assert max(Counter(probe.port for probe in echoes(plan(), Series.OTHER_PORT)).values()) == 3


def test_one_connection_is_kept_and_asked_three_times() -> None:
    kept = [probe for probe in echoes(plan(), Series.KEPT_ALIVE) if not probe.unless]
    assert [probe.requests for probe in kept] == [3]


def test_each_name_is_looked_up_once() -> None:
    hosts = {row.id for row in TABLE.echo_services}
    names = [p.name for p in plan() if isinstance(p, ResolveProbe) and p.subject in hosts]
    assert len(names) == len(set(names))
    assert "portquiz.net" in names


@pytest.mark.parametrize("options", [{"third_party": False}, {"samples": 0}])
def test_nobody_is_asked_where_that_is_not_wanted(options: dict[str, Any]) -> None:
    assert not echoes(plan(**options))
    assert plan(**options).probes == direct_plan(TABLE, plan(**options).options, ()).probes


def test_excluded_services_are_not_contacted() -> None:
    left = {probe.subject for probe in echoes(plan(exclude=("echo-*",)))}
    assert left == {"stun-cloudflare", "stun-google", "stun-miwifi", "stun-qq", "stun-bilibili"}


def test_ids_are_unique_and_every_probe_waits_for_known_ones() -> None:
    whole = plan(SOCKS, WEB)
    ids = [probe.id for probe in whole]
    assert len(ids) == len(set(ids))
    for probe in echoes(whole):
        assert {*probe.resolved_by, *filter(None, (probe.after, probe.gate)), *probe.unless} <= set(ids)


def test_through_a_proxy_the_web_is_asked_and_other_ports_where_it_can_carry_them() -> None:
    whole = plan(SOCKS, WEB)
    series = {path: {p.sample.series for p in echoes(whole) if p.path == path} for path in (SOCKS.id, WEB.id)}
    assert series[WEB.id] == {Series.EACH_SERVICE, Series.REPEATED, Series.KEPT_ALIVE}
    assert series[SOCKS.id] == {*series[WEB.id], Series.OTHER_PORT}
    assert all(probe.gate and probe.by_name for probe in echoes(whole) if probe.path == SOCKS.id)


def test_agreement_calls_for_nothing() -> None:
    whole = plan()
    answers = [answer(probe) for probe in echoes(whole)]
    answers.append(answer(first(whole, "echo-tor"), tor=False))
    assert more_about_egress(whole, answers) == ()


def test_a_second_address_calls_for_an_operator_that_has_not_seen_it() -> None:
    whole = plan()
    seen = [answer(probe) for probe in echoes(whole, Series.EACH_SERVICE)]
    repeated = [probe for probe in echoes(whole, Series.REPEATED) if not probe.unless]
    seen += [answer(probe, B if number == 4 else A) for number, probe in enumerate(repeated)]
    more = echoes(more_about_egress(whole, [*seen, answer(first(whole, "echo-tor"), tor=False)]))
    assert {probe.sample.series for probe in more} == {Series.CONFIRMING}
    assert {probe.sample.operator for probe in more}.isdisjoint({"Cloudflare"})
    assert len(more) == 44
    assert {probe.addresses for probe in more} == {("192.0.2.7",)}


def test_two_halves_call_for_few_connections() -> None:
    whole = plan()
    seen = [answer(probe, (A, B)[n % 2]) for n, probe in enumerate(echoes(whole, Series.EACH_SERVICE))]
    more = echoes(more_about_egress(whole, [*seen, answer(first(whole, "echo-tor"), tor=False)]))
    assert len(more) == 12


@pytest.mark.parametrize(("tor", "asked"), [(False, False), (True, True), (None, True)])
def test_tors_list_is_asked_where_its_service_does_not_deny(tor: bool | None, asked: bool) -> None:
    whole = plan()
    seen = [answer(first(whole, "echo-amazon"))]
    if tor is not None:
        seen.append(answer(first(whole, "echo-tor"), tor=tor))
    names = {probe.name for probe in more_about_egress(whole, seen) if isinstance(probe, ResolveProbe)}
    assert names == ({"160.69.2.81.dnsel.torproject.org"} if asked else set())


def test_a_hold_asks_again_later_everyone_who_answered() -> None:
    whole = plan(hold_s=300.0)
    seen = [answer(probe) for probe in echoes(whole) if not probe.unless]
    more = more_about_egress(whole, [*seen, answer(first(whole, "echo-tor"), tor=False)])
    later = echoes(more, Series.LATER)
    counted = Counter(probe.subject for probe in later)
    assert counted["echo-cloudflare"] == 12
    assert counted["echo-amazon"] == 1
    assert min(probe.delay_s for probe in later) == 300.0
    names = [probe for probe in more if isinstance(probe, ResolveProbe)]
    assert {probe.delay_s for probe in names} == {300.0}
    assert "ndc1.ibllc.com" in {probe.name for probe in names}


def test_through_a_proxy_that_resolves_names_the_second_operator_is_asked_by_name() -> None:
    whole = plan(SOCKS)
    through = [p for p in echoes(whole, Series.EACH_SERVICE) if p.path == SOCKS.id]
    seen = [answer(probe, (A, B)[n % 2]) for n, probe in enumerate(through)]
    more = echoes(more_about_egress(whole, [*seen, answer(first(whole, "echo-tor"), tor=False)]))
    assert {(probe.path, probe.by_name, probe.addresses) for probe in more} == {(SOCKS.id, True, ())}
