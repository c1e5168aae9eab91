"""A scenario: what is changed on the healthy stage, and what the tool must, and must not, say about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .change import Change

#: Exit codes (contract.md).
PASS, FAIL, INCONCLUSIVE = 0, 3, 5

#: nft's words for what TWS uses, and for what it must not touch.
GATEWAY_PORTS = "tcp dport { 4000, 4001 }"
WEB_PORTS = "tcp dport { 80, 443 }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`first` is the code of the first finding, None where nothing at all may be reported. `only` are the codes that
    may be reported (`first` always may). `says` are words that the first finding's text must contain, `advises` words
    in its remedies. `or_first` are codes that may be first as well, None among them where there may be no finding, and
    `or_verdict` and `or_exit` verdicts and exit codes that go with them."""

    name: str
    change: Change = field(default_factory=Change)
    options: tuple[str, ...] = ()
    #: The inspecting vendor's root is in the client's own certificate store.
    vendor_in_system_store: bool = False
    #: Variables of the shell that it is started from.
    variables: Mapping[str, str] = field(default_factory=dict)
    #: How many files and sockets it may have open; the machine's own limit, where None.
    descriptors: int | None = None
    first: str | None = None
    verdict: str = "pass"
    verdicts: Mapping[str, str] = field(default_factory=dict)
    exit: int = PASS
    only: frozenset[str] = frozenset()
    says: tuple[str, ...] = ()
    advises: tuple[str, ...] = ()
    or_first: tuple[str | None, ...] = ()
    or_verdict: tuple[str, ...] = ()
    or_exit: tuple[int, ...] = ()

    @property
    def allowed(self) -> frozenset[str]:
        return self.only | {code for code in (self.first, *self.or_first) if code}


def fails(name: str, first: str, change: Change, **more: object) -> Scenario:
    """A scenario in which TWS or the portal cannot work."""
    return Scenario(name=name, change=change, first=first, verdict="fail", exit=FAIL, **more)  # type: ignore[arg-type]


def warns(name: str, first: str, change: Change, **more: object) -> Scenario:
    """A scenario in which all works, and something is worth knowing."""
    return Scenario(name=name, change=change, first=first, verdict="warn", **more)  # type: ignore[arg-type]


def harmless(name: str, change: Change, *codes: str, **more: object) -> Scenario:
    """A scenario about which nothing, or one of these warnings, is to be said."""
    more = {"or_first": codes, "or_verdict": ("warn",)} | more
    return Scenario(name=name, change=change, **more)  # type: ignore[arg-type]


def healthy(name: str, change: Change | None = None, **more: object) -> Scenario:
    """A scenario about which nothing is to be said."""
    return Scenario(name=name, change=change or Change(), **more)  # type: ignore[arg-type]
