"""What a run found out, one line per question: how many of the hosts answer, how far they are, what is wrong."""

from collections import Counter
from collections.abc import Iterator, Sequence

from conntest import lists
from conntest.findings.dns_tampered import DnsTampered
from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.model.egress import Exits, Pattern
from conntest.model.finding import Domain, Severity, Status, Verdict
from conntest.model.host import Group
from conntest.model.observation import DIRECT, AskedBy, ResolveStep, attempts
from conntest.model.report import EndpointResult, Machine, Path, Report
from conntest.plan.egress_follow_up import DNSEL_ROW
from conntest.render import ways, words
from conntest.render.exits import PATTERNS
from conntest.render.questions import BY_GROUP, Question, label
from conntest.values import dataclass
from conntest.wording import conditions

#: A verdict as the state of a line, which has a sign.
STATUS = {
    Verdict.PASS: Status.PASS,
    Verdict.WARN: Status.WARN,
    Verdict.FAIL: Status.FAIL,
    Verdict.INCONCLUSIVE: Status.INCONCLUSIVE,
}

#: The least width of the labels and what stands before them.
LABEL = 18

#: Endpoints that a line of its own names where they fail alike. More of them are counted.
NAMED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line. `mixed` are the hosts' results where they differ and the line cannot say how."""

    label: str
    status: Status
    told: str
    mixed: tuple[EndpointResult, ...] = ()


def checks(report: Report) -> tuple[Check, ...]:
    """A line for each question that the run asked, in the order of `Question`."""
    return tuple(_checks(report))


def _checks(report: Report) -> Iterator[Check]:
    yield Check(label=label(Question.MACHINE), status=_domain(report, Domain.MACHINE), told=_machine(report))
    yield from _names(report)
    for question in dict.fromkeys(BY_GROUP.values()):
        if question is Question.COMPARISON:
            yield from _proxies(report)
            yield from _egress(report)
        results = [result for result in report.endpoints if BY_GROUP.get(result.group) is question]
        if results:
            yield from _hosts(question, results)
    canaries = [result for result in report.endpoints if result.group is Group.CANARY and _is_off(result)]
    if canaries:
        yield Check(label=words.group(Group.CANARY), status=Status.FAIL, told=_examples(canaries))


def _domain(report: Report, domain: Domain) -> Status:
    verdict = report.verdicts.get(domain)
    return STATUS[verdict.status] if verdict else Status.SKIPPED


def _machine(report: Report) -> str:
    """What is wrong with it, or what it is."""
    wrong = [
        finding.title
        for finding in report.findings
        if Domain.MACHINE in finding.domains and finding.severity is not Severity.INFO
    ]
    return wrong[0] if wrong else lists.clauses((report.machine.os, *own_addresses(report.machine)[:1]))


def own_addresses(machine: Machine) -> tuple[str, ...]:
    """The addresses of the interfaces that carry the default routes, IPv4's first."""
    carriers = machine.route_interfaces or ()
    found = [
        address
        for interface in machine.interfaces or ()
        if interface.up and interface.name in carriers
        for address in interface.addresses
    ]
    return tuple(sorted(found, key=lambda address: ":" in address))


def _names(report: Report) -> Iterator[Check]:
    """By rows of the host table: one of their names is enough. The list of Tor's exits is none of them: that an address
    has no name there is the good answer."""
    found: dict[str, bool] = {}
    failures: Counter[str] = Counter()
    for seen in attempts(report.observations):
        asked = [step for step in seen.resolves if step.detail.asked_by is AskedBy.SYSTEM]
        if asked and seen.row and seen.row != DNSEL_ROW:
            answered = any(step.failure is None for step in asked)
            found[seen.row] = found.get(seen.row, False) or answered
            failures.update([] if answered else _failure_of(asked))
    if not found:
        return
    wrong = {name for finding in report.findings if isinstance(finding, DnsTampered) for name in finding.names}
    fine = sum(found.values()) - len(wrong)
    told = answered_of(fine, len(found))
    if wrong:
        told = lists.labelled(told, ngettext("{number} wrong address", "{number} wrong addresses", len(wrong)))
        told = told.format(number=words.figure(len(wrong)))
    elif fine < len(found) and failures:
        told = lists.labelled(told, failures.most_common(1)[0][0])
    yield Check(label=label(Question.NAMES), status=_domain(report, Domain.DNS), told=told)


def _failure_of(asked: Sequence[ResolveStep]) -> list[str]:
    return [words.failure(step.failure) for step in asked if step.failure][:1]


def answered_of(fine: int, asked: int) -> str:
    """`36 of 36`."""
    # translators: how many of the hosts, names or services answer.
    return _("{fine} of {asked}").format(fine=words.figure(fine), asked=words.figure(asked))


