"""The observations behind a finding, in words: who was asked, what happened, how long it took, how often."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from conntest.model.echo import EchoStep
from conntest.model.failure import Failure
from conntest.model.observation import (
    DIRECT,
    AskedBy,
    ConnectStep,
    GreetingStep,
    HttpStep,
    Observation,
    Protocol,
    ProxyConnectStep,
    ResolveStep,
    Step,
    TlsStep,
    Trust,
)
from conntest.model.report import EndpointResult, Report
from conntest.render import words
from conntest.render.printable import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One thing that was seen, once or several times. `durations_s` and `moments_s` have one entry per time; moments
    are when the step began, on the run's clock."""

    where: str
    address: str
    what: str
    failed: bool
    durations_s: tuple[float, ...]
    moments_s: tuple[float, ...]

    @property
    def sentence(self) -> str:
        """`connect: timed out after 3.0 s, 3 times`."""
        times = len(self.durations_s)
        return f"{self.what} {self._duration()}" + (f", {times} times" if times > 1 else "")

    def _duration(self) -> str:
        shortest, longest = words.seconds(min(self.durations_s)), words.seconds(max(self.durations_s))
        preposition = "after" if self.failed else "in"
        return f"{preposition} {longest}" if shortest == longest else f"{preposition} {shortest} to {longest}"


class Witness:
    """Finds the observations of one report by their ids, and the names of the endpoints they belong to."""

    def __init__(self, report: Report) -> None:
        self._observations: Mapping[str, Observation] = {seen.id: seen for seen in report.observations}
        self._endpoints: Mapping[str, EndpointResult] = {result.id: result for result in report.endpoints}

    def sights(self, ids: Iterable[str]) -> list[Sight]:
        """What these observations saw, equal ones counted together, in the order of `ids`. Unknown ids are left out."""
        merged: dict[tuple[str, str, str, bool], list[Step]] = {}
        for name in ids:
            if seen := self._observations.get(name):
                for step in _telling_steps(seen):
                    merged.setdefault(self._key(seen, step), []).append(step)
        return [_sight(key, steps) for key, steps in merged.items()]

    def _key(self, seen: Observation, step: Step) -> tuple[str, str, str, bool]:
        if isinstance(step, ResolveStep):
            return step.detail.name, "", told(step), step.failure is not None
        what = told(step) if seen.path == DIRECT else f"via {seen.path}: {told(step)}"
        where, address = self._place(seen)
        return where, address, what, step.failure is not None

    def _place(self, seen: Observation) -> tuple[str, str]:
        """Host and port, and the address where the host is not itself one."""
        result = self._endpoints.get(seen.endpoint)
        if result is None:
            return seen.endpoint, seen.address or ""
        address = seen.address if seen.address != result.host else None
        return words.endpoint(result.host, result.port), address or ""


def _sight(key: tuple[str, str, str, bool], steps: list[Step]) -> Sight:
    where, address, what, failed = key
    return Sight(
        where=where,
        address=address,
        what=what,
        failed=failed,
        durations_s=tuple(step.t - step.t0 for step in steps),
        moments_s=tuple(step.t0 for step in steps),
    )


def _telling_steps(seen: Observation) -> Iterator[Step]:
    """The innermost step, which is the one that failed or went furthest; every answer where a name was resolved."""
    if seen.resolves:
        yield from _telling_answers(seen.resolves)
    elif seen.steps:
        yield next((step for step in reversed(seen.steps) if step.failure), seen.steps[-1])


def _telling_answers(answers: tuple[ResolveStep, ...]) -> tuple[ResolveStep, ...]:
    """A name without IPv6 addresses is no news where it has others."""
    telling = tuple(answer for answer in answers if answer.failure is not Failure.DNS_NO_ANSWER)
    return telling or answers


def told(step: Step) -> str:
    """What a step did and what came of it, in words and without its times."""
    match step:
        case ResolveStep():
            return _resolve(step)
        case ConnectStep():
            return _connect(step)
        case ProxyConnectStep():
            return _proxy_connect(step)
        case TlsStep():
            return _tls(step)
        case HttpStep():
            return _http(step)
        case GreetingStep():
            return _greeting(step)
        case EchoStep():
            return _echo(step)
        case _:
            assert_never(step)


