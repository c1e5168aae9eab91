"""The authorities that sign in the simulated internet."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from conntest.lab import authority
from conntest.lab.authority import Authorities, authorities
from conntest.lab.scenario import Fate
from conntest.lab.sites import Site

THREADS = 6


def test_networks_that_are_built_at_once_trust_the_same_authorities() -> None:
    """`conntest demo --all` begins several scenarios at the same moment."""
    together = threading.Barrier(THREADS)

    def first(_: int) -> Authorities:
        together.wait()
        return authorities()

    authority._made.cache_clear()
    with ThreadPoolExecutor(THREADS) as threads:
        assert len({id(one) for one in threads.map(first, range(THREADS))}) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Python reads keys from a file alone")
def test_no_key_is_ever_on_a_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_file(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr("tempfile._mkstemp_inner", no_file)
    made = Authorities()
    site = Site(ids=("www",), labels=frozenset(), names=("www.ibkr.com",), ipv4="192.0.2.1")
    made.shown_by(site, Fate.SERVED)
    assert made.roots(trusts_inspector=True).system.startswith("-----BEGIN CERTIFICATE-----")
