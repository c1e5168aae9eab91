"""`conntest plan`: every probe that a run would make, by host and port, and why."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import reduce
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.model.host import Endpoint, Group
from conntest.model.plan import (
    EchoProbe,
    Probe,
    ProbePlan,
    ResolveProbe,
)
from conntest.render import counts, probe_words, words
from conntest.render.pac import script_lines
from conntest.render.plan_echoes import echo_lines
from conntest.render.sheet import FAINT, STRONG, Sheet

#: Wide enough for the longest kind, `greeting`, and a gap.
KIND_WIDTH = 10


def render(plan: ProbePlan, console: Console, *, verbose: bool = False) -> None:
    """Write `plan` to `console`. Each group says once what its probes are for, and lists what is done to each port;
    `verbose` gives every probe its own line and reason."""
    sheet = Sheet.of(console, verbose=verbose)
    sheet.print(_lines(plan, sheet))


def to_json(plan: ProbePlan) -> str:
    """The plan as one JSON object: `options`, `endpoints[]`, `probes[]` with their `kind`, and `scripts[]`."""
    document = {
        "options": asdict(plan.options),
        "endpoints": [asdict(endpoint) for endpoint in plan.endpoints],
        "probes": [_described(probe) for probe in plan],
        "scripts": [asdict(probe) for probe in plan.scripts],
    }
    return json.dumps(document, indent=2) + "\n"


def _described(probe: Probe) -> dict[str, Any]:
    return {"kind": probe_words.kind(probe), **asdict(probe)}


def _lines(plan: ProbePlan, sheet: Sheet) -> Iterator[Text]:
    by_subject: dict[str, list[Probe]] = {}
    for probe in plan:
        by_subject.setdefault(probe.subject, []).append(probe)
    kinds = Counter(probe_words.kind(probe) for probe in plan)
    told = ", ".join(f"{number:,} {kind}" for kind, number in kinds.items())
    summary = _("{probes} of {endpoints}: {kinds}. Nothing was sent.").format(
        probes=counts.probes(len(plan)), endpoints=counts.endpoints(len(plan.endpoints)), kinds=told or _("none")
    )
    yield from sheet.paragraph(summary)
    for group in Group:
        endpoints = [endpoint for endpoint in plan.endpoints if endpoint.group is group]
        if endpoints:
            yield from _group(group, endpoints, by_subject, sheet)
    yield from _proxies(plan, by_subject, sheet)
    yield from script_lines(plan, sheet)
    yield from echo_lines(plan, sheet)


def _group(
    group: Group, endpoints: Sequence[Endpoint], by_subject: Mapping[str, list[Probe]], sheet: Sheet
) -> Iterator[Text]:
    yield from sheet.heading(words.group(group))
    hosts = [list(several) for row, several in groupby(endpoints, key=lambda endpoint: endpoint.row)]
    subjects = dict.fromkeys(subject for several in hosts for subject in _subjects(several))
    probes = [probe for subject in subjects for probe in by_subject.get(subject, ())]
    counted = (
        counts.hosts(len(hosts)),
        counts.endpoints(len(endpoints)),
        counts.probes(len(probes)),
    )
    yield from sheet.paragraph(sheet.text(lists.clauses(counted), FAINT), first="  ")
    if not sheet.verbose:
        yield sheet.text("")
        yield from _reasons(probes, sheet)
    for several in hosts:
        yield sheet.text("")
        yield from _host(several, by_subject, sheet)


def _proxies(plan: ProbePlan, by_subject: Mapping[str, list[Probe]], sheet: Sheet) -> Iterator[Text]:
    """What is asked of proxies themselves: the probes that are about no endpoint of the table."""
    known = {subject for endpoint in plan.endpoints for subject in (endpoint.row, endpoint.id)}
    known |= {probe.subject for probe in plan if isinstance(probe, EchoProbe)}
    others = {subject: probes for subject, probes in by_subject.items() if subject not in known}
    if others:
        yield from sheet.heading(_("Proxies"))
    for subject, probes in others.items():
        yield sheet.text(f"  {subject}", STRONG)
        yield from _each(probes, "", sheet)


def _subjects(endpoints: Sequence[Endpoint]) -> tuple[str, ...]:
    """What the probes of one host are about: its row, whose names are resolved, and each of its endpoints."""
    return (endpoints[0].row, *(endpoint.id for endpoint in endpoints))


def _reasons(probes: Iterable[Probe], sheet: Sheet) -> Iterator[Text]:
    """What is done how often, and why."""
    counted = Counter((probe_words.kind(probe), probe_words.manner(probe), probe.why) for probe in probes)
    for (kind, manner, why), number in counted.items():
        mark = sheet.join("  ", sheet.column(f"{number:,}", 5), sheet.column(kind, KIND_WIDTH))
        yield from sheet.paragraph(_explained(manner, why, sheet), first=mark)


def _explained(manner: str, why: str, sheet: Sheet) -> Text:
    return sheet.join(manner, sheet.text(f" {sheet.symbols.dash} {words.data(why)}", FAINT))


def _host(endpoints: Sequence[Endpoint], by_subject: Mapping[str, list[Probe]], sheet: Sheet) -> Iterator[Text]:
    first = endpoints[0]
    place = words.data(first.service)
    if first.region:
        place = lists.clauses((words.region(first.region), words.role(first.role)))
    told = sheet.join(sheet.text(first.host, STRONG), "  ", sheet.text(place, FAINT))
    yield from sheet.paragraph(told, first="  ", indent=4)
    listed = _each if sheet.verbose else _together
    yield from listed(by_subject.get(first.row, ()), "", sheet)
    for endpoint in endpoints:
        probes = by_subject.get(endpoint.id, ())
        yield from listed(probes, str(endpoint.port), sheet)
        if not probes:
            untouched = _("not probed")
            yield sheet.text(f"    {endpoint.port:<6}{untouched}", FAINT)


def _together(probes: Sequence[Probe], port: str, sheet: Sheet) -> Iterator[Text]:
    """One line: the names to resolve, or the kinds of probe of one port."""
    names = dict.fromkeys(probe.name for probe in probes if isinstance(probe, ResolveProbe))
    if names:
        # translators: names to be looked up; {other} only if {name} does not exist.
        alternatives = reduce(lambda one, other: _("{name}, else {other}").format(name=one, other=other), names)
        # translators: before host names.
        yield from sheet.paragraph(alternatives, first=sheet.join("    ", _("names"), " "))
    kinds: dict[str, list[str]] = {}
    for probe in probes:
        if not isinstance(probe, ResolveProbe):
            kinds.setdefault(probe.path, []).append(probe_words.kind(probe))
    for number, (path, several) in enumerate(kinds.items()):
        yield from sheet.paragraph(probe_words.via(", ".join(several), path), first=f"    {'' if number else port:<6}")


def _each(probes: Sequence[Probe], port: str, sheet: Sheet) -> Iterator[Text]:
    for number, probe in enumerate(probes):
        label = f"    {'' if number else port:<6}"
        mark = sheet.join(label, sheet.column(probe_words.kind(probe), KIND_WIDTH))
        yield from sheet.paragraph(_explained(probe_words.exactly(probe), probe.why, sheet), first=mark)
