"""The words that rules put into summaries: counts, hosts, ways of failing. Plain English; codes never appear here."""

from collections import Counter
from collections.abc import Iterable, Sequence

from conntest.diagnosis.views import Dialogue, EndpointView, Manner
from conntest.model.host import Region

REGION_NAMES: dict[Region, str] = {
    Region.AMERICA_EAST: "America East",
    Region.AMERICA_CENTRAL: "America Central",
    Region.EUROPE: "Europe",
    Region.ASIA: "Asia (Hong Kong)",
    Region.CHINA: "Asia (China)",
    Region.SDC: "Asia-Pacific (sdc1, city not confirmed)",
}

_MANNERS: dict[Manner, str] = {
    Manner.DROPPED: "timed out",
    Manner.RESET: "were refused",
    Manner.REJECTED: "were rejected by ICMP",
    Manner.OTHER: "failed otherwise",
}

_DIALOGUES: dict[Dialogue, str] = {
    Dialogue.CUT: "were cut",
    Dialogue.UNACKNOWLEDGED: "had their data swallowed",
    Dialogue.SILENT: "stayed silent",
    Dialogue.OTHER: "answered in another protocol",
    Dialogue.REFUSED_CERTIFICATE: "presented a bad certificate",
}


def listed(items: Iterable[str], limit: int = 3) -> str:
    """`a, b and c`, or `a, b, c and 4 more`."""
    unique = list(dict.fromkeys(items))
    shown, rest = unique[:limit], len(unique) - limit
    if rest > 0:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


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
            return "no other host was asked"
        case 1:
            return f"{names[0]} answers on 443"
        case 2:
            return f"{names[0]} and {names[1]} answer on 443"
        case count:
            return f"{names[0]} and {count - 1} other hosts answer on 443"


def how(views: Iterable[EndpointView]) -> str:
    """`18 timed out, 18 were refused`: how each endpoint failed, most frequent first."""
    counts = Counter(_one(view) for view in views)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) == 1:
        return f"all {ordered[0][0]}" if ordered[0][1] > 1 else f"it {_singular(ordered[0][0])}"
    return ", ".join(f"{count} {words}" for words, count in ordered)


def _one(view: EndpointView) -> str:
    if view.manner is not None:
        return _MANNERS[view.manner]
    return _DIALOGUES.get(view.dialogue, "failed otherwise")


def _singular(words: str) -> str:
    return words.replace("were ", "was ").replace("had their", "had its")


def manner_of(views: Iterable[EndpointView]) -> str:
    """The variant of a finding about closed ports: the one manner that they share, or `mixed`."""
    manners = {view.manner for view in views}
    match list(manners):
        case [Manner.DROPPED | Manner.RESET | Manner.REJECTED as only]:
            return only.value
        case _:
            return "mixed"


def icmp_sender(views: Iterable[EndpointView]) -> str | None:
    """The router that sent most of the ICMP errors."""
    senders = Counter(
        seen.connect.detail.icmp.sender
        for view in views
        for seen in view.attempts
        if seen.connect and seen.connect.detail.icmp and seen.connect.detail.icmp.sender
    )
    return senders.most_common(1)[0][0] if senders else None


def seconds(value: float) -> str:
    """A span in words of its size: `40 s`, `12 min`, `1.5 h`, `3 days`."""
    if value < 120:
        return f"{value:.0f} s"
    if value < 5400:
        return f"{value / 60:.0f} min"
    if value < 172800:
        return f"{value / 3600:.1f} h".replace(".0 h", " h")
    return f"{value / 86400:.0f} days"
