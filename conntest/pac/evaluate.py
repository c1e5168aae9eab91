"""Runs a setup script in a process of its own, and reads what it decides, as each browser would."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache
from importlib.resources import files

from conntest.language import N_
from conntest.model.pac import Browser, PacDecision, PacOutcome, PacProblem
from conntest.model.proxy import Proxy
from conntest.pac.answer import NOTHING_BUT_DIRECT, Answer, parse_answer
from conntest.pac.output import Call, Kind, Seen, most_bytes, read_output
from conntest.pac.process import Said, run_child
from conntest.pac.words import answer_words, error_words
from conntest.values import dataclass

#: Computing time of one call. A browser asks a script for every page, so it has to answer within milliseconds.
CPU_S = 1.0

#: Whole seconds of computing time of the process. Some 100 KB of conditions take 0.4 s for 42 hosts and each browser.
TOTAL_CPU_S = 6

#: Seconds for all calls, in which a machine that does much else may grant a tenth of the computing time.
WALL_S = 10.0

#: Bytes of a script, Chromium's own limit (pac_file_fetcher_impl.cc); with lists of networks, some have a few hundred
#: kilobytes.
LARGEST = 1 << 20

#: What an error says that was thrown because the engine's memory was used up.
_OUT_OF_MEMORY = "InternalError: out of memory"

#: The answer of a function that ends without one.
_UNDEFINED = Call(Kind.OTHER, "undefined")

_PROBLEMS = {
    Kind.OTHER: PacProblem.NO_TEXT,
    Kind.THREW: PacProblem.THREW,
    Kind.ENDLESS: PacProblem.ENDLESS,
    Kind.EATS_MEMORY: PacProblem.EATS_MEMORY,
}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`cpu_s` for each call, `total_cpu_s` for the process, `wall_s` from when the script runs."""

    cpu_s: float = CPU_S
    total_cpu_s: int = TOTAL_CPU_S
    wall_s: float = WALL_S


_LIMITS = Limits()


async def evaluate(
    script: str, hosts: Sequence[str], surroundings: Surroundings, *, limits: Limits = _LIMITS
) -> Evaluation:
    """What `script` decides for `https://host/` of each host. Never raises for what the script does."""
    browsers = tuple(Browser)
    job = {
        "helpers": _helpers(),
        "script": script,
        "hosts": list(hosts),
        "browsers": [browser.value for browser in browsers],
        "cpu_s": limits.cpu_s,
        "total_cpu_s": limits.total_cpu_s,
        # The parent's clock ends it first, where the parent lives.
        "wall_s": limits.wall_s + 1,
        "world": {
            "names": {name: list(addresses) for name, addresses in surroundings.names.items()},
            "me": surroundings.own_address,
            "now": (time.time() if surroundings.now_s is None else surroundings.now_s) * 1000,
        },
    }
    enough = most_bytes(len(hosts), len(browsers))
    try:
        said = await run_child(json.dumps(job).encode(), wall_s=limits.wall_s, most_bytes=enough)
    except OSError as error:
        return Evaluation(outcome=PacOutcome.NOT_RUN, reason=f"it could not be run: {error.strerror or error}")
    return read(said, hosts, browsers)


@cache
def _helpers() -> str:
    return files("conntest.pac").joinpath("helpers.js").read_text("utf-8")


def read(said: Said, hosts: Sequence[str], browsers: Sequence[Browser] = tuple(Browser)) -> Evaluation:
    """What the output of a child means. Pure, and true to what was said whatever that is."""
    seen = dict(zip(browsers, read_output(said.output, hosts, len(browsers)), strict=False))
    chromium, firefox = seen[Browser.CHROMIUM], seen.get(Browser.FIREFOX)
    wanted = tuple(dict.fromkeys(name for one in seen.values() for name in one.names))
    if not said.running:
        return Evaluation(outcome=PacOutcome.NOT_RUN, reason=_not_started(chromium))
    loaded = chromium.complete and chromium.failed is None
    if (hosts or not loaded) and not any(_is_good(call, b) for b, one in seen.items() for call in one.calls):
        outcome, reason = _why(chromium, hosts, said.late)
        return Evaluation(outcome=outcome, reason=reason, wanted=wanted)
    decided = _Decided()
    for at, call in enumerate(chromium.calls[: len(hosts)]):
        decided.add(hosts[at], call, firefox.calls[at] if firefox and at < len(firefox.calls) else None)
    return Evaluation(
        outcome=PacOutcome.EVALUATED,
        decisions=tuple(decided.decisions),
        proxies=tuple(decided.proxies),
        wanted=wanted,
    )


