import ssl
import sys
from pathlib import Path

import pytest
import trustme

from conntest.model.observation import Trust
from conntest.net.ca_store import TrustError, TrustStores
from tests.loopback import bundle


def test_each_set_of_roots_has_one_context() -> None:
    stores = TrustStores()
    contexts = {trust: stores.context(trust, "ndc1.ibllc.com") for trust in Trust}
    assert len(set(map(id, contexts.values()))) == len(Trust)
    assert all(stores.context(trust, "zdc1.ibllc.com") is contexts[trust] for trust in Trust)


@pytest.mark.parametrize("trust", [Trust.PUBLIC, Trust.SYSTEM])
def test_a_verifying_context_checks_chain_and_name(trust: Trust) -> None:
    context = TrustStores().context(trust, "ndc1.ibllc.com")
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize("trust", [Trust.PUBLIC, Trust.SYSTEM])
def test_a_name_with_an_underscore_is_left_to_us_and_the_chain_is_not(trust: Trust) -> None:
    context = TrustStores().context(trust, "mcgw1_hb1.ibllc.com.cn")
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, False)


def test_the_unverified_context_takes_anything() -> None:
    context = TrustStores().context(Trust.UNVERIFIED, "ndc1.ibllc.com")
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_NONE, False)


def test_a_ca_bundle_takes_the_place_of_the_public_roots(tmp_path: Path) -> None:
    stores = TrustStores(ca_bundle=bundle(trustme.CA(), tmp_path))
    stores.load()
    assert len(stores.context(Trust.PUBLIC, "").get_ca_certs()) == 1


def test_a_system_bundle_takes_the_place_of_this_machines_own_store(tmp_path: Path) -> None:
    stores = TrustStores(system_bundle=bundle(trustme.CA(), tmp_path))
    assert len(stores.context(Trust.SYSTEM, "").get_ca_certs()) == 1
    assert len(stores.context(Trust.PUBLIC, "").get_ca_certs()) > 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "No such file"),
        (b"", "no PEM certificate"),
        (b"not a certificate", "no PEM certificate"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no PEM certificate"),
        (b"\xff\xd8\0", "no PEM certificate"),
    ],
)
def test_a_bad_ca_bundle_is_told_in_a_sentence(tmp_path: Path, content: bytes | None, complaint: str) -> None:
    path = tmp_path / "roots.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TrustError, match=complaint) as caught:
        TrustStores(ca_bundle=path).load()
    assert str(path) in str(caught.value)


def test_a_folder_is_no_ca_bundle(tmp_path: Path) -> None:
    with pytest.raises(TrustError, match="directory"):
        TrustStores(ca_bundle=tmp_path).load()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the store is not a file there")
def test_where_openssl_looks_elsewhere_the_distributions_bundle_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "absent"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "absent"))
    broken = tmp_path / "broken.pem"
    broken.write_bytes(b"not a certificate")
    bundles = (tmp_path / "absent.pem", broken, bundle(trustme.CA(), tmp_path))
    monkeypatch.setattr("conntest.net.ca_store._SYSTEM_BUNDLES", bundles)
    assert len(TrustStores().context(Trust.SYSTEM, "").get_ca_certs()) == 1
