"""Names that lead to one server, which is asked once for all of them."""

from collections.abc import Iterator

from conntest.language import gettext as _
from conntest.model.host import Group
from conntest.model.observation import DIRECT, attempts
from conntest.model.report import Report
from conntest.wording import phrases

#: More names than any server has in the built-in table.
_NAMES = 12


def shared_servers(report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each address at which several gateway names were tested, with these names, in the report's order."""
    gateways = {result.id: result for result in report.endpoints if result.group is Group.GATEWAY}
    tried: dict[str, set[str]] = {}
    for seen in attempts(report.observations):
        if seen.endpoint in gateways and seen.path == DIRECT and seen.address:
            tried.setdefault(seen.address, set()).add(seen.endpoint)
    for address, endpoints in tried.items():
        hosts = tuple(dict.fromkeys(result.host for result in gateways.values() if result.id in endpoints))
        if len(hosts) > 1:
            yield address, hosts


def told(report: Report) -> tuple[str, ...]:
    """A sentence for each of them, the server with the most names first."""
    ordered = sorted(shared_servers(report), key=lambda one: (-len(one[1]), one[0]))
    # translators: {names} are host names that lead to the server at {address}.
    text = _("One server, asked once: {address} is {names}.")
    return tuple(text.format(address=address, names=phrases.listed(hosts, _NAMES)) for address, hosts in ordered)
