import asyncio
import socket
from collections.abc import Iterator

import pytest

from conntest.net.stream import close, receive, send_all


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    near, far = socket.socketpair()
    near.setblocking(False)
    far.setblocking(False)
    with near, far:
        yield near, far


async def test_what_is_sent_is_received(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    await send_all(near, b"MISC38;528;", timeout_s=5)
    assert await receive(far, 4096, timeout_s=5) == b"MISC38;528;"


async def test_no_more_is_read_than_asked_for(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    await send_all(near, b"abcdef", timeout_s=5)
    assert [await receive(far, 4, timeout_s=5), await receive(far, 4, timeout_s=5)] == [b"abcd", b"ef"]


async def test_the_end_of_the_stream_is_an_eof(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    far.close()
    with pytest.raises(EOFError, match="ended"):
        await receive(near, 16, timeout_s=5)


async def test_silence_is_a_timeout_in_words(pair: tuple[socket.socket, socket.socket]) -> None:
    with pytest.raises(TimeoutError, match=r"^no data within 0\.01 s$"):
        await receive(pair[0], 16, timeout_s=0.01)


async def test_a_peer_that_does_not_read_is_a_timeout(pair: tuple[socket.socket, socket.socket]) -> None:
    with pytest.raises(TimeoutError, match=r"^could not send within 0\.01 s$"):
        await send_all(pair[0], bytes(10_000_000), timeout_s=0.01)


@pytest.mark.posix
async def test_a_peer_that_has_left_is_an_error(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    far.close()
    with pytest.raises(BrokenPipeError):
        await send_all(near, b"anyone?", timeout_s=5)


async def test_the_kernels_own_timeout_keeps_its_words(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gave_up(*_: object) -> None:
        raise TimeoutError(110, "Connection timed out")

    monkeypatch.setattr(type(asyncio.get_running_loop()), "sock_recv", gave_up)
    with pytest.raises(TimeoutError, match="Errno 110"):
        await receive(pair[0], 16, timeout_s=5)


def test_closing_is_quiet_and_may_be_repeated(pair: tuple[socket.socket, socket.socket]) -> None:
    class Sulking(socket.socket):
        def close(self) -> None:
            super().close()
            raise ConnectionResetError(104, "Connection reset by peer")

    near, _ = pair
    close(near)
    close(near)
    close(Sulking())
