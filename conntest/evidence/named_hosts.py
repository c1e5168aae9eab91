"""Hosts that gateways name in answer to the greeting: what TWS uses next, by the operator's own word.

Anything may answer on a clear port, so a name counts as said, never as the operator's: nothing is asked of it.
"""

import re
from collections.abc import Iterator

from conntest.hosts.values import Unfit, host
from conntest.model.host import HostTable
from conntest.model.observation import GreetingItem, attempts
from conntest.model.report import Record

#: More than a dozen names have not been seen in one answer, and different gateways name much the same.
_MOST = 20

#: What stands between several hosts, and after one: port, path, query.
_BETWEEN = re.compile(r"[,;\s]+")
_AFTER = re.compile(r"[:/?#]")


def unlisted_hosts(table: HostTable, record: Record) -> tuple[str, ...]:
    """The hosts that answers named and `table` lacks, in small letters, in the order in which they were seen."""
    known = {name.lower() for name in table.names()}
    named = dict.fromkeys(name for name in _named(record) if name not in known)
    return tuple(named)[:_MOST]


def _named(record: Record) -> Iterator[str]:
    for seen in attempts(record.observations):
        if seen.greeting:
            for item in seen.greeting.detail.items:
                yield from hosts_in(item)


def hosts_in(item: GreetingItem) -> Iterator[str]:
    """The host names that an item's value holds, be it one, several, or a URL. No addresses."""
    for part in _BETWEEN.split(item.value):
        before, found, after = part.partition("://")
        name = _AFTER.split(after if found else before, maxsplit=1)[0].removesuffix(".")
        if _is_host(name):
            yield name.lower()


def _is_host(name: str) -> bool:
    """A name of several labels, the last of letters: `4000`, `1.2` and a text that was cut are none."""
    before, _, top = name.rpartition(".")
    if not (name.isascii() and before and top.isalpha()):
        return False
    try:
        host(name)
    except Unfit:
        return False
    return True
