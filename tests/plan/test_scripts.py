"""Which setup scripts a run looks at, and where automatic detection looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.model.host import Endpoint, Group, Role
from conntest.model.plan import ProbePlan, ScriptProbe
from conntest.model.proxy import How, ProxySetting, Scope
from conntest.model.report import Interface, Machine, RunOptions
from conntest.plan.scripts import with_scripts, wpad_urls
from tests.every import every


def setting(id: str, how: How, *, url: str | None = None, active: bool = True) -> ProxySetting:
    return ProxySetting(id=id, source="a dialog", how=how, scopes=(Scope.WEB,), active=active, pac_url=url)


def endpoint(host: str, port: int = 443, group: Group = Group.WEBSITE) -> Endpoint:
    return Endpoint(
        id=f"{host}:{port}",
        row=host,
        host=host,
        port=port,
        group=group,
        region=None,
        role=Role.NONE,
        service="",
        required=False,
        operator="ibkr",
    )


def scripts(
    *settings: ProxySetting, domains: tuple[str, ...] = ("corp.example.com",), addresses: tuple[str, ...] = ()
) -> tuple[ScriptProbe, ...]:
    hosts = (endpoint("www.x.com"), endpoint("www.x.com", 80), endpoint("other.org", group=Group.CONTROL))
    plan = ProbePlan(options=RunOptions(timeout_s=5, deadline_s=90), endpoints=hosts, probes=())
    machine = Machine(
        os="Linux",
        python="3.11",
        interfaces=(Interface(name="eth0", up=True, addresses=addresses, mtu=None),),
        ipv4_route=True,
        ipv6_route=False,
        name_servers=(),
        hosts_file_pins=(),
        proxy_variables=(),
        proxies=settings,
    )
    return with_scripts(plan, machine, domains).scripts


def test_without_a_script_nothing_is_looked_at() -> None:
    assert scripts(setting("env:https_proxy", How.MANUAL), setting("wininet:pac", How.PAC)) == ()


def test_a_script_is_asked_for_each_host_of_the_operator_once() -> None:
    (probe,) = scripts(setting("wininet:pac", How.PAC, url="http://wpad/p.pac"))
    assert (probe.urls, probe.hosts, probe.detected) == (("http://wpad/p.pac",), ("www.x.com",), False)
    assert (probe.id, probe.subject) == ("script:wininet:pac", "wininet:pac")


def test_a_script_that_lingers_is_not_looked_at() -> None:
    assert scripts(setting("wininet:pac", How.PAC, url="http://wpad/p.pac", active=False)) == ()


def test_one_script_of_two_settings_is_looked_at_once() -> None:
    url = "http://wpad/p.pac"
    both = scripts(setting("policy-user:pac", How.PAC, url=url), setting("wininet:pac", How.PAC, url=url))
    assert [probe.subject for probe in both] == ["policy-user:pac"]


def test_detection_looks_in_every_domain() -> None:
    (probe,) = scripts(setting("wininet:auto-detect", How.WPAD), domains=("corp.example.com", "example.com"))
    assert probe.detected
    assert probe.urls == ("http://wpad.corp.example.com/wpad.dat", "http://wpad.example.com/wpad.dat")


def test_detection_without_a_domain_has_nowhere_to_look() -> None:
    (probe,) = scripts(setting("wininet:auto-detect", How.WPAD), domains=())
    assert probe.urls == ()


@pytest.mark.parametrize(
    ("addresses", "told"),
    [(("127.0.0.1", "169.254.1.1", "fe80::1", "10.1.2.3"), "10.1.2.3"), (("::1",), "127.0.0.1"), ((), "127.0.0.1")],
)
def test_a_script_is_told_an_address_that_others_could_reach(addresses: tuple[str, ...], told: str) -> None:
    (probe,) = scripts(setting("wininet:pac", How.PAC, url="file:///p.pac"), addresses=addresses)
    assert probe.own_address == told


@every(
    ("domain", "hosts"),
    [
        ("corp.example.com", ["wpad.corp.example.com", "wpad.example.com"]),
        ("Example.COM.", ["wpad.example.com"]),
        ("branch.example.co.uk", ["wpad.branch.example.co.uk", "wpad.example.co.uk"]),
        ("example.co.uk", ["wpad.example.co.uk"]),
        ("co.uk", []),
        ("example.de", ["wpad.example.de"]),
        ("abc.de", []),
        ("lan", []),
        ("com", []),
        ("", []),
        ("10.0.0.1", []),
        ("evil/../x.com", []),
        ("a.b.c.d.e.f.example.com", ["wpad.a.b.c.d.e.f.example.com", "wpad.b.c.d.e.f.example.com"]),
    ],
)
def test_detection_stops_below_what_anybody_can_register(domain: str, hosts: list[str]) -> None:
    urls = list(wpad_urls(domain))
    assert urls[:2] == [f"http://{host}/wpad.dat" for host in hosts]
    assert len(urls) <= 4


@given(st.text(alphabet="ab.-_c0/@:%", max_size=40))
def test_any_domain_leads_only_into_itself(domain: str) -> None:
    for url in wpad_urls(domain):
        host = url.removeprefix("http://wpad.").removesuffix("/wpad.dat")
        assert domain.lower().strip(".").endswith(host)
        assert host.count(".") >= 1
