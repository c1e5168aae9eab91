"""TWS's API asked on loopback: every state of a port, and what is said there."""

import pytest

from conntest.model.local_api import Answer, Answered, Closed, Foreign, Refused, Silent, Unreachable
from conntest.model.observation import Protocol
from conntest.net.clock import Clock
from conntest.net.dialer import DirectDialer
from conntest.probes.local_api import ask
from tests import fake_tws
from tests.loopback import LOOPBACK, refusing_port


async def answer(port: int, *, address: str = LOOPBACK, timeout_s: float = 5.0) -> Answer:
    return (await ask(address, port, DirectDialer(Clock()), timeout_s=timeout_s)).answer


async def test_tws_tells_its_version_and_hears_no_more_than_the_first_message() -> None:
    with fake_tws.listening(fake_tws.answers) as port:
        assert await answer(port) == Answered(version=187, time="20261130 08:14:18 UTC")


async def test_silence_is_waited_for_as_long_as_allowed() -> None:
    with fake_tws.listening(fake_tws.stays_silent) as port:
        assert await answer(port, timeout_s=0.1) == Silent(seconds=0.1)


@pytest.mark.parametrize("behaviour", [fake_tws.closes, fake_tws.resets], ids=lambda one: one.__name__)
async def test_a_connection_that_ends_without_a_word(behaviour: fake_tws.Behaviour) -> None:
    with fake_tws.listening(behaviour) as port:
        assert await answer(port) == Closed()


@pytest.mark.parametrize(
    ("behaviour", "protocol"), [(fake_tws.is_a_website, Protocol.HTTP), (fake_tws.speaks_tls, Protocol.TLS)]
)
async def test_another_protocol_is_named(behaviour: fake_tws.Behaviour, protocol: Protocol) -> None:
    with fake_tws.listening(behaviour) as port:
        assert await answer(port) == Foreign(protocol=protocol)


async def test_a_port_that_nobody_listens_on() -> None:
    with refusing_port() as port:
        assert await answer(port) == Refused()


async def test_an_address_that_this_computer_cannot_reach() -> None:
    assert isinstance(await answer(9, address="fe80::1%no-such-interface"), Unreachable)
