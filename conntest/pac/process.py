"""Starts the process of a setup script, hears it out within limits, and ends it."""

import asyncio
import sys
from contextlib import suppress

from conntest.pac import child
from conntest.values import dataclass

#: For an interpreter to start on a busy machine. That it is slow is no fault of the script's.
_START_S = 10.0

#: For an interpreter to end that has closed its output.
_END_S = 2.0

#: Bytes that are read at once, and that asyncio takes in ahead.
_CHUNK = 64 << 10

#: -P: the folder of the child is no place to import from. -I would take away where packages are in some installations.
#: In a program without Python `sys.executable` is conntest itself, which the word makes the child
#: (.ci/release/program.py).
_COMMAND = (sys.executable, "--run-setup-script" if getattr(sys, "frozen", False) else "-P")


@dataclass(frozen=True, slots=True)
class Said:
    """What a child printed after it was `running`, or all it printed before. `late` where its time was over."""

    running: bool
    output: bytes
    late: bool = False


async def run_child(job: bytes, *, wall_s: float, most_bytes: int) -> Said:
    """Start the child, hand it `job`, a line, and read what it prints: up to `most_bytes`, and up to `wall_s` seconds
    from when it is running. It is gone when this returns, however it returns. Raises OSError where the child could not
    be started."""
    process = await asyncio.create_subprocess_exec(
        *_COMMAND,
        child.__file__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=_CHUNK,
    )
    try:
        said = await _hear_out(process, job, wall_s, most_bytes)
        await _ended(process)
        return said
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        # Reads what is left, so that pipes and process are closed now and not by the garbage collector. The process is
        # dead: no more than a pipe's buffer can be left.
        await process.communicate()


async def _hear_out(process: asyncio.subprocess.Process, job: bytes, wall_s: float, most_bytes: int) -> Said:
    first = b""
    with suppress(TimeoutError, ConnectionError, ValueError):
        async with asyncio.timeout(_START_S):
            first = await _started(process, job)
    if first.strip() != b"running" or process.stdout is None:
        return Said(running=False, output=first)
    output = bytearray()
    try:
        async with asyncio.timeout(wall_s):
            while len(output) < most_bytes and (chunk := await process.stdout.read(_CHUNK)):
                output += chunk
    except TimeoutError:
        return Said(running=True, output=bytes(output), late=True)
    return Said(running=True, output=bytes(output[:most_bytes]))


async def _started(process: asyncio.subprocess.Process, job: bytes) -> bytes:
    """Hand the job over, and give the first line of the answer. Raises ConnectionError where the child is gone, and
    ValueError for a line longer than any of the child's."""
    if process.stdin is None or process.stdout is None:
        return b""
    process.stdin.write(job + b"\n")
    await process.stdin.drain()
    return await process.stdout.readline()


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Wait for a child that has said all to be gone. To kill it in the moment in which it ends would take its exit
    code from asyncio, which then complains on stderr."""
    if process.stdout is not None and process.stdout.at_eof():
        with suppress(TimeoutError):
            async with asyncio.timeout(_END_S):
                await process.wait()
