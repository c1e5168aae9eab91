"""What anybody may read in a report, because it is in the shipped host table; and what nobody may, because it is the
name of this computer or of who sits at it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from conntest.model.host import HostTable
from conntest.redaction.pseudonyms import address_of

#: Delivery networks on which the table's hosts live: what public name servers answer with. Their names say nothing of
#: who asked.
_DELIVERY = (
    "akadns.net",
    "akamai.net",
    "akamaiedge.net",
    "akamaihd.net",
    "akamaized.net",
    "aliyuncs.com",
    "azureedge.net",
    "azurefd.net",
    "cloudflare.net",
    "cloudfront.net",
    "edgekey.net",
    "edgesuite.net",
    "fastly.net",
    "fastlylb.net",
    "trafficmanager.net",
)

#: Second-level domains under which a country's names are registered: `co.uk`, `com.cn`.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})

#: What the texts of this project and of IBKR link to.
_ARTICLES = ("ibkrguides.com", "ibkr.com", "interactivebrokers.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """`domains` are those of the shipped table's hosts, in ASCII and small letters; a name below one of them belongs to
    a public service. `addresses` are literal ones of the table, in their shortest form; `words` its services and
    operators, and the pages it expects."""

    domains: frozenset[str]
    addresses: frozenset[str]
    words: frozenset[str]

    def is_public(self, name: str) -> bool:
        """Whether `name`, in ASCII and small letters, is a public service's."""
        labels = name.split(".")
        return any(".".join(labels[start:]) in self.domains for start in range(len(labels) - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Names of this computer and of its user, found out at run time. Nothing is assumed about where they turn up."""

    homes: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


def known_of(table: HostTable) -> Known:
    """What the shipped table makes public."""
    hosts = [host for host in _hosts(table) if host]
    literal = frozenset(filter(None, map(address_of, (*hosts, *(canary.address for canary in table.canaries)))))
    names = {host.lower() for host in hosts if address_of(host) is None}
    return Known(
        domains=frozenset({*map(registered, names), *_DELIVERY, *_ARTICLES}),
        addresses=literal,
        words=frozenset(_words(table)),
    )


def _hosts(table: HostTable) -> Iterator[str]:
    yield from table.names()
    for control in (*table.controls, *table.push):
        yield control.host
    for resolver in table.resolvers:
        yield resolver.address
    for url in (*(check.url for check in table.captive_checks), *(echo.url for echo in table.echo_services)):
        parts = urlsplit(url)
        yield parts.hostname or ""
        # What a name server is asked for (`dns://server/name`).
        if parts.scheme == "dns":
            yield parts.path.strip("/")


def _words(table: HostTable) -> Iterator[str]:
    yield table.operator
    yield from (row.service for row in table.hosts)
    yield from (control.operator for control in (*table.controls, *table.push))
    yield from (check.operator for check in table.captive_checks)
    yield from (resolver.operator for resolver in table.resolvers)
    for echo in table.echo_services:
        yield echo.operator
        yield echo.id
    yield from (check.body for check in table.captive_checks if check.body)
    # What a plan calls the rows that have no service of their own.
    yield from ("gateway", "control", "captive check", "canary", "none", "push")


def registered(name: str) -> str:
    """The domain that somebody registered and `name` is in: `ibllc.com.cn` of `mcgw1.ibllc.com.cn`."""
    labels = name.split(".")
    country = re.fullmatch(r"[a-z]{2}", labels[-1]) and len(labels) > 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if country else -2 :])
