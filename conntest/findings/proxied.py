"""The words that findings about what passes through a proxy share."""

from collections.abc import Sequence

from conntest.evidence.proxied_failures import ProxiedFailures
from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.wording import failures


def how(found: ProxiedFailures) -> str:
    """`proxy refuses, HTTP 403` where all failed for one reason, else also of how many."""
    if found.failure is None:
        return _("no answer")
    reason = _numbered(found, failures.label(found.failure))
    if found.count == found.tried > 1:
        return reason
    # translators: so many of the attempts failed for this reason.
    return _("{count} of {tried}: {reason}").format(count=found.count, tried=found.tried, reason=reason)


def _numbered(found: ProxiedFailures, label: str) -> str:
    if found.http_status is not None:
        # translators: {failure} is such as "proxy refuses".
        return _("{failure}, HTTP {status}").format(failure=label, status=found.http_status)
    if found.socks_reply is not None:
        # translators: the number of a SOCKS proxy's reply.
        return _("{failure}, reply {number}").format(failure=label, number=found.socks_reply)
    return label


def web_witness(hosts: Sequence[str]) -> str:
    """`www.example.com and 3 other web hosts`."""
    names = list(dict.fromkeys(hosts))
    if len(names) < 2:
        return names[0] if names else _("no web host")
    count = len(names) - 1
    text = ngettext("{host} and {count} other web host", "{host} and {count} other web hosts", count)
    return text.format(host=names[0], count=count)
