"""Names that the model gives in English, marked for translators here: the model knows nothing of languages."""

from typing import Final

from conntest.language import N_

#: What an address is that no public name can have (`model.address.bogon`).
KINDS: Final = (
    N_("the unspecified address"),
    N_("a reserved address"),
    N_("a private address"),
    N_("a carrier-grade NAT address"),
    N_("a loopback address"),
    N_("a link-local address"),
    N_("a documentation address"),
    N_("a benchmark address, as fake-IP proxies use"),
    N_("a multicast address"),
    N_("an IPv4-mapped address"),
    N_("a Teredo address"),
    N_("a unique local address"),
)

#: The regions (`model.host.REGION_NAMES`).
REGIONS: Final = (
    N_("America \u2013 East"),
    N_("America \u2013 Central"),
    N_("Europe"),
    N_("Asia, Hong Kong"),
    N_("Asia \u2013 China"),
    N_("Singapore or Sydney (unconfirmed)"),
)
