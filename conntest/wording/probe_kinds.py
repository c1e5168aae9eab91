"""What is said of probes of a kind while they run: one case per kind, which the type checker holds complete."""

from typing import assert_never

from conntest.language import gettext as _
from conntest.model.observation import ProbeKind


def running(kind: ProbeKind, number: str) -> str:
    """`12 resolve`: how many probes of `kind` are under way, in the language in use."""
    return _running(kind).format(number=number)


def _running(kind: ProbeKind) -> str:
    match kind:
        case ProbeKind.RESOLVE:
            # translators: how many names are being looked up just now; the others alike.
            return _("{number} resolve")
        case ProbeKind.CONNECT:
            return _("{number} connect")
        case ProbeKind.TLS:
            return _("{number} TLS")
        case ProbeKind.GREETING:
            return _("{number} greeting")
        case ProbeKind.HTTP:
            return _("{number} HTTP")
        case ProbeKind.INSTALLER:
            return _("{number} installer")
        case ProbeKind.SNIFF:
            return _("{number} proxy")
        case ProbeKind.ECHO:
            return _("{number} public address")
        case ProbeKind.SCRIPT:
            return _("{number} setup script")
    assert_never(kind)
