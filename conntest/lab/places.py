"""Where the simulated internet's servers stand: two layouts of addresses, and how far each is away.

`tidy` gives every name an address of its own. `shared` is the network as public sources describe it (TWS's built-in
table, confirmed by addresses seen in use): a backup is another region's data centre, so names share addresses.
Distances are round trips from a customer in Central Europe.
"""

from collections.abc import Mapping
from enum import StrEnum

from conntest.model.host import Group, Region


class Layout(StrEnum):
    """How the operator's names are spread over addresses, and which languages its gateways speak.

    In `tidy`, a gateway's two ports both answer the greeting and speak TLS. In `shared`, 4000 answers the greeting and
    resets TLS, 4001 speaks TLS and closes on the greeting.
    """

    TIDY = "tidy"
    SHARED = "shared"


#: TWS's built-in table. Of second backups and of `sdc1` it has nothing: those addresses are assumed, each within a
#: data centre that the table knows, but for the second one in Asia and the Pacific, which has its own.
SHARED: Mapping[str, tuple[str, ...]] = {
    "64.190.197.40": ("ndc1.ibllc.com", "tws.ibllc.com", "cdc1-hb1.ibllc.com", "zdc1-hb2.ibllc.com"),
    "8.17.22.31": (
        "cdc1.ibllc.com",
        "ndc1-hb1.ibllc.com",
        "gdc1-hb1.ibllc.com",
        "tws_hb1.ibllc.com",
        "zdc1-hb1.ibllc.com",
        "hdc1-hb1.ibllc.com",
        "sdc1-hb2.ibllc.com",
    ),
    "217.192.86.32": ("zdc1.ibllc.com", "ndc1-hb2.ibllc.com", "cdc1-hb2.ibllc.com"),
    "103.38.91.3": ("hdc1.ibllc.com", "sdc1-hb1.ibllc.com"),
    "103.38.91.35": ("sdc1.ibllc.com", "hdc1-hb2.ibllc.com"),
    "101.52.237.228": ("mcgw1.ibllc.com.cn",),
    "103.38.91.2": ("mcgw1-hb1.ibllc.com.cn",),
    "8.17.22.47": ("mcgw1-hb2.ibllc.com.cn",),
    "63.86.206.37": ("www.interactivebrokers.com", "www.ibkr.com", "ibkr.com"),
    "206.106.137.34": ("misc.interactivebrokers.com", "wit1.interactivebrokers.com"),
    "206.106.137.39": ("www.clientam.com",),
    "63.86.206.34": ("risk.interactivebrokers.com",),
    "23.77.206.37": ("download.interactivebrokers.com", "download2.interactivebrokers.com"),
}

_NEW_YORK_MS, _CHICAGO_MS, _ZURICH_MS, _HONG_KONG_MS, _SHENZHEN_MS, _SECOND_ASIA_MS = 90, 105, 15, 210, 280, 170

_BY_ADDRESS = {
    "64.190.197.40": _NEW_YORK_MS,
    "8.17.22.31": _CHICAGO_MS,
    "217.192.86.32": _ZURICH_MS,
    "103.38.91.3": _HONG_KONG_MS,
    "103.38.91.35": _SECOND_ASIA_MS,
    "101.52.237.228": _SHENZHEN_MS,
    "103.38.91.2": _HONG_KONG_MS,
    "8.17.22.47": _CHICAGO_MS,
    # Of a content network, with a server nearby.
    "23.77.206.37": _ZURICH_MS,
}

_BY_REGION = {
    Region.AMERICA_EAST: _NEW_YORK_MS,
    Region.AMERICA_CENTRAL: _CHICAGO_MS,
    Region.EUROPE: _ZURICH_MS,
    Region.ASIA: _HONG_KONG_MS,
    Region.CHINA: _SHENZHEN_MS,
    Region.SDC: _SECOND_ASIA_MS,
}

#: Neutral hosts are all near, each a little differently: 8 to 20 ms.
_NEAREST_MS, _SPREAD = 8, 13

_WEB_GROUPS = (Group.WEBSITE, Group.CLIENT_PORTAL, Group.SERVICE)


def shared_address(names: tuple[str, ...]) -> str | None:
    """The address that the shared layout gives a host with these names; None where it has nothing on it."""
    return next((address for address, known in SHARED.items() if set(names) & set(known)), None)


def round_trip_ms(group: Group | None, region: Region | None, address: str, number: int) -> int:
    """Milliseconds to a server and back. `number` tells neutral hosts apart."""
    if address in _BY_ADDRESS:
        return _BY_ADDRESS[address]
    if region is not None:
        return _BY_REGION[region]
    return _NEW_YORK_MS if group in _WEB_GROUPS else _NEAREST_MS + number % _SPREAD
