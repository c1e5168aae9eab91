"""Questions to one name server, and every kind of answer."""

import asyncio

import dns.rcode
import dns.resolver
import pytest

from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, ResolveStep
from conntest.net.clock import Clock
from conntest.net.resolver import SystemResolver
from tests.loopback import LOOPBACK
from tests.name_server import Behaviour, NameServer, babbles, holds, mute, refuses, serving_names

NAME = "ndc1.ibllc.com"


async def ask(
    behaviour: Behaviour | None, *, name: str = NAME, timeout_s: float = 5.0, truncating: bool = False
) -> tuple[ResolveStep, ...]:
    zone = {} if behaviour is None else {name: behaviour}
    server = NameServer(zone, truncating=frozenset({name} if truncating else ()))
    async with serving_names(server) as port:
        resolver = SystemResolver(Clock(), locate=lambda server: (server, port))
        return await resolver.ask(LOOPBACK, name, asked_by=AskedBy.NAME_SERVER, timeout_s=timeout_s)


async def test_a_and_aaaa_are_asked_apart() -> None:
    steps = await ask(holds(f"{NAME}. 300 IN A 8.8.8.8", f"{NAME}. 60 IN AAAA 2606:4700::1"))
    assert [(step.detail.rrtype, step.detail.addresses, step.detail.ttl_s) for step in steps] == [
        ("A", ("8.8.8.8",), 300),
        ("AAAA", ("2606:4700::1",), 60),
    ]
    for step in steps:
        assert (step.failure, step.raw_error, step.detail.rcode) == (None, None, "NOERROR")
        assert (step.detail.name, step.detail.server) == (NAME, LOOPBACK)
        assert step.detail.asked_by is AskedBy.NAME_SERVER
        assert step.t0 <= step.t


async def test_aliases_are_told_in_order_and_the_shortest_life_counts() -> None:
    a, _ = await ask(
        holds(
            f"{NAME}. 300 IN CNAME one.example.",
            "one.example. 20 IN CNAME two.example.",
            "two.example. 60 IN A 8.8.4.4",
        )
    )
    assert a.detail.cname_chain == ("one.example", "two.example")
    assert (a.detail.addresses, a.detail.ttl_s) == (("8.8.4.4",), 20)


async def test_a_type_that_a_name_does_not_have_is_no_answer() -> None:
    a, aaaa = await ask(holds(f"{NAME}. 300 IN A 8.8.8.8"))
    assert a.failure is None
    assert aaaa.failure is Failure.DNS_NO_ANSWER
    assert (aaaa.detail.rcode, aaaa.detail.addresses, aaaa.detail.ttl_s) == ("NOERROR", (), None)
    assert aaaa.raw_error == "the answer holds no AAAA record"


@pytest.mark.parametrize(
    ("behaviour", "failure", "rcode"),
    [
        (None, Failure.DNS_NXDOMAIN, "NXDOMAIN"),
        (refuses(dns.rcode.SERVFAIL), Failure.DNS_SERVFAIL, "SERVFAIL"),
        (refuses(dns.rcode.REFUSED), Failure.DNS_REFUSED, "REFUSED"),
        (refuses(dns.rcode.FORMERR), Failure.DNS_SERVER_ERROR, "FORMERR"),
        (refuses(dns.rcode.NOTIMP), Failure.DNS_SERVER_ERROR, "NOTIMP"),
        (refuses(dns.rcode.NOTAUTH), Failure.DNS_SERVER_ERROR, "NOTAUTH"),
    ],
)
async def test_a_server_that_turns_us_down_says_how(behaviour: Behaviour | None, failure: Failure, rcode: str) -> None:
    for step in await ask(behaviour):
        assert step.failure is failure
        assert step.detail.rcode == rcode
        assert step.raw_error


async def test_a_missing_name_keeps_the_aliases_that_led_to_it() -> None:
    a, _ = await ask(refuses(dns.rcode.NXDOMAIN, f"{NAME}. 300 IN CNAME gone.example."))
    assert (a.failure, a.detail.cname_chain) == (Failure.DNS_NXDOMAIN, ("gone.example",))


async def test_a_silent_server_is_asked_again_until_the_patience_ends() -> None:
    server = NameServer({NAME: mute})
    async with serving_names(server) as port:
        steps = await SystemResolver(Clock(), locate=lambda server: (server, port)).ask(
            LOOPBACK, NAME, asked_by=AskedBy.INDEPENDENT, timeout_s=0.6
        )
    for step in steps:
        assert (step.failure, step.raw_error) == (Failure.DNS_TIMEOUT, "no answer within 0.6 s")
        assert step.detail.rcode is None
        assert 0.5 < step.t - step.t0 < 2
    assert server.asked.count(("udp", NAME, "A")) >= 2


