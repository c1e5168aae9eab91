"""The process in which a setup script runs. Started by its path; imports nothing of conntest.

One JSON object comes in on stdin. A line "running" goes out on stdout when the script gets its turn, and then one
JSON object, as `evaluate` describes them. The engine has neither files nor network, and limits of its own; whoever
started this ends it when it takes too long.
"""

import importlib
import json
import sys
from contextlib import suppress
from typing import Any

#: Scripts have some kilobytes, a company's longest a few hundred with its lists of networks.
_MEMORY = 64 << 20
_STACK = 512 << 10

#: Names that a script may look up beside the hosts it is asked for; real ones want one or two of the company's.
_MOST_WANTED = 16

_LONGEST_REASON = 300


def main() -> None:
    """One job."""
    job = json.load(sys.stdin)
    _limit_memory()
    json.dump(_run(job), sys.stdout)


def _limit_memory() -> None:
    """A second net around the engine's own limit, where the system has one."""
    if sys.platform != "win32":
        import resource

        # macOS knows this limit and does not always take it.
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def _run(job: dict[str, Any]) -> dict[str, Any]:
    try:
        context = importlib.import_module("quickjs").Context()
    except ImportError:
        return _failed("not-run", "no JavaScript engine is installed (the package quickjs or quickjs-ng)")
    print("running", flush=True)
    context.set_memory_limit(_MEMORY)
    context.set_max_stack_size(_STACK)
    ask = context.eval(job["helpers"])(context.parse_json(json.dumps(job["world"])))
    context.set_time_limit(job["cpu_s"])
    try:
        context.eval(job["script"])
        answers = [json.loads(ask(f"https://{host}/", host)) for host in job["hosts"]]
    except Exception as error:
        # Whatever a script does to the engine, and to our own helpers, is a fault of the script.
        return _failed(_kind(str(error)), str(error)) | {"wanted": _wanted(ask, job["hosts"])}
    return {"answers": answers, "wanted": _wanted(ask, job["hosts"])}


def _wanted(ask: Any, hosts: list[str]) -> list[str]:
    """The names that the script has looked up in vain."""
    try:
        wanted = [str(name)[:255] for name in json.loads(ask(None, None))]
    except Exception:
        return []
    others = [name for name in wanted if name not in hosts]
    return [name for name in wanted if name in hosts] + others[:_MOST_WANTED]


def _kind(reason: str) -> str:
    if "interrupted" in reason:
        return "endless"
    return "eats-memory" if "out of memory" in reason or not reason else "throws"


def _failed(kind: str, reason: str) -> dict[str, Any]:
    return {"failed": kind, "reason": reason.strip().split("\n")[0][:_LONGEST_REASON], "wanted": []}


if __name__ == "__main__":
    main()
