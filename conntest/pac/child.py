"""The process in which a setup script runs. Started by its path; imports nothing of conntest.

One line of JSON comes in on stdin, the job; stdin then stays open for as long as the parent lives. Lines go out on
stdout, a word and JSON each: `running` when the script gets its turn; `answer [kind, text]` for each host in turn;
`failed [kind, text]` where there can be no answers; `names "name"` for each name that was looked up in vain; `done`
at the end of what one browser would see, and then the same for the next browser. `conntest.pac.output` reads them.
"""

import importlib
import importlib.util
import json
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

#: Scripts have some kilobytes, a company's longest a few hundred with its lists of networks.
_MEMORY = 64 << 20

#: V8 manages 3,000 `else if` in a row, which take 6 MB here. The thread has more than the engine may use of it.
_STACK = 32 << 20
_THREAD_STACK = 48 << 20

#: The interpreter and the engine need some 60 MB of addresses, and the thread its stack.
_ADDRESS_SPACE = 320 << 20

_LONGEST_REASON = 300

#: Calls that may use up all the time or memory of a call before no more are made.
_MOST_EXHAUSTED = 2

_NO_ENGINE = "no JavaScript engine is installed (the package quickjs or quickjs-ng)"


def main() -> None:
    """Take one job, run it in a thread with stack enough, and end; or end before that, with stdin."""
    confinement = _beside("confinement")
    job = json.loads(sys.stdin.buffer.readline())
    try:
        engine = importlib.import_module("quickjs")
    except ImportError:
        _say("failed", json.dumps(["not-run", _NO_ENGINE]))
        return
    confined = threading.Event()
    threading.stack_size(_THREAD_STACK)
    worker = threading.Thread(target=_work, args=(job, engine, confined), daemon=True)
    worker.start()
    threading.stack_size(0)
    threading.Thread(target=confinement.end_with, args=(sys.stdin.fileno(),), daemon=True).start()
    # Only now: where no process may be started, neither may a thread.
    confinement.confine(cpu_s=job["total_cpu_s"], wall_s=job["wall_s"], memory_bytes=_ADDRESS_SPACE)
    confinement.end_if_over(sys.stdin.fileno())
    confined.set()
    worker.join()
    # Another thread still reads stdin, which an orderly end of the interpreter would wait for.
    os._exit(0)


def _beside(name: str) -> Any:
    """A module of this folder, without making the folder a place to import from."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Exhausted(Exception):
    """Calls have used up their time or memory: more of them would cost the same again."""


def _work(job: dict[str, Any], engine: Any, confined: threading.Event) -> None:
    confined.wait()
    _say("running")
    with suppress(_Exhausted):
        for browser in job["browsers"]:
            _see_as(browser, job, engine)
            _say("done")


def _see_as(browser: str, job: dict[str, Any], engine: Any) -> None:
    try:
        _ask_all(browser, job, engine)
    except _Exhausted:
        raise
    except Exception as error:
        # Whatever a script does to the engine, and to our own helpers, is a fault of the script.
        kind = _kind(str(error))
        _say("failed", _reason(kind, error))
        if kind != "threw":
            raise _Exhausted from None


def _ask_all(browser: str, job: dict[str, Any], engine: Any) -> None:
    exhausted = 0
    context = engine.Context()
    context.set_memory_limit(_MEMORY)
    context.set_max_stack_size(_STACK)
    ask = context.eval(job["helpers"])(context.parse_json(json.dumps(job["world"])), browser)
    context.set_time_limit(job["cpu_s"])
    context.eval(job["script"])
    for host in job["hosts"]:
        try:
            _say("answer", ask(f"https://{host}/", host))
        except Exception as error:
            kind = _kind(str(error))
            _say("answer", _reason(kind, error))
            exhausted += kind != "threw"
        if exhausted == _MOST_EXHAUSTED:
            raise _Exhausted
    for name in ask(None, None).splitlines():
        _say("names", name)


def _say(word: str, content: str = "") -> None:
    print(f"{word} {content}", flush=True)


def _kind(said: str) -> str:
    """What ended a call."""
    if "interrupted" in said[:_LONGEST_REASON]:
        return "endless"
    return "eats-memory" if "out of memory" in said[:_LONGEST_REASON] or not said else "threw"


def _reason(kind: str, error: Exception) -> str:
    """The kind, and the first line of what was said."""
    return json.dumps([kind, str(error).strip().split("\n")[0][:_LONGEST_REASON]])


if __name__ == "__main__":
    main()