def _hosts(question: Question, results: Sequence[EndpointResult]) -> Iterator[Check]:
    """One line where all fare alike or are there to compare with, one per port where each port's fare alike, and else
    one that lists what is off."""
    tested = [result for result in results if result.status is not Status.SKIPPED]
    if not tested:
        yield Check(label=label(question), status=Status.SKIPPED, told=_("not tested"))
        return
    by_port = {port: [one for one in tested if one.port == port] for port in dict.fromkeys(o.port for o in tested)}
    comparing = question is Question.COMPARISON or len(_ways_to_fare(tested)) == 1
    if not comparing and all(len(_ways_to_fare(own)) == 1 for own in by_port.values()):
        for port, own in by_port.items():
            yield _check(f"{label(question)} {port}", own)
    else:
        yield _check(label(question), tested)


def _ways_to_fare(results: Sequence[EndpointResult]) -> set[str]:
    return {_note(result) for result in results}


def _note(result: EndpointResult) -> str:
    """What is wrong with an endpoint; nothing where it works."""
    return conditions.note(result.state) or words.status(result.status) if _is_off(result) else ""


def _is_off(result: EndpointResult) -> bool:
    return result.status not in (Status.PASS, Status.SKIPPED)


def _check(name: str, tested: Sequence[EndpointResult]) -> Check:
    off = [result for result in tested if _is_off(result)]
    counted = answered_of(len(tested) - len(off), len(tested))
    told = lists.clauses(filter(None, (counted, span(tested))))
    if not off:
        return Check(label=name, status=Status.PASS, told=told)
    states = {result.status for result in tested}
    status = states.pop() if len(states) == 1 else Status.WARN
    if len(_ways_to_fare(tested)) == 1:
        return Check(label=name, status=status, told=lists.labelled(counted, _note(off[0])))
    if len(off) <= NAMED:
        return Check(label=name, status=status, told=lists.parts((told, _examples(off))))
    return Check(label=name, status=status, told=told, mixed=tuple(off))


def span(results: Sequence[EndpointResult]) -> str:
    """How far the hosts are: `12 to 240 ms`, or nothing where no round trip was measured."""
    times = sorted(result.rtt_ms for result in results if result.rtt_ms is not None and not _is_off(result))
    if not times:
        return ""
    least, most = words.milliseconds(times[0]), words.milliseconds(times[-1])
    # translators: the shortest and the longest round trip.
    return least if least == most else _("{least} to {most}").format(least=least, most=most)


def _examples(off: Sequence[EndpointResult]) -> str:
    """`portquiz.net:4000 timed out, portquiz.net:4001 timed out`, and how many more."""
    # translators: "ndc1.ibllc.com:4000 timed out".
    told = [
        _("{endpoint} {failure}").format(endpoint=words.endpoint(result.host, result.port), failure=_note(result))
        for result in off[:NAMED]
    ]
    return lists.clauses((*told, *_rest(len(off) - NAMED)))


def _rest(number: int) -> Iterator[str]:
    if number > 0:
        yield ngettext("{number} more", "{number} more", number).format(number=words.figure(number))


def _proxies(report: Report) -> Iterator[Check]:
    """A line per proxy: what became of it and, where it is alive, how many gateways answer through it."""
    for path in report.paths:
        if path.id != DIRECT:
            reading = report.path_readings.get(path.id)
            told = lists.labelled(path.id, lists.clauses((ways.told(reading), *_beyond(report, path))))
            yield Check(label=label(Question.PROXIES), status=ways.status(reading), told=told)


def _beyond(report: Report, path: Path) -> Iterator[str]:
    for group in (Group.GATEWAY, Group.WEBSITE):
        found = [
            result.paths[path.id] for result in report.endpoints if result.group is group and path.id in result.paths
        ]
        tested = [status for status in found if status is not Status.SKIPPED]
        if tested:
            fine = sum(status is Status.PASS for status in tested)
            # translators: "Gateways 36 of 36".
            yield _("{group} {count}").format(group=words.group(group), count=answered_of(fine, len(tested)))


def _egress(report: Report) -> Iterator[Check]:
    verdict, egress = report.verdicts.get(Domain.EGRESS), report.egress
    name = label(Question.EGRESS)
    if egress is None or not egress.exits:
        if verdict and verdict.doubt:
            yield Check(label=name, status=Status.SKIPPED, told=conditions.reason(verdict.doubt))
        return
    told = [exits for exits in egress.exits if exits.addresses]
    for exits in told:
        seen = [one.samples for one in egress.addresses if one.path == exits.path and one.address in exits.addresses]
        yield Check(label=name, status=_domain(report, Domain.EGRESS), told=_exit(exits, sum(seen)))
    if not told:
        yield Check(label=name, status=Status.SKIPPED, told=_("unknown"))


def _exit(exits: Exits, samples: int) -> str:
    addresses = ", ".join(exits.addresses)
    if exits.path != DIRECT:
        # translators: {path} is a proxy.
        addresses = _("{addresses} through {path}").format(addresses=addresses, path=exits.path)
    if exits.pattern is Pattern.CONSTANT:
        told = ngettext("{address}, the same in {number} test", "{address}, the same in all of {number} tests", samples)
        return told.format(address=addresses, number=words.figure(samples))
    return lists.labelled(addresses, _(PATTERNS[exits.pattern]))
