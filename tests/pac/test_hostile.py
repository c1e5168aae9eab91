"""Scripts that mean harm: each ends within its limits, and what is kept of it is small, printable and of the right
kind."""

import asyncio
import ctypes
import json
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from conntest.model.pac import PacOutcome
from conntest.pac import confinement, process
from conntest.pac.evaluate import Evaluation, Limits, Surroundings, evaluate
from conntest.pac.output import MOST_OTHER_NAMES
from tests.some import some_of
from tests.waiting import until

pytest.importorskip("quickjs")

HERE = Surroundings(names={}, own_address="192.0.2.1")
HOSTS = ("www.example.com", "b.example")

#: Short, so that what uses all of it costs a test no more; the whole process may take a second of computing time.
LIMITS = Limits(cpu_s=0.1, total_cpu_s=1, wall_s=20)

GOOD = "function FindProxyForURL(url, host) { return 'DIRECT'; }"


def function(body: str) -> str:
    return f"function FindProxyForURL(url, host) {{ {body} }}"


#: By what they do; each with what may become of them.
BAD = {PacOutcome.ENDLESS, PacOutcome.EATS_MEMORY, PacOutcome.THROWS, PacOutcome.RUBBISH}
ANY = BAD | {PacOutcome.EVALUATED, PacOutcome.NO_FUNCTION}

HOSTILE = {
    "loops when loaded": ("for (;;) {}", {PacOutcome.ENDLESS}),
    "loops when called": (function("for (;;) {}"), {PacOutcome.ENDLESS}),
    "loops in a finally": (function("try { for (;;) {} } finally { for (;;) {} }"), {PacOutcome.ENDLESS}),
    "loops in toString of what it throws": ("throw { toString() { for (;;) {} } }", BAD),
    "loops in a getter of FindProxyForURL": (
        "Object.defineProperty(globalThis, 'FindProxyForURL', { get() { for (;;) {} } });",
        BAD,
    ),
    "loops in the message of what it throws": (function("throw { get message() { for (;;) {} } };"), BAD),
    "a regular expression that explodes": (function("return /^(a+)+$/.test('a'.repeat(60) + 'b');"), BAD),
    "a pattern that explodes": (function("return shExpMatch('a'.repeat(60) + 'b', '(a*)*c');"), BAD),
    "a search that no engine interrupts": (
        function("var s = 'a'.repeat(2e7); for (;;) s.indexOf('a'.repeat(1e7) + 'b');"),
        BAD,
    ),
    "a sort without end": (function("Array(1e6).fill(0).sort(() => { for (;;) {} });"), BAD),
    "arrays without end": (function("var a = []; for (;;) a.push(new Array(1e5).fill(1));"), {PacOutcome.EATS_MEMORY}),
    "a text without end": (function("var s = 'x'; for (;;) s += s;"), BAD),
    "one text of a gigabyte": (function("return 'x'.repeat(1e9);"), BAD),
    "buffers without end": (function("var a = []; for (;;) a.push(new ArrayBuffer(1 << 28));"), BAD),
    "an error of 60 MB": (function("throw new Error('x'.repeat(6e7));"), BAD),
    "an answer of 30 MB": (function("return 'PROXY a:80;'.repeat(3e6);"), ANY),
    "an answer full of escapes": (function("return '\\u0001'.repeat(1e6);"), BAD),
    "names without end": (function("for (var i = 0; i < 1e5; i++) isResolvable('n' + i + '.corp'); return '';"), ANY),
    "a name of a megabyte": (function("isResolvable('x'.repeat(1e6)); return '';"), ANY),
    "names that are none": (function("isResolvable('../../etc'); isResolvable('a\\nnames \"x.y\"'); return '';"), ANY),
    "recursion": (function("return FindProxyForURL(url, host);"), BAD),
    "recursion in the parser": ("x = " + "[" * 200_000, BAD),
    "promises that never end": (function("(function f() { Promise.resolve().then(f); })(); return '';"), ANY),
    "an asynchronous answer": ("async " + GOOD, {PacOutcome.RUBBISH}),
    "a set that iterates for ever": (
        "Set.prototype[Symbol.iterator] = function* () { for (var i = 0; i < 3e5; i++) yield '127.0.0.1'; };"
        + function("isResolvable('q.r'); return 'DIRECT';"),
        {PacOutcome.EVALUATED},
    ),
    "toJSON of everything": (
        "Object.prototype.toJSON = String.prototype.toJSON = Array.prototype.toJSON = function () { return 5; };"
        + GOOD,
        {PacOutcome.EVALUATED},
    ),
    "a kind of 2 MB": ("Object.prototype.toJSON = function () { return { kind: 'x'.repeat(2e6) }; };" + GOOD, ANY),
    "an iterator of arrays that lies": (
        "Array.prototype[Symbol.iterator] = function* () { for (;;) yield 1; };" + GOOD,
        {PacOutcome.EVALUATED},
    ),
    "functions that are replaced": (
        "String.prototype.slice = Array.prototype.join = Reflect.apply = JSON.stringify = Object.hasOwn ="
        " function () { throw 'mine'; }; RegExp.prototype.exec = String.prototype.split = null;" + GOOD,
        {PacOutcome.EVALUATED},
    ),
    "a global object that is frozen": ("Object.freeze(globalThis);" + GOOD, ANY),
    "names of a prototype": (function("return isResolvable('constructor') ? 'PROXY x:1' : 'DIRECT';"), ANY),
    "other functions in place of the helpers": (
        "isInNet = dnsResolve = shExpMatch = function () { return 'x'; };" + GOOD,
        {PacOutcome.EVALUATED},
    ),
    "modules and processes": (
        function("return import('os').then(function (os) { os.exec(['id']); });"),
        {PacOutcome.RUBBISH, PacOutcome.THROWS},
    ),
}


