import asyncio
import socket

import pytest

from conntest.net.clock import Clock
from conntest.net.connect_backend import LoopBackend


async def attempt(endpoint: tuple[str, int], timeout_s: float) -> OSError | None:
    with socket.socket() as sock:
        sock.setblocking(False)
        result = await LoopBackend(Clock()).connect(sock, endpoint, timeout_s)
    assert result.t > 0
    return result.error


async def test_completion_without_an_error_is_a_connection(listening: tuple[str, int]) -> None:
    assert await attempt(listening, 5) is None


async def test_completion_with_an_error_hands_it_on(refusing: tuple[str, int]) -> None:
    assert isinstance(await attempt(refusing, 5), ConnectionRefusedError)


async def test_the_timeout_ends_it(silent: tuple[str, int]) -> None:
    error = await attempt(silent, 0.02)
    assert isinstance(error, TimeoutError)
    assert str(error) == "no answer within 0.02 s"


async def test_the_kernels_own_timeout_keeps_its_words(
    listening: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gave_up(*_: object) -> None:
        raise TimeoutError(110, "Connection timed out")

    monkeypatch.setattr(type(asyncio.get_running_loop()), "sock_connect", gave_up)
    assert str(await attempt(listening, 5)) == "[Errno 110] Connection timed out"
