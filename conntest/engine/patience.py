"""How long an attempt is waited for."""

from dataclasses import field

from conntest.engine.turn import is_silent
from conntest.model.observation import Observation
from conntest.model.plan import AddressProbe, SniffProbe
from conntest.values import dataclass

#: Seconds for a connection that is made alone. A repeated opening packet fits in, which is sent after one second,
#: and its way to a satellite and back.
ALONE_S = 2.2

#: Seconds for a proxy's answer to what it is not set for: it is near, and one that speaks another protocol may wait for
#: more of it for ever. A repeated opening packet fits in.
GUESS_S = 2.0


@dataclass(slots=True, kw_only=True)
class Patience:
    """Up to `timeout_s` seconds."""

    timeout_s: float
    #: When the first of the attempts at an address and port began; None once one of them was answered.
    _first: dict[tuple[str, int], float | None] = field(default_factory=dict)

    def with_attempt(self, probe: AddressProbe, address: str, now: float) -> float:
        """Seconds for an attempt that begins now. One that is made while others at the same address and port go
        unanswered ends with the first of them, unless that leaves no time for a repeated opening packet."""
        most = self.timeout_s
        if probe.alone:
            return min(most, ALONE_S)
        if isinstance(probe, SniffProbe) and not probe.claimed:
            return min(most, GUESS_S)
        if probe.gate is not None:
            return most
        first = self._first.setdefault((address, probe.port), now)
        return most if first is None else max(most - (now - first), min(most, ALONE_S))

    def learn(self, probe: AddressProbe, address: str, observation: Observation) -> None:
        """From what became of an attempt."""
        if not is_silent(observation):
            self._first[address, probe.port] = None
