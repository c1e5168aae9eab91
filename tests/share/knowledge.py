"""What the tests of this room have in common."""

from functools import cache

from conntest.hosts import load_table
from conntest.model.privacy import Share
from conntest.share import Known, Own, known_of
from conntest.share.addresses import Addresses
from conntest.share.hosts import Hosts
from conntest.share.people import People
from conntest.share.pseudonyms import Ledger

OURS, OURS6 = "81.2.69.160", "2a00:1450:1:2::99"


@cache
def known() -> Known:
    return known_of(load_table())


def hosts(level: Share = Share.SUPPORT, ledger: Ledger | None = None, here: tuple[str, ...] = ()) -> Hosts:
    made = Hosts(ledger or Ledger(), known(), level, own_table=(), here=here)
    made.learn()
    return made


def addresses(level: Share = Share.PUBLIC, ledger: Ledger | None = None) -> Addresses:
    return Addresses(ledger or Ledger(), known(), level, exits=(OURS, OURS6), own=("10.0.0.5", "fd00:1::5"))


def people(ledger: Ledger | None = None, own: Own | None = None) -> People:
    return People(ledger or Ledger(), own or Own())
