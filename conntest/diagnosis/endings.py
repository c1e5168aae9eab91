"""How attempts at a host ended, as clauses with a number: `18 timed out`, `1 of 2 was refused`, `both were cut`."""

from collections.abc import Callable, Mapping
from enum import Enum, auto

from conntest.evidence.endpoint import EndpointView
from conntest.language import ngettext, pgettext
from conntest.model.outcome import ConnectOutcome, Response


class Ending(Enum):
    """In the order in which equally frequent ones are told."""

    ANSWERED = auto()
    OTHER_PROTOCOL = auto()
    TLS_ERROR = auto()
    OTHERWISE = auto()
    SWALLOWED = auto()
    BAD_CERTIFICATE = auto()
    SILENT = auto()
    TIMED_OUT = auto()
    CUT = auto()
    REFUSED = auto()
    DENIED = auto()
    ICMP = auto()
    UNREACHABLE = auto()

    @property
    def place(self) -> int:
        """Where it stands among the others."""
        return int(self.value)


_MANNERS: Mapping[ConnectOutcome, Ending] = {
    ConnectOutcome.DROPPED: Ending.TIMED_OUT,
    ConnectOutcome.RESET: Ending.REFUSED,
    ConnectOutcome.ICMP: Ending.ICMP,
    ConnectOutcome.UNREACHABLE: Ending.UNREACHABLE,
    ConnectOutcome.DENIED: Ending.DENIED,
    ConnectOutcome.FAILED: Ending.OTHERWISE,
}

_DIALOGUES: Mapping[Response, Ending] = {
    Response.CUT: Ending.CUT,
    Response.UNACKNOWLEDGED: Ending.SWALLOWED,
    Response.SILENT: Ending.SILENT,
    Response.OTHER: Ending.OTHER_PROTOCOL,
    Response.UNCLEAR: Ending.TLS_ERROR,
    Response.REFUSED_CERTIFICATE: Ending.BAD_CERTIFICATE,
    Response.ANSWERED: Ending.ANSWERED,
}

# translators: {who} counts the gateway ports or hosts that a sentence is about, and is one of "it", "both", "all",
# "{count}" and "{count} of {tried}" (context "attempts"). The clauses stand in brackets, several of them in a list.
_CLAUSES: Mapping[Ending, Callable[[int], str]] = {
    Ending.ANSWERED: lambda count: ngettext("{who} answered", "{who} answered", count),
    Ending.OTHER_PROTOCOL: lambda count: ngettext(
        "{who} answered in another protocol", "{who} answered in another protocol", count
    ),
    Ending.TLS_ERROR: lambda count: ngettext("{who} ended TLS with an error", "{who} ended TLS with an error", count),
    Ending.OTHERWISE: lambda count: ngettext("{who} failed otherwise", "{who} failed otherwise", count),
    Ending.SWALLOWED: lambda count: ngettext("{who} had its data swallowed", "{who} had their data swallowed", count),
    Ending.BAD_CERTIFICATE: lambda count: ngettext(
        "{who} presented a bad certificate", "{who} presented a bad certificate", count
    ),
    Ending.SILENT: lambda count: ngettext("{who} stayed silent", "{who} stayed silent", count),
    Ending.TIMED_OUT: lambda count: ngettext("{who} timed out", "{who} timed out", count),
    Ending.CUT: lambda count: ngettext("{who} was cut", "{who} were cut", count),
    Ending.REFUSED: lambda count: ngettext("{who} was refused", "{who} were refused", count),
    Ending.DENIED: lambda count: ngettext(
        "{who} was refused by this computer itself", "{who} were refused by this computer itself", count
    ),
    Ending.ICMP: lambda count: ngettext("{who} was rejected by ICMP", "{who} were rejected by ICMP", count),
    Ending.UNREACHABLE: lambda count: ngettext(
        "{who} was reported unreachable", "{who} were reported unreachable", count
    ),
}


def ending(view: EndpointView) -> Ending:
    """How most attempts at this endpoint ended, or what its dialogue came to."""
    if view.connect_outcome is not None:
        return _MANNERS[view.connect_outcome]
    return _DIALOGUES.get(view.response, Ending.OTHERWISE)


def some(how: Ending, count: int) -> str:
    """`1 was refused`, beside others that ended otherwise."""
    # translators: so many gateway ports or hosts, as in "18 timed out".
    return _clause(how, count, pgettext("attempts", "{count}").format(count=count))


def part(how: Ending, count: int, tried: int) -> str:
    """`3 of 6 timed out`, of which the rest did not fail."""
    # translators: so many gateway ports or hosts of those that were tried, as in "3 of 6 timed out".
    return _clause(how, count, pgettext("attempts", "{count} of {tried}").format(count=count, tried=tried))


def every(how: Ending, count: int) -> str:
    """`it timed out`, `both timed out`, `all timed out`."""
    match count:
        case 1:
            # translators: the one gateway port or host that the sentence is about, as in "it timed out".
            who = pgettext("attempts", "it")
        case 2:
            # translators: the two gateway ports or hosts, as in "both timed out".
            who = pgettext("attempts", "both")
        case _:
            # translators: all gateway ports or hosts, as in "all timed out".
            who = pgettext("attempts", "all")
    return _clause(how, count, who)


def _clause(how: Ending, count: int, who: str) -> str:
    return _CLAUSES[how](count).format(who=who)