_ASKED = {
    AskedBy.SYSTEM: "this system",
    AskedBy.NAME_SERVER: "name server",
    AskedBy.INDEPENDENT: "public resolver",
}


def _resolve(step: ResolveStep) -> str:
    detail = step.detail
    asked = _ASKED[detail.asked_by]
    whom = asked if detail.asked_by is AskedBy.SYSTEM else f"{asked} {detail.server}"
    problem = words.failure(step.failure) if step.failure else ""
    answer = ", ".join([*detail.addresses, *([problem] if problem else [])]) or "no address"
    family = "" if detail.addresses else f", {detail.rrtype}"
    return f"{whom}{family}: {answer}"


def _connect(step: ConnectStep) -> str:
    if step.failure is None:
        return "connect: accepted"
    icmp = step.detail.icmp
    sender = f" by {icmp.sender}" if icmp and icmp.sender else ""
    because = f" (ICMP type {icmp.type} code {icmp.code}{sender})" if icmp else _bug(step)
    return f"connect: {words.failure(step.failure)}{because}"


def _bug(step: ConnectStep) -> str:
    return f" ({step.raw_error})" if step.failure is Failure.UNKNOWN and step.raw_error else ""


def _proxy_connect(step: ProxyConnectStep) -> str:
    """What the proxy was asked, what came of it, and its own words for that."""
    detail = step.detail
    asked = f"tunnel to {detail.target}" if detail.target else f"does it speak {detail.scheme}"
    result = words.failure(step.failure) if step.failure else "yes"
    http = f", HTTP {detail.status} {detail.reason or ''}".rstrip() if detail.status is not None else ""
    socks = f", reply {detail.reply}" if detail.reply is not None and step.failure else ""
    page = f", it sent {quoted(_title(detail.page))}" if detail.page and step.failure else ""
    return f"{asked}: {result}{http}{socks}{page}"


def _title(page: str) -> str:
    """What a block page calls itself, where it does: it begins with markup that says nothing."""
    titled = re.search(r"<title[^>]*>([^<]+)", page, re.IGNORECASE)
    return titled[1].strip() if titled else page


_ROOTS = {Trust.PUBLIC: "public roots", Trust.SYSTEM: "this system's roots", Trust.UNVERIFIED: "not verified"}


def _tls(step: TlsStep) -> str:
    detail = step.detail
    result = words.failure(step.failure) if step.failure else detail.version or "done"
    leaf = detail.chain[0] if detail.chain else None
    issuer = f", issued by {quoted(leaf.issuer_organization or leaf.issuer)}" if leaf else ""
    preview = f", it sent {quoted(detail.preview)}" if detail.preview else ""
    return f"TLS, {_ROOTS[detail.trust]}: {result}{issuer}{preview}"


def _http(step: HttpStep) -> str:
    detail = step.detail
    if step.failure:
        return f"{detail.method} {detail.url}: {words.failure(step.failure)}"
    target = detail.header("location")
    return f"{detail.method} {detail.url}: {detail.status}" + (f", to {quoted(target)}" if target else "")


_SPOKEN = {
    Protocol.IBKR_GATEWAY: "a gateway's answer",
    Protocol.HTTP: "HTTP",
    Protocol.TLS: "TLS",
    Protocol.SSH: "SSH",
    Protocol.SMTP: "SMTP",
    Protocol.FTP: "FTP",
    Protocol.SOCKS: "SOCKS",
    Protocol.UNKNOWN: "something else",
}


def _greeting(step: GreetingStep) -> str:
    spoken = step.detail.spoken
    preview = f", it sent {quoted(step.detail.preview)}" if step.detail.preview and step.failure else ""
    if spoken is None:
        return f"greeting: {words.failure(step.failure) if step.failure else 'no answer'}{preview}"
    return f"greeting: {_SPOKEN[spoken]}{preview}"


def _echo(step: EchoStep) -> str:
    if step.detail.address is None:
        return f"public address: {quoted(step.raw_error) if step.raw_error else 'no answer'}"
    tor = ", a Tor exit" if step.detail.tor else ""
    return f"public address: {step.detail.address}{tor}"
