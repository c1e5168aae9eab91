"""What was taken out of a report before it was shared, in words."""

from collections.abc import Mapping

from conntest import lists
from conntest.language import N_
from conntest.language import gettext as _
from conntest.render.words import figure

#: By the names in the report's `redactions`.
_REMOVED: Mapping[str, str] = {
    "credentials": N_("credentials: {number}"),
    "user_names": N_("user names: {number}"),
    "home_folders": N_("home folders: {number}"),
    "hardware_addresses": N_("hardware addresses: {number}"),
    "local_host_names": N_("local host names: {number}"),
    "own_public_addresses": N_("own public addresses: {number}"),
    "local_addresses": N_("local addresses: {number}"),
    "server_addresses": N_("server addresses: {number}"),
    "reserved_addresses": N_("reserved addresses: {number}"),
    "organisations": N_("organisations: {number}"),
    "interface_names": N_("interface names: {number}"),
    "program_names": N_("program names: {number}"),
    "fingerprints": N_("fingerprints: {number}"),
    "words_of_others": N_("words of others: {number}"),
}


def told(redactions: Mapping[str, int]) -> str:
    """`user names: 1, local addresses: 12`."""
    return lists.clauses(_removed(kind, figure(number)) for kind, number in redactions.items())


def _removed(kind: str, number: str) -> str:
    """What another version takes out may have no words here."""
    known = _REMOVED.get(kind)
    return _(known).format(number=number) if known else lists.labelled(kind, number)
