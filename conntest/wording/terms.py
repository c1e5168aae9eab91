"""Names that the model gives in English, marked for translators here: the model knows nothing of languages."""

from typing import Final

from conntest.language import N_

#: What an address is that no public name can have (`model.address.bogon`).
KINDS: Final = (
    "the unspecified address",
    "a reserved address",
    "a private address",
    "a carrier-grade NAT address",
    "a loopback address",
    "a link-local address",
    "a documentation address",
    "a benchmark address, as fake-IP proxies use",
    "a multicast address",
    "an IPv4-mapped address",
    "a Teredo address",
    "a unique local address",
)

#: The regions (`model.host.REGION_NAMES`).
REGIONS: Final = (
    "America \u2013 East",
    "America \u2013 Central",
    N_("Europe"),
    "Asia, Hong Kong",
    "Asia \u2013 China",
    "Singapore or Sydney (unconfirmed)",
)