async def run(script: str) -> Evaluation:
    return await evaluate(script, HOSTS, HERE, limits=LIMITS)


#: One of each kind: time, memory, what is answered, what is asked, and what is replaced.
QUICK = {
    *("loops when called", "one text of a gigabyte", "an answer full of escapes", "names that are none", "recursion"),
    *("toJSON of everything", "functions that are replaced", "modules and processes"),
}


@pytest.mark.parametrize(("script", "outcomes"), some_of(HOSTILE, QUICK))
async def test_a_hostile_script_is_a_small_result(script: str, outcomes: set[PacOutcome]) -> None:
    found = await run(script)
    assert found.outcome in outcomes
    assert len(repr(asdict(found))) < 8000
    assert found.reason is None or found.reason.isprintable()
    assert all(decision.answer.isprintable() for decision in found.decisions)
    assert len(found.wanted) <= MOST_OTHER_NAMES
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-.") for name in found.wanted)


async def test_names_of_a_prototype_are_no_names() -> None:
    found = await run(HOSTILE["names of a prototype"][0])
    assert [decision.choices for decision in found.decisions] == [("direct",)] * 2
    assert found.wanted == ("constructor",)


async def test_tampering_changes_no_answer() -> None:
    for name in ("toJSON of everything", "functions that are replaced", "a set that iterates for ever"):
        found = await run(HOSTILE[name][0])
        assert [decision.answer for decision in found.decisions] == ["DIRECT"] * 2, name


def child(program: str) -> tuple[str, ...]:
    """A command that runs `program` in place of the child, after it has read its job and said that it is running."""
    return (sys.executable, "-c", f"import sys; sys.stdin.readline(); print('running', flush=True)\n{program}")


