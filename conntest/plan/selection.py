"""Which ids of the host table the user's globs leave."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from itertools import chain

from conntest.model.host import Endpoint, HostTable
from conntest.model.report import RunOptions
from conntest.plan import endpoints


def included(endpoint: Endpoint, options: RunOptions) -> bool:
    """Whether one of the operator's endpoints is to be probed."""
    return (not options.include or _match(options.include, endpoint)) and not excluded(endpoint, options)


def excluded(endpoint: Endpoint, options: RunOptions) -> bool:
    """Whether `--exclude` names an endpoint. It holds for helpers too: what is excluded is not contacted at all."""
    return _match(options.exclude, endpoint)


def _match(globs: Iterable[str], endpoint: Endpoint) -> bool:
    """A glob may be on the id of a row or of one of its endpoints."""
    return any(fnmatchcase(name, glob) for glob in globs for name in (endpoint.row, endpoint.id))


def unmatched(table: HostTable, globs: Iterable[str]) -> tuple[str, ...]:
    """Those of `globs` that match no id of `table`: mistyped, most likely."""
    ids = tuple(known_ids(table))
    return tuple(glob for glob in globs if not any(fnmatchcase(name, glob) for name in ids))


def known_ids(table: HostTable) -> Iterator[str]:
    """The ids that a glob can be on: every row's that a run may contact, and its endpoints'."""
    several = chain(
        (endpoints.of_host(row, table.operator) for row in table.hosts),
        map(endpoints.of_control, table.controls),
        map(endpoints.of_push, table.push),
        map(endpoints.of_captive_check, table.captive_checks),
        map(endpoints.of_canary, table.canaries),
    )
    for of_row in several:
        yield from dict.fromkeys(endpoint.row for endpoint in of_row)
        yield from (endpoint.id for endpoint in of_row)
    yield from (resolver.id for resolver in table.resolvers)
    yield from (echo.id for echo in table.echo_services)
