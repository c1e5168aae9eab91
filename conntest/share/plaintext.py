"""A text that is no report, such as the trace of a bug: without who sits here and what this network is called."""

from conntest.model.privacy import Share
from conntest.share.credentials import without_passwords
from conntest.share.hosts import Hosts
from conntest.share.identities import Identities, LocalIdentity
from conntest.share.pseudonyms import Pseudonyms
from conntest.share.public_names import PublicNames


def for_support(text: str, public_names: PublicNames, own: LocalIdentity) -> str:
    """`text` without passwords, users, homes, hardware addresses and names that are surely of this network. Names with
    dots stay where they may be modules of a program."""
    pseudonyms = Pseudonyms()
    hosts = Hosts(pseudonyms, public_names, Share.SUPPORT, own_table=(), here=own.hosts)
    text = Identities(pseudonyms, own).in_text(without_passwords(text), untrusted=True)
    return hosts.in_text(text, untrusted=False)
