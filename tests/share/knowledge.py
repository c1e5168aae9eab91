"""What the tests of this room have in common."""

from functools import cache

from conntest.hosts import load_table
from conntest.model.privacy import Share
from conntest.share import LocalIdentity, PublicNames, public_names_of
from conntest.share.addresses import Addresses
from conntest.share.hosts import Hosts
from conntest.share.identities import Identities
from conntest.share.pseudonyms import Pseudonyms

OURS, OURS6 = "81.2.69.160", "2a00:1450:1:2::99"


@cache
def known() -> PublicNames:
    return public_names_of(load_table())


def hosts(level: Share = Share.SUPPORT, pseudonyms: Pseudonyms | None = None, here: tuple[str, ...] = ()) -> Hosts:
    return Hosts(pseudonyms or Pseudonyms(), known(), level, own_table=(), here=here)


def addresses(level: Share = Share.PUBLIC, pseudonyms: Pseudonyms | None = None) -> Addresses:
    return Addresses(pseudonyms or Pseudonyms(), known(), level, exits=(OURS, OURS6), own=("10.0.0.5", "fd00:1::5"))


def identities(pseudonyms: Pseudonyms | None = None, own: LocalIdentity | None = None) -> Identities:
    return Identities(pseudonyms or Pseudonyms(), own or LocalIdentity())
