"""`--region auto`: the region of the user's own gateway, as the installed TWS or IB Gateway is set up."""

from collections.abc import Mapping
from dataclasses import replace

from conntest.app.errors import UserError
from conntest.app.options import AUTO
from conntest.model.host import Group, HostTable, Region
from conntest.model.report import RunOptions
from conntest.model.tws import JtsSettings

#: `Region=` values that can mean one of the table's regions only. `us` is two of them; of the others nobody has
#: published a list, so that no more is taken from this key than its plain words.
_WORDS: Mapping[str, Region] = {
    "eu": Region.EUROPE,
    "europe": Region.EUROPE,
    "hk": Region.ASIA,
    "cn": Region.CHINA,
    "china": Region.CHINA,
}


def with_region(options: RunOptions, table: HostTable, settings: JtsSettings | None) -> RunOptions:
    """`options` with the region of `settings`, where the user names none and it can be told.

    Raises UserError where the user asked for it and it cannot."""
    if options.regions:
        return options
    found = region_of(settings, table) if settings else None
    if settings and found:
        return replace(options, regions=(found,), region_source=settings.source)
    if options.region_auto:
        why = f"{settings.source} does not tell it" if settings else "there is no jts.ini of TWS or IB Gateway here"
        raise UserError(f"--region {AUTO}: {why}; name the region yourself, or leave the option out to test them all")
    return options


def region_of(settings: JtsSettings, table: HostTable) -> Region | None:
    """The region of the gateway that the settings name, by any spelling that the table knows; only where they name
    none of them, the one that the word for the region means."""
    for place in (settings.peer, settings.remote_host):
        host = (place or "").partition(":")[0].rstrip(".").lower()
        for row in table.hosts:
            if row.group is Group.GATEWAY and host and host in (row.host, *row.aliases):
                return row.region
    return _WORDS.get((settings.region or "").lower())
