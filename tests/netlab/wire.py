"""What can be wrong with a cable, as values: what the packet box between client and router does to packets."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgery:
    """Answers to UDP queries for names under `suffixes`, whoever is asked but those in `spared`; the true answer
    follows. TCP is left alone.

    `ipv4` are given in turn. An empty `ipv6` is an empty answer; None leaves questions for AAAA alone.
    """

    suffixes: tuple[str, ...]
    ipv4: tuple[str, ...]
    ipv6: str | None = None
    spared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """How packets fare between the client and its router, both ways where nothing else is said."""

    #: Longer IP packets vanish, without an ICMP message. Bytes; 0 for none.
    longest: int = 0
    #: The share that is lost each way, by lot.
    loss: float = 0.0
    #: Seconds that each packet takes.
    delay_s: float = 0.0
    #: Round trips to addresses beyond the router, in seconds, half of it each way.
    round_trips_s: Mapping[str, float] = field(default_factory=dict)
    #: Bytes a second, and seconds that packets may queue; 0 for no limit.
    bytes_per_s: float = 0.0
    queue_s: float = 0.0
    #: Both ends get a RST where the client begins TLS on these ports, or (`reset_names`) for a name that contains one
    #: of these words.
    reset_tls_ports: tuple[int, ...] = ()
    reset_names: tuple[str, ...] = ()
    forgery: Forgery | None = None
    #: Seconds of silence after which a TCP connection is forgotten: its packets vanish. 0 for never.
    idle_s: float = 0.0

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def from_json(text: str) -> Wire:
    """What `Wire.to_json` wrote."""
    value = json.loads(text)
    forgery = value.pop("forgery")
    lists = {name: tuple(value.pop(name)) for name in ("reset_tls_ports", "reset_names")}
    return Wire(**value, **lists, forgery=_forgery(forgery) if forgery else None)


def _forgery(value: dict[str, Any]) -> Forgery:
    lists = {name: tuple(value.pop(name)) for name in ("suffixes", "ipv4", "spared")}
    return Forgery(**lists, **value)
