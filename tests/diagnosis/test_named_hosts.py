"""What a gateway's answer names, and which of it the host table lacks."""

from collections.abc import Iterable
from dataclasses import replace

from conntest.evidence.named_hosts import hosts_in, unlisted_hosts
from conntest.model.observation import Attempt, GreetingDetail, GreetingItem, GreetingStep, ProbeKind, Protocol
from conntest.model.report import Record
from tests.diagnosis.seeing import observe
from tests.diagnosis.world import shipped_table
from tests.every import every

HEALTHY = observe()

VALUES = [
    ("www.interactivebrokers.ie", ("www.interactivebrokers.ie",)),
    ("NDC1.ibllc.com:4001", ("ndc1.ibllc.com",)),
    ("https://a.example.com:8443/path?to=b.example.com", ("a.example.com",)),
    ("a_b.example.com,c.example.com; d.example.com.", ("a_b.example.com", "c.example.com", "d.example.com")),
    ("4000", ()),
    ("1.2", ()),
    ("", ()),
    ("localhost", ()),
    ("8.17.22.31:4001", ()),
    ("[2001:db8::1]:4001", ()),
    ("http://user:password@a.example.com/", ()),
    ("*.example.com", ()),
    ("-a.example.com", ()),
    ("a..example.com", ()),
    ("cut.example.co\u2026", ()),
    ("\\x1b[2J.example.com", ()),
    (f"{'a' * 64}.example.com", ()),
    (".".join(["a" * 60] * 5) + ".com", ()),
]


@every(("value", "hosts"), VALUES)
def test_a_value_is_searched_for_names_that_can_be_hosts(value: str, hosts: tuple[str, ...]) -> None:
    assert tuple(hosts_in(GreetingItem(key="k", value=value))) == hosts


def answering(values: Iterable[str]) -> Record:
    items = tuple(GreetingItem(key=f"k{number}", value=value) for number, value in enumerate(values))
    detail = GreetingDetail(spoken=Protocol.IBKR_GATEWAY, version=38, items=items)
    step = GreetingStep(t0=0.0, t=0.1, error=None, detail=detail)
    endpoint = HEALTHY.endpoints[0].id
    seen = Attempt(id="greeted", kind=ProbeKind.GREETING, endpoint=endpoint, address="8.17.22.31", steps=(step,))
    return replace(HEALTHY, observations=(*HEALTHY.observations, seen))


def test_hosts_that_the_table_lacks_are_named_once_in_the_order_of_the_answer() -> None:
    named = answering(["B.example.com", "a.example.com", "b.example.com:443"])
    assert unlisted_hosts(shipped_table(), named) == ("b.example.com", "a.example.com")


def test_a_host_of_the_table_is_not_unlisted_whatever_its_spelling() -> None:
    assert unlisted_hosts(shipped_table(), answering(["S3.amazonaws.com", "ndc1_hb1.ibllc.com"])) == ()


def test_no_answer_names_nothing() -> None:
    assert unlisted_hosts(shipped_table(), HEALTHY) == ()


def test_an_answer_of_many_hosts_is_not_believed_to_the_end() -> None:
    assert len(unlisted_hosts(shipped_table(), answering(f"h{n}.example.com" for n in range(64)))) == 20
