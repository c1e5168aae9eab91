"""Which phase of reaching a host an operation belongs to, and what phases are called: one case per operation, which the
type checker holds complete."""

from collections.abc import Mapping
from enum import StrEnum
from typing import assert_never

from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import Operation


class Phase(StrEnum):
    """In the order in which they come."""

    NAME = "name"
    CONNECTION = "connection"
    TLS = "tls"
    ANSWER = "answer"


_LABELS: Mapping[Phase, str] = {
    # translators: phases of reaching a host, beside the rows of a small map; as short as can be.
    Phase.NAME: N_("name"),
    Phase.CONNECTION: N_("connect"),
    Phase.TLS: "TLS",
    Phase.ANSWER: N_("answer"),
}


def label(phase: Phase) -> str:
    """`answer`, in the language in use."""
    return _(_LABELS[phase])


def phase_of(operation: Operation) -> Phase:
    """The phase that `operation` belongs to."""
    match operation:
        case Operation.RESOLVE:
            return Phase.NAME
        case Operation.CONNECT | Operation.PROXY_CONNECT:
            return Phase.CONNECTION
        case Operation.TLS_HANDSHAKE:
            return Phase.TLS
        case Operation.HTTP_ROUND_TRIP | Operation.GATEWAY_GREETING | Operation.ECHO:
            return Phase.ANSWER
    assert_never(operation)