async def ask_for_many(server: NameServer, count: int, *, timeout_s: float) -> list[float]:
    """How long each of `count` names took, in the order in which they were asked for."""
    async with serving_names(server) as port, asyncio.TaskGroup() as group:
        resolver = SystemResolver(Clock(), locate=lambda server: (server, port))
        tasks = [
            group.create_task(resolver.ask(LOOPBACK, f"{n}.{NAME}", asked_by=AskedBy.NAME_SERVER, timeout_s=timeout_s))
            for n in range(count)
        ]
        await asyncio.wait(tasks)
    return [step.t - step.t0 for task in tasks for step in task.result()[:1]]


async def test_nothing_is_asked_of_a_server_that_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # On a busy machine the first queries begin a third of a second apart.
    monkeypatch.setattr("conntest.net.server_state._MOST_OF_IT", 0.3)
    took = await ask_for_many(NameServer({f"{n}.{NAME}": mute for n in range(40)}), 40, timeout_s=0.6)
    assert min(took[:16]) > 0.5, "thirty-two queries are in flight, two for each of sixteen names"
    assert max(took[16:]) < 0.1


@pytest.mark.thorough
async def test_a_server_that_answers_at_times_is_waited_for_as_ever() -> None:
    some: dict[str, Behaviour] = {f"{n}.{NAME}": mute for n in range(24)}
    some[f"3.{NAME}"] = holds(f"3.{NAME}. 300 IN A 8.8.8.8")
    took = await ask_for_many(NameServer(some), 24, timeout_s=1.5)
    assert min(took[16:]) > 1.2


async def test_a_question_over_tcp_says_so_and_is_sent_whatever_udp_does() -> None:
    server = NameServer({NAME: holds(f"{NAME}. 300 IN A 8.8.8.8")}, truncating=frozenset({NAME}))
    async with serving_names(server) as port:
        steps = await SystemResolver(Clock(), locate=lambda server: (server, port)).ask(
            LOOPBACK, NAME, asked_by=AskedBy.NAME_SERVER, timeout_s=5.0, over_tcp=True
        )
    assert [(step.detail.over_tcp, step.detail.addresses) for step in steps] == [(True, ("8.8.8.8",)), (True, ())]
    assert {protocol for protocol, _, _ in server.asked} == {"tcp"}


async def test_what_does_not_fit_into_a_datagram_comes_over_tcp() -> None:
    records = [f"{NAME}. 300 IN A 8.8.{number}.8" for number in range(60)]
    a, _ = await ask(holds(*records), truncating=True)
    assert a.failure is None
    assert len(a.detail.addresses) == 32


async def test_nonsense_in_a_datagram_may_be_anyones_and_is_passed_over() -> None:
    a, _ = await ask(babbles, timeout_s=0.2)
    assert a.failure is Failure.DNS_TIMEOUT


async def test_nonsense_over_tcp_is_the_servers() -> None:
    a, _ = await ask(babbles, truncating=True)
    assert a.failure is Failure.UNEXPECTED_PROTOCOL
    assert a.raw_error is not None
    assert a.raw_error.startswith("not an answer that DNS allows")


async def test_search_domains_do_not_apply() -> None:
    server = NameServer({})
    async with serving_names(server) as port:
        await SystemResolver(Clock(), locate=lambda server: (server, port)).ask(
            LOOPBACK, "single", asked_by=AskedBy.NAME_SERVER, timeout_s=5.0
        )
    assert {name for _, name, _ in server.asked} == {"single"}


async def test_a_name_with_an_underscore_is_a_name() -> None:
    name = "mcgw1_hb1.ibllc.com.cn"
    a, _ = await ask(holds(f"{name}. 300 IN A 8.8.8.8"), name=name)
    assert (a.failure, a.detail.addresses) == (None, ("8.8.8.8",))


async def test_a_name_that_cannot_be_asked_for_is_a_failure() -> None:
    a, _ = await ask(None, name="x" * 64 + ".example")
    assert a.failure is Failure.UNKNOWN


async def test_an_answer_of_bogus_addresses_only_is_bogus_and_kept() -> None:
    a, aaaa = await ask(holds(f"{NAME}. 1 IN A 127.0.0.1", f"{NAME}. 1 IN A 10.0.0.1", f"{NAME}. 1 IN AAAA ::1"))
    assert (a.failure, aaaa.failure) == (Failure.DNS_BOGON, Failure.DNS_BOGON)
    assert set(a.detail.addresses) == {"127.0.0.1", "10.0.0.1"}
    assert aaaa.raw_error == "::1 is a special-purpose address (loopback)"


async def test_one_good_address_is_an_answer() -> None:
    a, _ = await ask(holds(f"{NAME}. 1 IN A 127.0.0.1", f"{NAME}. 1 IN A 8.8.8.8"))
    assert a.failure is None


async def test_two_hundred_names_at_once_lose_no_answer() -> None:
    zone = {f"host{number}.example": holds(f"host{number}.example. 1 IN A 8.8.8.8") for number in range(200)}
    async with serving_names(NameServer(zone)) as port:
        resolver = SystemResolver(Clock(), locate=lambda server: (server, port))
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(resolver.ask(LOOPBACK, name, asked_by=AskedBy.NAME_SERVER, timeout_s=60))
                for name in zone
            ]
    assert {task.result()[0].failure for task in tasks} == {None}
