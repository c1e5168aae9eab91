"""The words that rules put into summaries: counts, hosts, ways of failing. Codes never appear here."""

from collections import Counter
from collections.abc import Iterable, Sequence

from conntest import lists
from conntest.diagnosis import endings
from conntest.evidence.endpoint import EndpointView
from conntest.language import N_, ngettext
from conntest.language import gettext as _
from conntest.model.report import Machine


def listed(items: Iterable[str], limit: int = 3) -> str:
    """`a, b and c`, or `a, b, c and 4 more`, where more than one are left out."""
    unique = list(dict.fromkeys(filter(None, items)))
    if len(unique) > limit + 1:
        rest = len(unique) - limit
        return ngettext("{list} and {count} more", "{list} and {count} more", rest).format(
            list=lists.separated(unique[:limit]), count=rest
        )
    return lists.listed(unique)


def place(source: str) -> str:
    """Where a setting was found. What a system calls it stays; the program's own words are translated."""
    # gettext answers an empty message with the catalogue's own header.
    return _(source) if source else ""


def hosts(views: Iterable[EndpointView], limit: int = 3) -> str:
    return listed((view.endpoint.host for view in views), limit)


def gateway_count(views: Sequence[EndpointView]) -> str:
    """`36 gateway ports in 6 regions`."""
    count = len({view.endpoint.region for view in views})
    regions = ngettext("{count} region", "{count} regions", count).format(count=count)
    # translators: "36 gateway ports in 6 regions": {ports} and {regions} are messages of their own.
    return _("{ports} in {regions}").format(ports=gateway_ports(len(views)), regions=regions)


def gateway_ports(count: int) -> str:
    """`36 gateway ports`."""
    return ngettext("{count} gateway port", "{count} gateway ports", count).format(count=count)


def witness(views: Sequence[EndpointView]) -> str:
    """`www.example.com and 6 other hosts answer on 443`, the operator's own hosts named first."""
    names = list(dict.fromkeys(view.endpoint.host for view in views))
    match len(names):
        case 0:
            return _("no other host answers on 443")
        case 1:
            return _("{host} answers on 443").format(host=names[0])
        case 2:
            return _("{host} and {other} answer on 443").format(host=names[0], other=names[1])
        case count:
            # translators: {count} is at least 2.
            text = ngettext(
                "{host} and {count} other host answer on 443", "{host} and {count} other hosts answer on 443", count - 1
            )
            return text.format(host=names[0], count=count - 1)


def how(views: Sequence[EndpointView], tried: int | None = None) -> str:
    """`18 timed out, 17 were refused`: how each endpoint failed, most frequent first. `all timed out` where they are
    all of those that were `tried`, and `3 of 6 timed out` where they are not."""
    counts = Counter(endings.ending(view) for view in views)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0].place))
    if len(ordered) > 1:
        return lists.clauses(endings.some(ending, count) for ending, count in ordered)
    ending, count = ordered[0]
    if tried is not None and count < tried:
        return endings.part(ending, count, tried)
    return endings.every(ending, count)


def manner_of(views: Iterable[EndpointView]) -> str:
    """The variant of a finding about closed ports: the one manner that they share, or `mixed`."""
    manners = {_manner(view) for view in views}
    match list(manners):
        case ["dropped" | "reset" | "rejected" | "denied" as only]:
            return only
        case _:
            return "mixed"


def _manner(view: EndpointView) -> str | None:
    found = view.connect_outcome
    return "rejected" if found and found.is_rejection else found


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
    for limit, unit, words in _SPANS:
        if value < limit:
            return _(words).format(number=_short(value / unit))
    return _("{number} years").format(number=f"{value / _YEAR_S:.0f}")


_YEAR_S = 365.25 * 86400

#: Up to which span, in seconds, which unit of how many seconds is used. None is used for a single one of it.
_SPANS = (
    (120, 1, N_("{number} s")),
    (5400, 60, N_("{number} min")),
    (172800, 3600, N_("{number} h")),
    (2 * _YEAR_S, 86400, N_("{number} days")),
)


def _short(number: float) -> str:
    """Two digits are enough: `2.5`, `12`."""
    return f"{number:.1f}".removesuffix(".0") if number < 9.95 else f"{number:.0f}"
