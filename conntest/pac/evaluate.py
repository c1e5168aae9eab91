"""Runs a setup script in a process of its own, which is ended when it takes too long."""

import asyncio
import json
import re
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from conntest.language import N_
from conntest.model.pac import PacDecision, PacOutcome
from conntest.model.proxy import Proxy
from conntest.model.text import printable
from conntest.pac import child
from conntest.pac.answer import parse_answer

#: Running time of one call. A browser asks a script for every page, so it has to answer within milliseconds.
CPU_S = 1.0

#: All its calls, and what the engine itself cannot interrupt.
WALL_S = 3.0

#: For an interpreter to start on a busy machine. That it is slow is no fault of the script's.
_START_S = 10.0

#: For an interpreter to end that has closed its output.
_END_S = 2.0

#: Starts Python with the child's path. -P: the folder of the child is no place to import from. In a program without
#: Python `sys.executable` is conntest itself, which the word makes the child (.ci/release/program.py).
_COMMAND = (sys.executable, "--run-setup-script" if getattr(sys, "frozen", False) else "-P")

#: Bytes of a script; the longest known, with lists of networks, have a few hundred kilobytes.
LARGEST = 1 << 20

_LONGEST = 200

#: What may be credentials in an answer or an error.
_USERINFO = re.compile(r"[^\s;/@\"']+@(?=[\w\[])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a script may know: addresses of names, in lower case, this machine's own address, and the time."""

    names: Mapping[str, tuple[str, ...]]
    own_address: str
    now_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """`reason` says in words what went wrong. `wanted` are names that the script looked up and that were not in its
    surroundings, where it was told that they do not exist."""

    outcome: PacOutcome
    reason: str | None = None
    decisions: tuple[PacDecision, ...] = ()
    proxies: tuple[Proxy, ...] = ()
    wanted: tuple[str, ...] = ()


async def evaluate(
    script: str, hosts: Sequence[str], surroundings: Surroundings, *, cpu_s: float = CPU_S, wall_s: float = WALL_S
) -> Evaluation:
    """What `script` decides for `https://host/` of each host. Never raises for what the script does."""
    job = {
        "helpers": _helpers(),
        "script": script,
        "hosts": list(hosts),
        "cpu_s": cpu_s,
        "world": {
            "names": {name: list(addresses) for name, addresses in surroundings.names.items()},
            "me": surroundings.own_address,
            "now": (time.time() if surroundings.now_s is None else surroundings.now_s) * 1000,
        },
    }
    try:
        said = await _in_child(json.dumps(job).encode(), wall_s)
    except TimeoutError:
        return Evaluation(outcome=PacOutcome.ENDLESS, reason=f"it runs without end, {wall_s:g} s were not enough")
    except OSError as error:
        return Evaluation(outcome=PacOutcome.NOT_RUN, reason=f"it could not be run: {error.strerror or error}")
    return _read(said, hosts)


@cache
def _helpers() -> str:
    return files("conntest.pac").joinpath("helpers.js").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class _Said:
    """What the child printed. Before the script was `running`, nothing is the script's fault."""

    running: bool
    output: bytes


async def _in_child(job: bytes, wall_s: float) -> _Said:
    """Start the child and hear it out. It is gone when this returns, however it returns. Raises TimeoutError where the
    script takes longer than `wall_s`, OSError where the child could not be started."""
    process = await asyncio.create_subprocess_exec(
        *_COMMAND,
        child.__file__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        said = await _hear_out(process, job, wall_s)
        await _ended(process)
        return said
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        # Reads what is left, so that pipes and process are closed now and not by the garbage collector.
        await process.communicate()


async def _hear_out(process: asyncio.subprocess.Process, job: bytes, wall_s: float) -> _Said:
    first = b""
    with suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(_START_S):
            first = await _started(process, job)
    if first.strip() != b"running" or process.stdout is None:
        return _Said(running=False, output=first)
    async with asyncio.timeout(wall_s):
        return _Said(running=True, output=await process.stdout.read())


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Wait for a child that has said all to be gone. To kill it in the moment in which it ends would take its exit
    code from asyncio, which then complains on stderr."""
    if process.stdout is not None and process.stdout.at_eof():
        with suppress(TimeoutError):
            async with asyncio.timeout(_END_S):
                await process.wait()


async def _started(process: asyncio.subprocess.Process, job: bytes) -> bytes:
    """Hand the job over, and give the first line of the answer. Raises ConnectionError where the child is gone."""
    if process.stdin is None or process.stdout is None:
        return b""
    process.stdin.write(job)
    await process.stdin.drain()
    process.stdin.close()
    return await process.stdout.readline()


def _read(said: _Said, hosts: Sequence[str]) -> Evaluation:
    try:
        told: dict[str, Any] = json.loads(said.output)
    except ValueError:
        if said.running:
            return Evaluation(outcome=PacOutcome.THROWS, reason=N_("the JavaScript engine broke down over it"))
        return Evaluation(outcome=PacOutcome.NOT_RUN, reason=N_("the JavaScript engine could not be started"))
    wanted = _names(told["wanted"])
    if "failed" in told:
        return replace(_failed(PacOutcome(told["failed"]), told["reason"]), wanted=wanted)
    return replace(_decided(hosts, told["answers"]), wanted=wanted)


def _decided(hosts: Sequence[str], answers: Sequence[dict[str, str]]) -> Evaluation:
    decisions: list[PacDecision] = []
    proxies: dict[Proxy, None] = {}
    for host, answer in zip(hosts, answers, strict=True):
        parsed = parse_answer(answer["text"]) if answer["kind"] == "string" else None
        if parsed is None:
            return _rubbish(host, answer)
        decisions.append(PacDecision(host=host, answer=clean(answer["text"]), choices=parsed.choices))
        proxies.update(dict.fromkeys(parsed.proxies))
    return Evaluation(outcome=PacOutcome.EVALUATED, decisions=tuple(decisions), proxies=tuple(proxies))


def _failed(outcome: PacOutcome, reason: str) -> Evaluation:
    match outcome:
        case PacOutcome.ENDLESS:
            return Evaluation(outcome=outcome, reason=N_("it runs without end"))
        case PacOutcome.EATS_MEMORY:
            return Evaluation(outcome=outcome, reason=N_("it wants more memory than 64 MiB"))
        case _:
            return Evaluation(outcome=outcome, reason=clean(reason))


def _rubbish(host: str, answer: dict[str, str]) -> Evaluation:
    if answer["kind"] == "no-function":
        return Evaluation(outcome=PacOutcome.NO_FUNCTION, reason=N_("it defines no function FindProxyForURL"))
    if answer["kind"] == "string":
        return Evaluation(outcome=PacOutcome.RUBBISH, reason=f"for {host} it answers “{clean(answer['text'])}”")
    return Evaluation(outcome=PacOutcome.RUBBISH, reason=f"for {host} its answer is no text but {answer['kind']}")


def clean(text: str) -> str:
    """A text of the script's, short and printable, and without what may be credentials."""
    return printable(_USERINFO.sub("", text), _LONGEST)


def _names(wanted: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in wanted if re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]{0,252})", name))
