"""The allow-list in words: a change request that a network team can read, file and act on."""

from collections.abc import Iterator, Mapping

from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.allow import AllowList, AllowRow, Origin
from conntest.model.host import Group, Role
from conntest.model.text import printable
from conntest.typography import wrapped

#: As wide as a terminal at least is, and as narrow as a ticket system makes it.
_WIDTH = 80

#: Longer than any text of a host table.
_LONGEST = 2000

_GROUPS: Mapping[Group, str] = {
    Group.GATEWAY: N_("Gateways, which TWS and IB Gateway connect to"),
    Group.WEBSITE: N_("Websites"),
    Group.CLIENT_PORTAL: N_("Client Portal"),
    Group.SERVICE: N_("Services"),
    Group.PUSH: N_("Notifications to phones"),
}

_ROLES: Mapping[Role, str] = {Role.PRIMARY: N_("primary"), Role.BACKUP: N_("backup")}

#: What all of it has in common. Those of the gateways are said where there are any.
_OUTGOING = N_(
    "Outgoing TCP only, from any local port above 1024. TWS and IB Gateway never need an incoming connection; replies"
    " have to come back."
)
_OF_GATEWAYS = (
    N_(
        "The connections to the gateways stay open for as long as TWS runs. Please give them the longest idle timeout"
        " there is, hours and not minutes."
    ),
    N_(
        "The gateways do not speak HTTP: no web proxy can carry these connections, only an open path or a SOCKS proxy."
        " Please exempt them from TLS inspection; TWS does not know a company's own certificate authority."
    ),
)
_NAMES = N_(
    "Please allow names, not addresses, where the firewall can: the addresses behind them change without notice. "
    "If the firewall does not accept underscores, leave out the names that have one: they are older spellings."
)
_ONE_ADDRESS = N_(
    "Please send all of it through one public address. Client Portal ends sessions whose requests come from "
    "changing addresses, for example from a load balancer over several lines."
)


def to_text(allow: AllowList) -> str:
    """`allow` in the language in use, in lines of 80 columns at most where words allow it."""
    return "\n".join(_lines(allow)) + "\n"


def _lines(allow: AllowList) -> Iterator[str]:
    yield from _wrapped(_("Firewall change request: {operator}, TWS and Client Portal"), operator=allow.operator)
    yield ""
    yield from _wrapped(
        _("Please allow the connections below, from the computers that run TWS or IB Gateway or use Client Portal.")
    )
    yield ""
    conditions = (_OUTGOING, *(_OF_GATEWAYS if allow.gateway_ports else ()), _NAMES, _ONE_ADDRESS)
    for number, condition in enumerate(conditions, start=1):
        yield from _wrapped(_(condition), first=f"{number}. ", indent=3)
    for group, heading in _GROUPS.items():
        if rows := [row for row in allow.rows if row.group is group]:
            yield ""
            yield from _wrapped(_(heading))
            for row in rows:
                yield from _row(row)
    yield ""
    yield from _footer(allow)


def _row(row: AllowRow) -> Iterator[str]:
    ports = ", ".join(map(str, row.ports))
    needed = _("{host}  TCP {ports}  (required)") if row.required else _("{host}  TCP {ports}  (optional)")
    yield from _wrapped(needed, first="  - ", indent=4, host=row.host, ports=ports)
    role = _ROLES.get(row.role)
    if role:
        yield from _wrapped(_("{purpose}: {role}"), indent=4, purpose=_(row.purpose), role=_(role))
    else:
        yield from _wrapped("{purpose}", indent=4, purpose=_(row.purpose))
    if row.aliases:
        yield from _wrapped(_("also written {names}"), indent=4, names=", ".join(row.aliases))
    if row.addresses and row.names:
        yield from _wrapped(_("resolved to {addresses}"), indent=4, addresses=", ".join(row.addresses))
    if row.note:
        yield from _wrapped("{note}", indent=4, note=_(row.note))


def _footer(allow: AllowList) -> Iterator[str]:
    for service in allow.unnamed:
        yield from _wrapped(
            _("Not in this list: {service}, whose host is not known. Please ask {operator} for it."),
            service=_(service),
            operator=allow.operator,
        )
    if allow.regions:
        yield from _wrapped(_("Regions: {regions}. Gateways of others are left out."), regions=", ".join(allow.regions))
    else:
        yield from _wrapped(
            _("Regions: all. An account needs the gateways of one; --region names it, and shortens this list.")
        )
    if allow.origin:
        yield from _origin(allow.origin)
    yield from _wrapped(
        _("Made by conntest {version} from version {table} of the host table, of {date} ({source})."),
        version=allow.version,
        source=_("built-in") if allow.table.source == "built-in" else allow.table.source,
        table=allow.table.version,
        date=allow.table.updated,
    )
    yield from _wrapped(_("Review it before it is applied."))


def _origin(origin: Origin) -> Iterator[str]:
    if origin.report is None:
        made = _("Addresses as of {moment}, resolved by the computer that conntest ran on.")
        yield from _wrapped(made, moment=origin.moment)
    else:
        taken = _("Addresses as of {moment}, resolved during the run that the report {file} is of.")
        yield from _wrapped(taken, moment=origin.moment, file=origin.report)


def _wrapped(sentence: str, *, first: str = "", indent: int = 0, **said: str) -> Iterator[str]:
    """`sentence`, filled in with what the table says, in lines behind `first` and `indent` spaces."""
    filled = sentence.format(**{name: printable(value, _LONGEST) for name, value in said.items()})
    yield from wrapped(filled, _WIDTH, first=first or " " * indent, rest=" " * indent)