#: What a child could print whose engine a script has taken over.
LIES = {
    "a flood": "while True: sys.stdout.write('answer [\"text\",\"' + 'x' * 65536)",
    "a line without end": "while True: sys.stdout.write('x' * 65536)",
    "answers without end": 'while True: print(\'answer ["text","DIRECT"]\')',
    "names without end": "for n in range(10**9): print(f'names \"n{n}.corp\"')",
    "numbers": "print('answer 5'); print('answer null'); print('answer [1,2]'); print('done')",
    "objects": "print('answer {\"kind\": \"text\"}'); print('done ')",
    "deep JSON": "print('answer ' + '[' * 100000)",
    "wrong kinds": 'print(\'answer ["x","y"]\'); print(\'failed ["text"]\')',
    "bytes that are no text": 'sys.stdout.buffer.write(b\'answer ["text","\\xff\\xfe"]\\n\')',
    "escapes": 'print(\'answer ["threw","\\\\u001b[31m<script>"]\')',
    "a sudden end": "sys.exit(3)",
    "nothing": "print()",
    "silence": "import os, time; os.close(1); time.sleep(60)",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
async def test_what_a_child_says_is_not_believed(monkeypatch: pytest.MonkeyPatch, lie: str) -> None:
    monkeypatch.setattr(process, "_COMMAND", child(lie))
    monkeypatch.setattr(process, "_END_S", 0.2)
    async with asyncio.timeout(30):
        found = await run(GOOD)
    assert found.outcome in ANY
    assert len(repr(asdict(found))) < 8000
    assert found.reason is None or found.reason.isprintable()
    assert len(found.decisions) <= len(HOSTS)
    assert len(found.wanted) <= MOST_OTHER_NAMES


async def test_a_cancelled_evaluation_ends_at_once() -> None:
    begun = time.monotonic()
    task = asyncio.current_task()
    assert task is not None
    with pytest.raises(asyncio.CancelledError):
        asyncio.get_running_loop().call_later(0.5, task.cancel)
        await evaluate(HOSTILE["a search that no engine interrupts"][0], HOSTS, HERE, limits=Limits(wall_s=60))
    task.uncancel()
    assert time.monotonic() - begun < 5


#: Starts an evaluation in a loop that no engine interrupts, says the child's number, and waits.
PARENT = """
import asyncio, pathlib, sys
from conntest.pac.evaluate import Limits, Surroundings, evaluate
from conntest.pac import confinement, process
real = asyncio.create_subprocess_exec
async def start(*command, **more):
    child = await real(*command, **more)
    print(child.pid, flush=True)
    return child
asyncio.create_subprocess_exec = start
script = "function FindProxyForURL() { var s = 'a'.repeat(2e7); for (;;) s.indexOf('a'.repeat(1e7) + 'b'); }"
here = Surroundings(names={}, own_address="192.0.2.1")
asyncio.run(evaluate(script, ["h"], here, limits=Limits(cpu_s=60, total_cpu_s=60, wall_s=60)))
"""


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and was not asked for yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
async def test_a_child_ends_with_its_parent() -> None:
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", PARENT, stdout=asyncio.subprocess.PIPE)
    assert parent.stdout is not None
    pid = int(await parent.stdout.readline())
    assert is_alive(pid)
    parent.send_signal(signal.SIGKILL)
    await parent.wait()
    await until(lambda: not is_alive(pid))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread watches, which has its turn or not")
async def test_a_child_whose_parent_is_gone_before_it_begins_runs_nothing() -> None:
    job = {
        "helpers": "",
        "script": "for (;;) 'a'.repeat(2e7).indexOf('a'.repeat(1e7) + 'b');",
        "hosts": ["h"],
        "browsers": ["chromium"],
        "cpu_s": 60,
        "total_cpu_s": 60,
        "wall_s": 60,
        "world": {"names": {}, "me": "192.0.2.1", "now": 0},
    }
    pipe = asyncio.subprocess.PIPE
    alone = await asyncio.create_subprocess_exec(sys.executable, process.child.__file__, stdin=pipe, stdout=pipe)
    async with asyncio.timeout(30):
        said, _ = await alone.communicate(json.dumps(job).encode() + b"\n")
    assert (alone.returncode, said) == (1, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="these limits are those of Unix")
async def test_the_process_has_the_systems_limits(tmp_path: Path) -> None:
    program = f"""
import importlib.util, os, resource, signal, sys
spec = importlib.util.spec_from_file_location("c", {str(Path(process.child.__file__).with_name("confinement.py"))!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
module.confine(cpu_s=1, wall_s=60, memory_bytes=320 << 20)
try:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open(sys.argv[1], "w") as file:
        file.write("x")
except OSError:
    print("no file")
try:
    bytearray(1 << 30)
except MemoryError:
    print("no memory", flush=True)
while True:
    pass
"""
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    command = (sys.executable, "-c", program, str(tmp_path / "written"))
    confined = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=nothing)
    said, _ = await confined.communicate()
    assert said.split() == b"no file no memory".split()
    assert confined.returncode is not None
    assert confined.returncode < 0, "a signal has ended it"


@pytest.mark.skipif(sys.maxsize < 2**32, reason="the sizes are those of 64 bits")
def test_the_limits_of_a_windows_job_are_laid_out_as_windows_has_them() -> None:
    limits = confinement.job_limits(cpu_s=6, memory_bytes=320 << 20)
    # sizeof in winnt.h, and the offsets of LimitFlags and ProcessMemoryLimit.
    assert (ctypes.sizeof(limits), ctypes.sizeof(limits.BasicLimitInformation)) == (144, 64)
    assert (type(limits).ProcessMemoryLimit.offset, type(limits.BasicLimitInformation).LimitFlags.offset) == (112, 16)
    assert limits.BasicLimitInformation.PerProcessUserTimeLimit == 60_000_000
    assert limits.BasicLimitInformation.LimitFlags == 0x2 | 0x8 | 0x100 | 0x400 | 0x2000
