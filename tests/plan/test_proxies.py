"""What is planned for each proxy, and through it."""

from collections import Counter

from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.plan import (
    ConnectProbe,
    GreetingProbe,
    HttpProbe,
    OnlyIf,
    Probe,
    ResolveProbe,
    SniffProbe,
    TlsProbe,
)
from conntest.model.proxy import Proxy, Scheme
from conntest.plan import direct_plan, with_proxies
from conntest.plan.proxies import MOST_PROXIES
from tests.every import every
from tests.plan.tables import ROUTER, TABLE, options

PLAN = direct_plan(TABLE, options(), (ROUTER,))


def proxy(scheme: Scheme = Scheme.SOCKS5H, host: str = "10.0.0.8", port: int = 1080) -> Proxy:
    return Proxy(scheme=scheme, host=host, port=port)


def added(*proxies: Proxy) -> list[Probe]:
    return [probe for probe in with_proxies(PLAN, proxies) if probe.path != DIRECT]


def test_without_a_proxy_the_plan_is_what_it_was() -> None:
    assert with_proxies(PLAN, ()) == PLAN


def test_the_direct_probes_stay_first_and_unchanged() -> None:
    assert with_proxies(PLAN, (proxy(),)).probes[: len(PLAN)] == PLAN.probes


@every("scheme", list(Scheme))
def test_a_proxy_is_asked_in_four_languages_its_own_by_name(scheme: Scheme) -> None:
    asked = [probe for probe in added(proxy(scheme)) if isinstance(probe, SniffProbe)]
    assert len(asked) == 4
    assert scheme in {probe.scheme for probe in asked}
    assert all(probe.gate is None and probe.path == proxy(scheme).id for probe in asked)


def test_the_question_names_a_website_of_the_table() -> None:
    asked = [probe for probe in added(proxy()) if isinstance(probe, SniffProbe)]
    assert {probe.target for probe in asked} == {("www.example", 443)}


def test_only_a_named_proxy_is_looked_up() -> None:
    assert not [probe for probe in added(proxy()) if isinstance(probe, ResolveProbe)]
    named = added(proxy(host="proxy.example"))
    (lookup,) = (probe for probe in named if isinstance(probe, ResolveProbe))
    assert (lookup.name, lookup.system, lookup.ask) == ("proxy.example", True, ())
    assert all(probe.resolved_by == (lookup.id,) for probe in named if isinstance(probe, SniffProbe))


def test_each_gateway_port_is_asked_in_its_own_language_and_only_then_in_the_other() -> None:
    through = [probe for probe in added(proxy()) if probe.subject in ("east:4000", "east:4001")]
    assert [type(probe) for probe in through] == [GreetingProbe, TlsProbe, TlsProbe, GreetingProbe]
    for own, other in (through[:2], through[2:]):
        assert not isinstance(own, ResolveProbe) and not isinstance(other, ResolveProbe)
        assert (other.after, other.only_if) == (own.id, OnlyIf.UNANSWERED)


def test_a_web_host_gets_a_handshake_and_then_a_request() -> None:
    tls, http = (probe for probe in added(proxy()) if probe.subject == "site:443")
    assert isinstance(tls, TlsProbe) and isinstance(http, HttpProbe)
    assert (http.after, http.only_if, http.url) == (tls.id, OnlyIf.VERIFIED, "https://www.example/")


def test_a_plain_port_gets_a_request() -> None:
    (http,) = (probe for probe in added(proxy()) if probe.subject == "site:80")
    assert isinstance(http, HttpProbe) and http.url == "http://www.example/"


def test_everything_beyond_a_proxy_waits_for_its_answer_in_its_own_language() -> None:
    for scheme in Scheme:
        through = [p for p in added(proxy(scheme)) if not isinstance(p, SniffProbe | ResolveProbe)]
        assert through
        assert {probe.gate for probe in through} == {f"{proxy(scheme).id}/speaks-{scheme}"}


@every(
    ("scheme", "by_name"),
    [
        (Scheme.SOCKS5, False),
        (Scheme.SOCKS4, False),
        (Scheme.SOCKS5H, True),
        (Scheme.SOCKS4A, True),
        (Scheme.HTTP, True),
    ],
)
def test_names_are_resolved_where_the_protocol_says(scheme: Scheme, by_name: bool) -> None:
    greetings = [probe for probe in added(proxy(scheme)) if isinstance(probe, GreetingProbe)]
    assert {probe.by_name for probe in greetings} == {by_name}
    assert all(probe.resolved_by for probe in greetings)


def test_neither_canaries_nor_sign_in_checks_go_through_a_proxy() -> None:
    helpers = {e.id for e in PLAN.endpoints if e.group in (Group.CANARY, Group.CAPTIVE_CHECK)}
    assert helpers
    assert not helpers & {probe.subject for probe in added(proxy())}
    assert not [probe for probe in added(proxy()) if isinstance(probe, ConnectProbe)]


def test_ids_stay_unique_and_a_proxy_named_twice_is_tested_once() -> None:
    plan = with_proxies(PLAN, (proxy(), proxy(Scheme.HTTP, port=3128), proxy()))
    assert max(Counter(probe.id for probe in plan).values()) == 1
    assert {probe.path for probe in plan} == {DIRECT, proxy().id, proxy(Scheme.HTTP, port=3128).id}


def test_a_list_of_a_hundred_proxies_is_not_tested_whole() -> None:
    many = [proxy(port=number) for number in range(1000, 1100)]
    assert len({probe.path for probe in added(*many)}) == MOST_PROXIES
