"""What inspection of TLS is said to cost, by which hosts it affects."""

import pytest

from conntest.findings.tls_intercepted import Sign, TlsIntercepted
from conntest.model.finding import Domain, Severity
from conntest.symptoms.catalogue import appearance


def intercepted(*, gateways: bool, vendor: str | None = "Zscaler") -> TlsIntercepted:
    return TlsIntercepted(
        severity=Severity.FAIL,
        domains=frozenset({Domain.PORTAL}),
        sign=Sign.VENDOR if vendor else Sign.SYSTEM_TRUSTED,
        issuer="Example Inc.",
        vendor=vendor,
        hosts=("www.interactivebrokers.com",),
        web=True,
        gateways=gateways,
    )


@pytest.mark.parametrize(("gateways", "said"), [(False, "TWS can log in"), (True, "may refuse to log in")])
def test_tws_is_in_doubt_only_where_its_gateways_are_affected(gateways: bool, said: str) -> None:
    assert said in intercepted(gateways=gateways).summary
    assert ("Connection attempt" in appearance(intercepted(gateways=gateways))) == gateways


@pytest.mark.parametrize(("vendor", "who"), [("Zscaler", "Zscaler"), (None, "something")])
def test_the_title_names_the_product_where_it_is_known(vendor: str | None, who: str) -> None:
    assert intercepted(gateways=False, vendor=vendor).title == f"Logins may fail: {who} decrypts your traffic"
