"""The authorities that sign in the simulated internet."""

import threading
from concurrent.futures import ThreadPoolExecutor

from conntest.lab import authority
from conntest.lab.authority import Authorities, authorities

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
