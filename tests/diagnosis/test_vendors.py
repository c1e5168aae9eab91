"""Inspection products are known by the names of their authorities, and by nothing else."""

from conntest.evidence.inspection_vendors import vendor_of
from tests.diagnosis.peers import Peer, chain, re_signed_by
from tests.every import every


@every(
    ("name", "organisation", "vendor"),
    [
        ("Zscaler Intermediate Root CA (zscalerthree.net)", "Zscaler Inc.", "Zscaler"),
        ("FG100E4Q17000000", "FortiGate CA", "Fortinet FortiGate"),
        ("ca.example.goskope.com", None, "Netskope"),
        ("SSL-SG1-GB1", "Cloud Services", "Symantec / Blue Coat ProxySG"),
        ("Cisco Umbrella Primary SubCA", "Cisco", "Cisco Umbrella"),
        ("Kaspersky Anti-Virus Personal Root Certificate", "AO Kaspersky Lab", "Kaspersky"),
        ("ESET SSL Filter CA", "ESET, spol. s r. o.", "ESET"),
        ("avast! Web/Mail Shield Root", None, "Avast / AVG / Norton"),
        ("Bitdefender Personal CA.Net-Defender", "Bitdefender", "Bitdefender"),
        ("Nakatomi Trading Corp Root", "Nakatomi", None),
        ("DigiCert Global Root G2", "DigiCert Inc", None),
        ("Let's Encrypt R11", None, None),
    ],
)
def test_an_authority_names_its_product(name: str, organisation: str | None, vendor: str | None) -> None:
    signed = re_signed_by(name, organisation)(Peer())
    assert vendor_of(chain(signed, "www.interactivebrokers.com")) == vendor


def test_a_vendors_own_website_is_not_inspected() -> None:
    assert vendor_of(chain(Peer(names=("www.zscaler.com",)), "www.zscaler.com")) is None
