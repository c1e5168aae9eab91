"""A text that is no report, such as the trace of a bug: without who sits here and what this network is called."""

from conntest.model.privacy import Share
from conntest.share.hosts import Hosts
from conntest.share.known import Known, Own
from conntest.share.people import People
from conntest.share.pseudonyms import Ledger


def for_support(text: str, known: Known, own: Own) -> str:
    """`text` without logins, users, homes, hardware addresses and names that are surely of this network. Names with
    dots stay where they may be modules of a program."""
    ledger = Ledger()
    hosts = Hosts(ledger, known, Share.SUPPORT, own_table=(), here=own.hosts)
    hosts.learn()
    return hosts.in_text(People(ledger, own).in_text(text, strange=True), strange=False)
