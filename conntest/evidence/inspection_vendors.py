"""Names by which inspection products sign: matched against the authorities of a presented chain."""

import re
from collections.abc import Iterable

from conntest.model.observation import Certificate

#: (pattern, name as a reader knows it). From Chromium's list of inspecting software and the vendors' documentation
#: (network-facts.md D). Palo Alto has none: its customers choose the name.
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"zscaler", "Zscaler"),
        (r"forti(gate|net|wifi|web|proxy)", "Fortinet FortiGate"),
        (r"goskope\.com|netskope", "Netskope"),
        (r"blue ?coat|symantec web security|^ssl-sg\d", "Symantec / Blue Coat ProxySG"),
        (r"cisco umbrella", "Cisco Umbrella"),
        (r"kaspersky", "Kaspersky"),
        (r"eset ssl filter", "ESET"),
        (r"(avast|avg|norton).*shield|(web/mail|web) shield", "Avast / AVG / Norton"),
        (r"bitdefender", "Bitdefender"),
        (r"sophos", "Sophos"),
        (r"forcepoint|websense", "Forcepoint"),
        (r"mcafee.*(web gateway|gateway)|skyhigh", "Skyhigh / McAfee Web Gateway"),
        (r"sonicwall", "SonicWall"),
        (r"iwss\.trend|trend micro.*(gateway|interscan)", "Trend Micro"),
        (r"check ?point", "Check Point"),
        (r"barracuda", "Barracuda"),
        (r"watchguard", "WatchGuard"),
        (r"decrypt\.paloaltonetworks\.com", "Palo Alto Networks"),
    )
)


def vendor_of(chain: Iterable[Certificate]) -> str | None:
    """The inspection product that an authority of this chain is named after, if any."""
    names = [name for certificate in chain for name in _authority_names(certificate)]
    return next((vendor for pattern, vendor in _PATTERNS if any(pattern.search(name) for name in names)), None)


def _authority_names(certificate: Certificate) -> list[str]:
    """Only who signed: a vendor's own web site, with a good certificate, is not inspected."""
    return [name for name in (certificate.issuer_common_name, certificate.issuer_organization) if name]
