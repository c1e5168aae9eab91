"""The part of a name that somebody registered."""

from conntest.model.domains import registered
from tests.every import every


@every(
    ("host", "domain"),
    [
        ("ndc1.ibllc.com", "ibllc.com"),
        ("mcgw1.ibllc.com.cn", "ibllc.com.cn"),
        ("x.y.edu.cn", "y.edu.cn"),
        ("www.interactivebrokers.co.uk", "interactivebrokers.co.uk"),
        ("pc.lab.ne.jp", "lab.ne.jp"),
        ("www.bank.gob.mx", "bank.gob.mx"),
        ("WWW.Example.COM.", "example.com"),
        ("www.ne.de", "ne.de"),
        ("a.com.com", "com.com"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_a_name_belongs_to_the_domain_that_was_registered(host: str, domain: str) -> None:
    assert registered(host) == domain