def _not_started(seen: Seen) -> str:
    if seen.failed is not None and seen.failed.kind is Kind.NOT_RUN:
        return error_words(seen.failed.text)
    return N_("the JavaScript engine could not be started")


def _is_answer(call: Call) -> bool:
    """Whether Chromium takes it for one. Null means that no proxy is used (Netscape's rule, and MDN's)."""
    return call.kind is Kind.NULL or _parsed(call, Browser.CHROMIUM) is not None


def _is_good(call: Call, browser: Browser) -> bool:
    """Whether a call speaks for the script. A function that ends without an answer may have one for other hosts."""
    return call.kind is Kind.NULL or call == _UNDEFINED or _parsed(call, browser) is not None


def _parsed(call: Call, browser: Browser) -> Answer | None:
    return parse_answer(call.text, browser) if call.kind is Kind.TEXT else None


@dataclass(slots=True)
class _Decided:
    """Decisions, and the proxies that they name in the order in which they come up."""

    decisions: list[PacDecision] = field(default_factory=list)
    proxies: dict[Proxy, None] = field(default_factory=dict)

    def add(self, host: str, call: Call, in_firefox: Call | None) -> None:
        chromium = _parsed(call, Browser.CHROMIUM) or NOTHING_BUT_DIRECT
        firefox = chromium
        if in_firefox is not None:
            firefox = _parsed(in_firefox, Browser.FIREFOX) or NOTHING_BUT_DIRECT
        for answer in (chromium, firefox):
            self.proxies.update(dict.fromkeys(answer.proxies))
        self.decisions.append(
            PacDecision(
                host=host,
                answer=_words(call),
                choices=chromium.choices,
                firefox=firefox.choices if firefox.choices != chromium.choices else None,
                problem=None if _is_answer(call) else _PROBLEMS.get(_kind(call), PacProblem.RUBBISH),
                ignored=chromium.ignored,
            )
        )


def _kind(call: Call) -> Kind:
    """Running out of memory is an error like any other to the script, and none to us."""
    return Kind.EATS_MEMORY if call.kind is Kind.THREW and call.text.startswith(_OUT_OF_MEMORY) else call.kind


def _words(call: Call) -> str:
    match call.kind:
        case Kind.TEXT:
            return answer_words(call.text)
        case Kind.OTHER | Kind.NULL:
            return "null" if call.kind is Kind.NULL else error_words(call.text)
        case _:
            return error_words(call.text)


def _why(seen: Seen, hosts: Sequence[str], late: bool) -> tuple[PacOutcome, str]:
    """Why there is no answer for any host: what is wrong with loading the script, or else with the first host."""
    if seen.failed is None and not seen.calls:
        if late:
            return PacOutcome.ENDLESS, N_("it runs without end")
        return PacOutcome.THROWS, N_("the JavaScript engine broke down over it")
    call = seen.failed or seen.calls[0]
    match _kind(call):
        case Kind.ENDLESS:
            return PacOutcome.ENDLESS, N_("it runs without end")
        case Kind.EATS_MEMORY:
            return PacOutcome.EATS_MEMORY, N_("it wants more memory than 64 MiB")
        case Kind.NO_FUNCTION:
            return PacOutcome.NO_FUNCTION, N_("it defines no function FindProxyForURL")
        case Kind.OTHER:
            return PacOutcome.RUBBISH, f"for {hosts[0]} its answer is no text but {error_words(call.text)}"
        case Kind.TEXT:
            return PacOutcome.RUBBISH, f"for {hosts[0]} it answers “{answer_words(call.text)}”"
        case _:
            return PacOutcome.THROWS, error_words(call.text)
