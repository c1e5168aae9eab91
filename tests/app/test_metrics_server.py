"""Prometheus is served one page, on the loop of the watch."""

import aiohttp
import pytest

from conntest.app.errors import UserError
from conntest.app.metrics_server import serving


async def test_metrics_are_served_as_they_are_now() -> None:
    numbers = iter(("conntest_a 1\n", "conntest_a 2\n"))
    async with serving("127.0.0.1", 0, lambda: next(numbers)) as port, aiohttp.ClientSession() as session:
        for expected in ("conntest_a 1\n", "conntest_a 2\n"):
            async with session.get(f"http://127.0.0.1:{port}/metrics") as response:
                assert response.status == 200
                assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
                assert await response.text() == expected
        async with session.get(f"http://127.0.0.1:{port}/") as response:
            assert response.status == 404


async def test_a_port_that_is_taken_is_a_mistake_of_the_user() -> None:
    async with serving("127.0.0.1", 0, str) as port:
        with pytest.raises(UserError, match=f"--listen 127.0.0.1:{port}"):
            async with serving("127.0.0.1", port, str):
                pass
