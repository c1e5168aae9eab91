"""Names that the model gives in English, marked for translators here: the model knows nothing of languages."""

from collections.abc import Mapping
from typing import Final

from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import SpecialPurpose

#: What an address is that no public name can have.
SPECIAL_PURPOSES: Final[Mapping[SpecialPurpose, str]] = {
    SpecialPurpose.UNSPECIFIED: N_("the unspecified address"),
    SpecialPurpose.RESERVED: N_("a reserved address"),
    SpecialPurpose.PRIVATE: N_("a private address"),
    SpecialPurpose.CARRIER_GRADE_NAT: N_("a carrier-grade NAT address"),
    SpecialPurpose.LOOPBACK: N_("a loopback address"),
    SpecialPurpose.LINK_LOCAL: N_("a link-local address"),
    SpecialPurpose.DOCUMENTATION: N_("a documentation address"),
    SpecialPurpose.BENCHMARK: N_("a benchmark address, as fake-IP proxies use"),
    SpecialPurpose.MULTICAST: N_("a multicast address"),
    SpecialPurpose.IPV4_MAPPED: N_("an IPv4-mapped address"),
    SpecialPurpose.TEREDO: N_("a Teredo address"),
    SpecialPurpose.UNIQUE_LOCAL: N_("a unique local address"),
}

#: The regions (`model.host.REGION_NAMES`).
REGIONS: Final = (
    N_("America \u2013 East"),
    N_("America \u2013 Central"),
    N_("Europe"),
    N_("Asia, Hong Kong"),
    N_("Asia \u2013 China"),
    N_("Singapore or Sydney (unconfirmed)"),
)


def special_purpose(purpose: SpecialPurpose) -> str:
    """`a loopback address`, in the language in use."""
    return _(SPECIAL_PURPOSES[purpose])
