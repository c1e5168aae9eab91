"""The phrases that findings put into their sentences: counts, hosts, spans of time. Codes never appear here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from conntest import lists
from conntest.language import N_, ngettext
from conntest.language import gettext as _
from conntest.model.failure import Failure
from conntest.model.host import REGION_NAMES, Group, Region
from conntest.model.reset import ResetPeriod
from conntest.wording import failures, places


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
    return places.place(source)


def gateway_count(ports: int, regions: int) -> str:
    """`36 gateway ports in 6 regions`."""
    where = ngettext("{count} region", "{count} regions", regions).format(count=regions)
    # translators: "36 gateway ports in 6 regions": {ports} and {regions} are messages of their own.
    return _("{ports} in {regions}").format(ports=gateway_ports(ports), regions=where)


def gateway_ports(count: int) -> str:
    """`36 gateway ports`."""
    return ngettext("{count} gateway port", "{count} gateway ports", count).format(count=count)


def witness(hosts: Sequence[str]) -> str:
    """`www.example.com and 6 other hosts answer on 443`, in the order given."""
    names = list(dict.fromkeys(hosts))
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


def local_time(moment: str) -> str:
    """A moment (RFC 3339) by this computer's time zone, to the minute: `2026-12-05 05:00 (UTC+01:00)`. What is no
    moment stays as it is."""
    try:
        local = datetime.fromisoformat(moment).astimezone()
    except (ValueError, OverflowError):
        return moment
    offset = f"{local:%z}"
    return f"{local:%Y-%m-%d %H:%M} (UTC{offset[:3]}:{offset[3:]})"


def reset(period: ResetPeriod) -> Mapping[str, str]:
    """An announced reset for a message: `systems`, and when it `begins` and `ends` by this computer's time zone."""
    regions = listed((_(REGION_NAMES[region]) for region in period.regions), len(Region))
    return {
        # translators: "a reset of all its systems".
        "systems": regions or _("all its systems"),
        "begins": local_time(period.begins),
        "ends": local_time(period.ends),
    }


def portal_part(group: Group) -> str:
    """What a host of the portal is needed for: `the website` or `Client Portal`."""
    # translators: IBKR's website.
    return _("the website") if group is Group.WEBSITE else _("Client Portal")


def missing_answer(failure: Failure | None, said: str | None) -> str:
    """Why a service told no public address: what it said instead, or how the attempt failed."""
    return said or (failures.label(failure) if failure else _("no answer"))
