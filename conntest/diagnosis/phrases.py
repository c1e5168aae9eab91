"""The words that rules put into summaries: counts, hosts, ways of failing. Plain English; codes never appear here."""

from collections import Counter
from collections.abc import Iterable, Sequence

from conntest.diagnosis.dialogue import Dialogue
from conntest.diagnosis.views import EndpointView, Manner
from conntest.model.report import Machine

_MANNERS: dict[Manner, str] = {
    Manner.DROPPED: "timed out",
    Manner.RESET: "were refused",
    Manner.REJECTED: "were reported unreachable",
    Manner.DENIED: "were refused by this computer itself",
    Manner.OTHER: "failed otherwise",
}

_DIALOGUES: dict[Dialogue, str] = {
    Dialogue.CUT: "were cut",
    Dialogue.UNACKNOWLEDGED: "had their data swallowed",
    Dialogue.SILENT: "stayed silent",
    Dialogue.OTHER: "answered in another protocol",
    Dialogue.UNCLEAR: "ended TLS with an error",
    Dialogue.REFUSED_CERTIFICATE: "presented a bad certificate",
    Dialogue.ANSWERED: "answered",
}


def listed(items: Iterable[str], limit: int = 3) -> str:
    """`a, b and c`, or `a, b, c and 4 more`, where more than one are left out."""
    unique = list(dict.fromkeys(items))
    if len(unique) > limit + 1:
        return f"{', '.join(unique[:limit])} and {len(unique) - limit} more"
    return " and ".join(filter(None, [", ".join(unique[:-1]), *unique[-1:]]))


def hosts(views: Iterable[EndpointView], limit: int = 3) -> str:
    return listed((view.endpoint.host for view in views), limit)


def gateway_count(views: Sequence[EndpointView]) -> str:
    """`36 gateway ports in 6 regions`."""
    regions = len({view.endpoint.region for view in views})
    ports = "1 gateway port" if len(views) == 1 else f"{len(views)} gateway ports"
    return f"{ports} in {regions} region{'' if regions == 1 else 's'}"


def witness(views: Sequence[EndpointView]) -> str:
    """`www.example.com and 6 other hosts answer on 443`, the operator's own hosts named first."""
    names = list(dict.fromkeys(view.endpoint.host for view in views))
    match len(names):
        case 0:
            return "no other host answers on 443"
        case 1:
            return f"{names[0]} answers on 443"
        case 2:
            return f"{names[0]} and {names[1]} answer on 443"
        case count:
            return f"{names[0]} and {count - 1} other hosts answer on 443"


def how(views: Sequence[EndpointView], tried: int | None = None) -> str:
    """`18 timed out, 17 were refused`: how each endpoint failed, most frequent first. `all timed out` where they are
    all of those that were `tried`, and `3 of 6 timed out` where they are not."""
    counts = Counter(_one(view) for view in views)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) > 1:
        return ", ".join(f"{count} {_number(words, count)}" for words, count in ordered)
    words, count = ordered[0]
    if tried is not None and count < tried:
        return f"{count} of {tried} {_number(words, count)}"
    return {1: f"it {_number(words, 1)}", 2: f"both {words}"}.get(count, f"all {words}")


def _one(view: EndpointView) -> str:
    if view.manner is Manner.REJECTED and view.icmp_senders:
        return "were rejected by ICMP"
    if view.manner is not None:
        return _MANNERS[view.manner]
    return _DIALOGUES.get(view.dialogue, "failed otherwise")


def _number(words: str, count: int) -> str:
    return words.replace("were ", "was ").replace("had their", "had its") if count == 1 else words


def manner_of(views: Iterable[EndpointView]) -> str:
    """The variant of a finding about closed ports: the one manner that they share, or `mixed`."""
    manners = {view.manner for view in views}
    match list(manners):
        case [Manner.DROPPED | Manner.RESET | Manner.REJECTED | Manner.DENIED as only]:
            return only.value
        case _:
            return "mixed"


def icmp_sender(views: Iterable[EndpointView]) -> str | None:
    """The router that sent most of the ICMP errors."""
    senders = Counter(sender for view in views for sender in view.icmp_senders)
    return min(senders, key=lambda sender: (-senders[sender], sender), default=None)


def is_sent_by(machine: Machine, sender: str | None) -> bool:
    """Whether an ICMP error came from this computer itself: a rule of its own firewall."""
    own = {address for interface in machine.interfaces or () for address in interface.addresses}
    return sender is not None and (sender in own or sender.startswith("127."))


def seconds(value: float) -> str:
    """A span in words of its size: `0.5 s`, `40 s`, `12 min`, `1.5 h`, `3 days`, `57 years`."""
    for limit, unit, word in _SPANS:
        if value < limit:
            return f"{_short(value / unit)} {word}"
    return f"{value / _YEAR_S:.0f} years"


_YEAR_S = 365.25 * 86400

#: Up to which span, in seconds, which unit of how many seconds is used.
_SPANS = ((120, 1, "s"), (5400, 60, "min"), (172800, 3600, "h"), (2 * _YEAR_S, 86400, "days"))


def _short(number: float) -> str:
    """Two digits are enough: `2.5`, `12`."""
    return f"{number:.1f}".removesuffix(".0") if number < 9.95 else f"{number:.0f}"
