"""`conntest allowlist`: the host table as firewall rules or a change request. At most it resolves names; it connects to
nobody."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from conntest import __version__
from conntest.allowlist import FORMATS, Format, left_out, row_of_push, rows_of_host, with_addresses
from conntest.app import lookups, streams, writing
from conntest.app.errors import UserError
from conntest.app.installed import installed_tws
from conntest.app.options import check_globs
from conntest.app.proxies import given
from conntest.app.region import with_region
from conntest.app.tables import load
from conntest.language import gettext as _
from conntest.model.allow import AllowList, AllowRow
from conntest.model.host import Endpoint, Group, HostTable
from conntest.model.proxy import Proxy
from conntest.model.report import RunOptions
from conntest.plan import endpoints
from conntest.plan.selection import included
from conntest.values import dataclass

TEXT = "text"
_NEEDS_PROXY = "proxifier"

#: What formats are for that are not for every host.
_ABOUT = {"squid": "the web", _NEEDS_PROXY: "gateways"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user asked for. `format` is None where the file's suffix is to tell; `report` is the file of a saved
    report to take addresses from; `socks` are URLs, of which one makes sense."""

    table_file: str | None
    options: RunOptions
    format: str | None = None
    report: str | None = None
    socks: Sequence[str] = ()


class Extent(Enum):
    """How much of a list could be written, the best first."""

    WHOLE = "whole"
    PART = "part"
    NOTHING = "nothing"


def allowlist_command(wish: Wish, targets: Sequence[writing.Target]) -> Extent:
    """Write the list in each of the formats, unless it would be empty; what it lacks is said on stderr. Raises
    UserError."""
    names = [_format(wish.format, target) for target in targets]
    for target in targets:
        writing.check(target)
    allow = replace(_selected(wish), socks=_proxy(wish.socks, names))
    for name in names:
        if not any(map(FORMATS[name].about, allow.rows)):
            raise UserError(f"--format {name}: none of the hosts chosen is one that it is for ({_ABOUT[name]})")
    if wish.report is not None:
        allow = with_addresses(allow, *lookups.from_report(wish.report, allow))
    elif any(FORMATS[name].by_address for name in names):
        allow = with_addresses(allow, *lookups.resolved_now(allow))
    extents = [_written(allow, FORMATS[name], target) for name, target in zip(names, targets, strict=True)]
    return max(extents, key=list(Extent).index)


def _written(allow: AllowList, format_: Format, target: writing.Target) -> Extent:
    missing = left_out(allow, format_)
    if len(missing) == len(allow.rows):
        streams.say(f"conntest: {_nothing(missing[0], allow)}")
        return Extent.NOTHING
    writing.write(format_.write(allow), target)
    for host, why in {row.host: _why(row, allow) for row in missing}.items():
        told = _("left out: {host}: {why}").format(host=host, why=why)
        streams.say(f"conntest: {told}")
    return Extent.PART if missing else Extent.WHOLE


def _nothing(row: AllowRow, allow: AllowList) -> str:
    sentence = _(
        "Nothing was written: no host has a usable address ({host}: {why}). --from takes the addresses "
        "of a saved report."
    )
    return sentence.format(host=row.host, why=_why(row, allow))


def _format(named: str | None, target: writing.Target) -> str:
    """The format that is `named`, or that the suffix of the file stands for. Raises UserError."""
    known = ", ".join(FORMATS)
    if named is not None:
        if named not in FORMATS:
            raise UserError(f"--format {named}: there is no such format. Known: {known}.")
        return named
    if target.path is None:
        return TEXT
    suffix = writing.format_by_suffix(target.path)
    meant = next((name for name, format_ in FORMATS.items() if format_.suffix == suffix), None)
    if meant is None:
        raise UserError(f"-o {target.file}: say with --format how it is to be written: {known}.")
    return meant


def _proxy(socks: Sequence[str], names: Sequence[str]) -> Proxy | None:
    """The one SOCKS proxy, where a format wants one. Its credentials are dropped here: no file of ours holds any."""
    if _NEEDS_PROXY not in names:
        if socks:
            raise UserError(f"--socks is for --format {_NEEDS_PROXY}: no other format leads through a proxy")
        return None
    if len(socks) != 1:
        raise UserError(
            f"--format {_NEEDS_PROXY} needs one SOCKS proxy to lead TWS through: --socks socks5://host:port"
        )
    return given(socks, ())[0].proxy


def _selected(wish: Wish) -> AllowList:
    """The operator's hosts that the options leave, and services for phones where they are asked for."""
    table = _table(wish)
    options = _with_region(wish.options, table)
    rows = (*_own(table, options), *_push(table, options))
    if not rows:
        raise UserError(
            f"nothing is left to allow: no host of {table.operator} in the table remains after --region, --group,"
            " --include and --exclude (`conntest hosts` lists them)"
        )
    narrowed = options.groups or options.include
    return AllowList(
        version=__version__,
        table=table.info,
        operator=table.operator,
        regions=options.regions,
        rows=rows,
        unnamed=() if narrowed else tuple(host.service for host in table.hosts if host.host is None),
        ipv4=options.ipv4,
        ipv6=options.ipv6,
    )


def _table(wish: Wish) -> HostTable:
    table = load(wish.table_file)
    check_globs(table, wish.options)
    return table


def _with_region(options: RunOptions, table: HostTable) -> RunOptions:
    """The installed TWS is asked only where the user says so: the list may be for other computers."""
    if not options.region_auto:
        return options
    return with_region(options, table, installed_tws({}, ()).settings)


def _own(table: HostTable, options: RunOptions) -> tuple[AllowRow, ...]:
    wanted = [host for host in table.hosts if not options.groups or host.group in options.groups]
    return tuple(
        row
        for host in wanted
        if host.region is None or not options.regions or host.region in options.regions
        for row in rows_of_host(host, _chosen(endpoints.of_host(host, table.operator), options))
    )


def _push(table: HostTable, options: RunOptions) -> tuple[AllowRow, ...]:
    several = table.push if Group.PUSH in options.groups else ()
    chosen = ((service, _chosen(endpoints.of_push(service), options)) for service in several)
    return tuple(row_of_push(service, its) for service, its in chosen if its)


def _chosen(several: Sequence[Endpoint], options: RunOptions) -> tuple[Endpoint, ...]:
    return tuple(endpoint for endpoint in several if included(endpoint, options))


def _why(row: AllowRow, allow: AllowList) -> str:
    return allow.unresolved.get(row.id, _("this format cannot hold its name"))
