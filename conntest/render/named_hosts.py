"""What gateways list in answer to the greeting, and which hosts of it the host table lacks."""

from collections.abc import Iterator

from conntest import lists
from conntest.language import gettext as _
from conntest.model.host import Group
from conntest.model.observation import GreetingItem, attempts
from conntest.model.privacy import REMOVED
from conntest.model.report import Report
from conntest.wording import phrases

#: Different answers, the names that gave one, and items of one. An answer holds about a dozen.
_ANSWERS, _NAMES, _ITEMS = 6, 3, 16


def told(report: Report) -> Iterator[str]:
    """A sentence for each answer that differs, and one on the hosts that are not in the table."""
    # translators: {names} are gateways; {items} is what they said, such as "nossl=0, s3store=s3.amazonaws.com".
    text = _("Answer of {names} on what TWS uses next: {items}.")
    for items, names in list(_answers(report).items())[:_ANSWERS]:
        listed = phrases.listed((f"{item.key}={item.value}" for item in items), _ITEMS)
        yield text.format(names=phrases.listed(names, _NAMES), items=listed)
    if hosts := report.run.unlisted_hosts:
        message = _("Named by these answers, not in the host table, and not tested: {hosts}.")
        yield message.format(hosts=lists.listed(hosts))


def _answers(report: Report) -> dict[tuple[GreetingItem, ...], list[str]]:
    """The gateway names by what their servers listed, as far as it may be read, in the order of the report."""
    said = {
        seen.endpoint: items
        for seen in attempts(report.observations)
        if seen.greeting and (items := tuple(one for one in seen.greeting.detail.items if one.key != REMOVED))
    }
    found: dict[tuple[GreetingItem, ...], list[str]] = {}
    for result in report.endpoints:
        if result.group is Group.GATEWAY and result.id in said:
            found.setdefault(said[result.id], []).append(result.host)
    return found
