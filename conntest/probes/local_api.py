"""TWS's own API: whether TWS is at the other end. One question that begins no session, and then it is left."""

from conntest.model.failure import Failure
from conntest.model.local_api import Answer, Answered, Closed, Foreign, Refused, Silent, Try, Unreachable
from conntest.model.observation import Protocol
from conntest.net.dialer import Connected, Dialer, NotConnected
from conntest.net.request_response import Exchange, exchange
from conntest.net.stream import close
from conntest.wire.sniff import protocol
from conntest.wire.tws_api import HELLO, MAX_ANSWER, MoreNeeded, ServerHello, parse


async def ask(address: str, port: int, dialer: Dialer, *, timeout_s: float) -> Try:
    """Connect, say what programs say first, and read the answer; `timeout_s` is for each of the two."""
    outcome = await dialer.connect(address, port, timeout_s=timeout_s)
    if not isinstance(outcome, Connected):
        return Try(address=address, port=port, answer=_not_connected(outcome))
    try:
        said = await exchange(outcome.sock, HELLO, enough=_decided, limit=MAX_ANSWER, timeout_s=timeout_s)
    finally:
        close(outcome.sock)
    return Try(address=address, port=port, answer=_answer(said, timeout_s))


def _not_connected(outcome: object) -> Answer:
    if isinstance(outcome, NotConnected) and outcome.failure is not Failure.CONNECTION_REFUSED:
        return Unreachable(error=outcome.failure.value)
    return Refused()


def _decided(data: bytes) -> bool:
    return not isinstance(parse(data), MoreNeeded)


def _answer(said: Exchange, timeout_s: float) -> Answer:
    match parse(said.received):
        case ServerHello(version=version, time=time):
            return Answered(version=version, time=time)
        case _ if said.received:
            return Foreign(protocol=protocol(said.received) or Protocol.UNKNOWN)
        case _ if said.failure is Failure.TIMEOUT:
            return Silent(seconds=timeout_s)
        case _:
            return Closed()
