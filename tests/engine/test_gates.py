"""Beyond a proxy: when its turn comes, and which name or address it is given."""

from typing import Any

import pytest

from conntest.engine import turn
from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, Attempt, Leg, ProbeKind, ProxyConnectDetail, ProxyConnectStep
from conntest.model.plan import GreetingProbe, OnlyIf
from conntest.model.proxy import Scheme
from conntest.model.step import Error
from tests.every import every
from tests.plan.outcomes import connected, resolved
from tests.plan.tables import options

PROXY = "socks5://10.0.0.8:1080"


def greeting(**changes: Any) -> GreetingProbe:
    given = {
        "id": "a:4000/greeting",
        "endpoint": "a:4000",
        "why": "w",
        "path": PROXY,
        "host": "a.example",
        "port": 4000,
        "resolved_by": ("a/resolve",),
        "every_address": False,
        "gate": "speaks",
        **changes,
    }
    return GreetingProbe(**given)


def tunnel(failure: Failure | None = None) -> ProxyConnectStep:
    detail = ProxyConnectDetail(proxy=PROXY, scheme=Scheme.SOCKS5, leg=Leg.PROXY if failure else None)
    return ProxyConnectStep(t0=0.0, t=0.1, error=Error.of(failure, None), detail=detail)


def asked(*failures: Failure | None) -> list[Attempt]:
    return [
        Attempt(
            id=f"speaks@{number}", kind=ProbeKind.SNIFF, proxy=PROXY, path=PROXY, steps=(connected(), tunnel(failure))
        )
        for number, failure in enumerate(failures)
    ]


def found(name: str, *addresses: str) -> Attempt:
    failure = None if addresses else Failure.DNS_NXDOMAIN
    step = resolved(name, AskedBy.SYSTEM, *addresses, failure=failure)
    return Attempt(id=f"a/resolve/{name}@system", kind=ProbeKind.RESOLVE, row="a", steps=(step,))


def goes_to(probe: GreetingProbe, gate: list[Attempt], *lookups: Attempt, **changes: Any) -> list[str]:
    seen = {"speaks": gate, "a/resolve": list(lookups)}
    return turn.addresses(probe, seen, options(**changes))


def test_it_waits_for_names_and_for_the_gate() -> None:
    assert turn.waits_for(greeting()) == ("a/resolve", "speaks")
    assert turn.waits_for(greeting(after="x")) == ("a/resolve", "x", "speaks")


@every(
    ("gate", "open_"),
    [
        (asked(None), True),
        (asked(Failure.SOCKS_NOT_SPOKEN), False),
        (asked(Failure.CONNECTION_REFUSED, None), True),  # the second of a proxy's addresses
        ([], False),  # its name leads nowhere
    ],
)
def test_a_proxy_that_does_not_let_us_in_is_asked_for_nothing(gate: list[Attempt], open_: bool) -> None:
    assert goes_to(greeting(), gate, found("a.example", "20.0.0.1")) == (["20.0.0.1"] if open_ else [])


def test_it_is_given_one_address_and_rather_an_old_one() -> None:
    several = found("a.example", "fd00::1", "20.0.0.1", "20.0.0.2")
    assert goes_to(greeting(), asked(None), several) == ["20.0.0.1"]
    assert goes_to(greeting(), asked(None), several, ipv4=False) == ["fd00::1"]


def test_a_proxy_that_resolves_names_is_given_the_one_that_exists() -> None:
    alias = (found("a.example"), found("old-a.example", "20.0.0.1"))
    assert goes_to(greeting(by_name=True), asked(None), *alias) == ["old-a.example"]
    assert goes_to(greeting(by_name=True), asked(None), found("a.example")) == ["a.example"]


def test_where_no_name_resolves_here_the_proxy_is_given_it() -> None:
    assert goes_to(greeting(), asked(None), found("a.example")) == ["a.example"]


@pytest.mark.parametrize(("failure", "again"), [(None, ["a.example"]), (Failure.SOCKS_HOST_UNREACHABLE, [])])
def test_a_second_probe_comes_only_where_the_tunnel_was_opened(failure: Failure | None, again: list[str]) -> None:
    steps = (connected(), tunnel(failure))
    first = Attempt(id="first@a.example", kind=ProbeKind.GREETING, endpoint="a:4000", path=PROXY, steps=steps)
    probe = greeting(by_name=True, after="first", only_if=OnlyIf.OPENED)
    seen = {"speaks": asked(None), "a/resolve": [found("a.example", "20.0.0.1")], "first": [first]}
    assert turn.addresses(probe, seen, options()) == again
