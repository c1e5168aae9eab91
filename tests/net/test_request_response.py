import pytest

from conntest.model.failure import Failure
from conntest.net import stream
from conntest.net.request_response import Exchange, exchange
from tests.loopback import Handler, dial, drips, ends, hangs_up, resets, says, serving, silent


async def ask(handler: Handler, *, timeout_s: float = 5.0, limit: int = 64) -> Exchange:
    """Ask for a line."""
    async with serving(handler) as port:
        sock = await dial(port)
        try:
            return await exchange(
                sock, b"?", enough=lambda data: data.endswith(b"\n"), limit=limit, timeout_s=timeout_s
            )
        finally:
            stream.close(sock)


@pytest.mark.parametrize("handler", [says(b"answer\n"), drips(b"answer\n"), says(b"answer\n", then=ends)])
async def test_an_answer_is_read_until_it_is_enough(handler: Handler) -> None:
    said = await ask(handler)
    assert (said.received, said.failure, said.raw_error) == (b"answer\n", None, None)
    assert said.data_acknowledged in (True, None)


async def test_no_more_than_the_limit_is_read() -> None:
    said = await ask(says(b"x" * 1000), limit=10)
    assert (said.received, said.failure) == (b"x" * 10, None)


@pytest.mark.parametrize(
    ("handler", "failure", "received"),
    [
        (hangs_up, Failure.EOF, b""),
        (says(b"ans", then=ends), Failure.EOF, b"ans"),
        (resets, Failure.CONNECTION_RESET, b""),
    ],
)
async def test_what_came_before_the_end_is_kept(handler: Handler, failure: Failure, received: bytes) -> None:
    said = await ask(handler)
    assert (said.received, said.failure) == (received, failure)
    assert said.raw_error


@pytest.mark.parametrize(("handler", "received"), [(silent, b""), (says(b"ans"), b"ans")])
async def test_silence_ends_with_the_patience_and_the_kernel_says_whether_we_were_heard(
    handler: Handler, received: bytes
) -> None:
    said = await ask(handler, timeout_s=0.1)
    assert (said.received, said.failure, said.raw_error) == (received, Failure.TIMEOUT, "no answer within 0.1 s")
    assert said.data_acknowledged in (True, None)
