"""What the gateways' ports speak, as several public sources have it; IBKR documents none of it (domain.md)."""

from enum import StrEnum

from conntest.model.observation import Attempt

#: The clear port, for the greeting and market data, and the port of logins and orders, which speaks TLS.
CLEAR_PORT, TLS_PORT = 4000, 4001


class Language(StrEnum):
    """How a gateway is spoken to."""

    GREETING = "greeting"
    TLS = "tls"


_OWN = {CLEAR_PORT: frozenset({Language.GREETING}), TLS_PORT: frozenset({Language.TLS})}


def own_languages(port: int) -> frozenset[Language]:
    """The language in which a gateway's port must answer. A healthy one resets TLS on its clear port, and closes on the
    greeting on its TLS port. Of other ports, which only a table of one's own has, nothing is known: both."""
    return _OWN.get(port, frozenset(Language))


def asked_in_turn(port: int) -> tuple[Language, Language]:
    """Both languages, the one that a port is asked in first of all before the other."""
    if port == TLS_PORT:
        return Language.TLS, Language.GREETING
    return Language.GREETING, Language.TLS


def language_of(seen: Attempt) -> Language | None:
    """The language that was used in an attempt; None where it only connected."""
    if seen.greeting:
        return Language.GREETING
    return Language.TLS if seen.tls else None


def in_own_language(seen: Attempt, port: int) -> bool:
    """Whether an attempt at `port` used its own language, so that a failure in it counts."""
    return language_of(seen) in own_languages(port)
