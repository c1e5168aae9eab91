"""What a proxy setup script decides: fetched, run in isolation, asked for every host of the table."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from conntest.model.failure import Failure
from conntest.model.observation import Attempt
from conntest.model.pac import Browser, PacOutcome, PacReport
from conntest.model.pac_url import not_followed_by, shown
from conntest.model.plan import ScriptProbe
from conntest.pac.evaluate import LARGEST, Evaluation, Surroundings, evaluate
from conntest.pac.output import MOST_OTHER_NAMES
from conntest.pac.source import decoded
from conntest.probes.script import Fetch, NotFetched, Script
from conntest.probes.world import World
from conntest.values import dataclass

#: For automatic detection, which is on by default on many computers and finds nothing on most networks.
_DETECT_S = 2.0

#: For the names that a script looks up. Browsers wait longer; here it only delays the end of the run.
_RESOLVE_S = 2.0

#: Names that are looked up only after another was found take a run each: two of the company's, and the host asked for.
_MOST_RUNS = 4

#: What may become another thing once names have addresses. A script that runs without end has had its time.
_WORTH_ANOTHER_RUN = frozenset({PacOutcome.EVALUATED, PacOutcome.THROWS, PacOutcome.RUBBISH})

#: A comment in HTML, and in scripts too (ECMAScript, annex B.1.1).
_COMMENT = "<!--"

#: What comes in place of a script where somebody has to sign in first.
_WEB_PAGE = Evaluation(outcome=PacOutcome.NO_SCRIPT, reason="a web page came in its place")


@dataclass(frozen=True, slots=True, kw_only=True)
class PacResult:
    """What became of one script, and what was seen while it was fetched."""

    report: PacReport
    observations: tuple[Attempt, ...]


async def fetch_and_evaluate(probe: ScriptProbe, world: World) -> PacResult:
    """Fetch the script within `world.timeout_s`, or less where it is to be detected, run it, and ask it for the way to
    each host. The network's failures and the script's are data in the report."""
    fetch = Fetch(probe=probe, world=world)
    patience = min(_DETECT_S, world.timeout_s) if probe.detected else world.timeout_s
    try:
        async with asyncio.timeout(patience):
            found = await _first(fetch)
    except TimeoutError:
        url = probe.urls[0] if probe.urls else ""
        found = NotFetched(url=shown(url), reason=f"it did not come within {patience:g} s", failure=Failure.TIMEOUT)
    report = _not_fetched(probe, found) if isinstance(found, NotFetched) else await _run(probe, found, world)
    observations = tuple(fetch.observations)
    return PacResult(
        report=replace(report, evidence=tuple(seen.id for seen in observations)[-2:]), observations=observations
    )


async def _first(fetch: Fetch) -> Script | NotFetched:
    """The first of the addresses that has a script; where it is to be detected, anything else there is none."""
    last = NotFetched(url="", reason="this computer has no domain to look in")
    for url in fetch.probe.urls:
        found = await fetch.get(url)
        if isinstance(found, NotFetched):
            last = found
        elif not fetch.probe.detected or b"FindProxyForURL" in found.data:
            return found
    return last


def _not_fetched(probe: ScriptProbe, found: NotFetched) -> PacReport:
    return PacReport(
        setting=probe.subject,
        url=found.url or None,
        outcome=PacOutcome.NOT_OFFERED if probe.detected else PacOutcome.NOT_FETCHED,
        reason=f"{found.reason}; DHCP was not asked" if probe.detected else found.reason,
        failure=found.failure,
        not_followed_by=_not_followed_by(probe),
    )


async def _run(probe: ScriptProbe, script: Script, world: World) -> PacReport:
    text = decoded(script.data, script.charset)
    evaluation = _unfit(script.data, text) or _page(text, await _evaluate(probe, script, text, world))
    return PacReport(
        setting=probe.subject,
        url=script.url,
        outcome=evaluation.outcome,
        reason=evaluation.reason,
        size_bytes=len(script.data),
        decisions=evaluation.decisions,
        proxies=evaluation.proxies,
        names=evaluation.wanted,
        not_followed_by=_not_followed_by(probe),
    )


def _not_followed_by(probe: ScriptProbe) -> tuple[Browser, ...]:
    return () if probe.detected else tuple(dict.fromkeys(b for url in probe.urls for b in not_followed_by(url)))


def _unfit(data: bytes, text: str) -> Evaluation | None:
    """What need not be run to be known for no script."""
    if len(data) > LARGEST:
        return Evaluation(outcome=PacOutcome.TOO_LARGE, reason=f"it is longer than {LARGEST >> 20} MiB")
    begin = text.lstrip()
    if not begin:
        return Evaluation(outcome=PacOutcome.NO_SCRIPT, reason="nothing came in its place")
    if begin.startswith("<") and not begin.startswith(_COMMENT):
        return _WEB_PAGE
    return None


def _page(text: str, evaluation: Evaluation) -> Evaluation:
    """`evaluation`, but for a web page that begins with a comment, which only running it tells from a script."""
    is_none = evaluation.outcome in (PacOutcome.THROWS, PacOutcome.NO_FUNCTION)
    return _WEB_PAGE if is_none and text.lstrip().startswith(_COMMENT) else evaluation


async def _evaluate(probe: ScriptProbe, script: Script, text: str, world: World) -> Evaluation:
    """Run the script, see which names it looks up, and run it again with their addresses: what one of them is may lead
    it to the next. Where that takes too long, what the last run said counts."""
    names: dict[str, tuple[str, ...]] = {}
    own_address = script.own_address or probe.own_address
    evaluation = await evaluate(text, probe.hosts, Surroundings(names=names, own_address=own_address))
    with suppress(TimeoutError):
        async with asyncio.timeout(world.timeout_s):
            for _ in range(_MOST_RUNS - 1):
                unknown = _worth_a_lookup(evaluation, names, probe.hosts)
                if not unknown:
                    break
                names.update(await _resolved(unknown, world))
                evaluation = await evaluate(text, probe.hosts, Surroundings(names=names, own_address=own_address))
    return replace(evaluation, wanted=tuple(name for name in names if name not in probe.hosts))


def _worth_a_lookup(evaluation: Evaluation, known: Collection[str], hosts: Sequence[str]) -> list[str]:
    """The names that another run of the script should know: hosts that it is asked for, and a few others in all."""
    if evaluation.outcome not in _WORTH_ANOTHER_RUN:
        return []
    others = [name for name in dict.fromkeys((*known, *evaluation.wanted)) if name not in hosts][:MOST_OTHER_NAMES]
    return [name for name in evaluation.wanted if name not in known and (name in hosts or name in others)]


async def _resolved(names: Iterable[str], world: World) -> Mapping[str, tuple[str, ...]]:
    patience = min(_RESOLVE_S, world.timeout_s)
    async with asyncio.TaskGroup() as group:
        lookups = {
            name: group.create_task(world.resolver.system(name, timeout_s=patience), name=f"resolve {name}")
            for name in names
        }
    return {
        name: tuple(address for step in lookup.result() for address in step.detail.addresses)
        for name, lookup in lookups.items()
    }
