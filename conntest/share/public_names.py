"""What anybody may read in a report, because it is in the shipped host table."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from conntest.model.domains import registered
from conntest.model.host import HostTable
from conntest.share.pseudonyms import address_of
from conntest.values import dataclass

#: No longer name is one (RFC 1035, section 2.3.4), and looking at its parts takes quadratic time.
LONGEST_NAME = 253

#: Delivery networks on which the table's hosts live: what public name servers answer with. Their names say nothing of
#: who asked.
_DELIVERY = (
    "akadns.net",
    "akamai.net",
    "akamaiedge.net",
    "akamaihd.net",
    "akamaized.net",
    "cloudflare.net",
    "cloudfront.net",
    "edgekey.net",
    "edgesuite.net",
    "fastly.net",
    "fastlylb.net",
)

#: Domains below which anybody who rents a machine, a store or a name chooses what it is called, so that only the
#: table's own names are public: `internal-bigbank-proxy.elb.amazonaws.com` is none.
_RENTED = ("aliyuncs.com", "amazonaws.com", "azureedge.net", "azurefd.net", "trafficmanager.net")

#: How a customer's own name ends before a delivery network's: `px.bigbank.com.edgekey.net`.
_CUSTOMER = re.compile(r"[^.]+\.(?:.+\.)?(?:com|edu|gov|net|org|[a-z]{2})")

#: What the texts of this project and of IBKR link to.
_ARTICLES = ("ibkrguides.com", "ibkr.com", "interactivebrokers.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNames:
    """`domains` are those of the shipped table's hosts, in ASCII and small letters; a name below one of them belongs to
    a public service. `addresses` are literal ones of the table, in their shortest form; `words` its services and
    operators, and the pages it expects. `labels` are the ids of its rows and single words of all
    these, in small letters; `names` are its hosts' own names, and `links` the URLs that it asks for."""

    domains: frozenset[str]
    addresses: frozenset[str]
    words: frozenset[str]
    labels: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()

    def is_public(self, name: str) -> bool:
        """Whether `name`, in ASCII and small letters, is a public service's."""
        if name in self.names or len(name) > LONGEST_NAME:
            return name in self.names
        labels = name.split(".")
        for start in range(len(labels) - 1):
            domain, before = ".".join(labels[start:]), ".".join(labels[:start])
            if domain in _DELIVERY and _CUSTOMER.fullmatch(before):
                return self.is_public(before)
            if domain in self.domains:
                return True
        return False


def public_names_of(table: HostTable) -> PublicNames:
    """What the shipped table makes public."""
    hosts = [host for host in _hosts(table) if host]
    literal = frozenset(filter(None, map(address_of, (*hosts, *(canary.address for canary in table.canaries)))))
    names = {host.lower() for host in hosts if address_of(host) is None}
    return PublicNames(
        domains=frozenset({*map(registered, names), *_DELIVERY, *_ARTICLES}.difference(_RENTED)),
        names=frozenset(names),
        addresses=literal,
        words=frozenset(_words(table)),
        links=frozenset({check.url for check in table.captive_checks} | {echo.url for echo in table.echo_services}),
        labels=frozenset({*_ids(table), *re.findall(r"[a-z0-9_-]+", " ".join((*hosts, *_words(table))).lower())}),
    )


def _ids(table: HostTable) -> Iterator[str]:
    rows = (table.hosts, table.controls, table.push, table.captive_checks, table.canaries, table.echo_services)
    yield from (row.id for kind in rows for row in kind)
    yield from (resolver.id for resolver in table.resolvers)


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
