"""`conntest api` on a terminal and as JSON: every port with who listens, one sentence, and what to do."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, assert_never

from rich.console import Console
from rich.text import Text

from conntest import lists
from conntest.language import ENGLISH, using
from conntest.language import gettext as _
from conntest.local_api.conclude import bound_to_this_machine_only, only_one_loopback
from conntest.local_api.findings import ApiFinding
from conntest.model.addresses import host_port
from conntest.model.finding import Status, Verdict
from conntest.model.local_api import (
    USUAL_PORTS,
    Answer,
    Answered,
    Closed,
    Foreign,
    LocalApi,
    Refused,
    Silent,
    Unreachable,
)
from conntest.render import words
from conntest.render.sheet import FAINT, VERDICT_STYLE, Sheet


def render(seen: LocalApi, found: Sequence[ApiFinding], console: Console) -> None:
    """Write what was seen to `console`."""
    sheet = Sheet.of(console)
    sheet.print(_lines(seen, found, sheet))


def to_json(seen: LocalApi, found: Sequence[ApiFinding]) -> str:
    """The same as one JSON object: `able`, `summary`, `tries[]`, `listeners[]` or null, `findings[]`. In English."""
    with using(ENGLISH):
        document: dict[str, Any] = {
            "able": bool(seen.answered),
            "summary": sentence(seen, found),
            "host": seen.host,
            "tries": [asdict(one) for one in seen.tries],
            "listeners": None if seen.listeners is None else [asdict(one) for one in seen.listeners],
            "running": None if seen.running is None else [program.value for program in seen.running],
            "notes": list(_notes(seen)),
            "findings": [_document(finding) for finding in found],
        }
    return json.dumps(document, indent=2) + "\n"


def _document(finding: ApiFinding) -> dict[str, Any]:
    remedies = [{"who": one.who.value, "steps": list(one.steps), "link": one.link} for one in finding.about.remedies]
    return {
        "code": finding.about.code.value,
        "title": finding.title,
        "summary": finding.summary,
        "facts": asdict(finding),
        "remedies": remedies,
    }


def sentence(seen: LocalApi, found: Sequence[ApiFinding]) -> str:
    """What comes first, in the language in use."""
    if not seen.answered:
        return found[0].title
    told = _("Programs can connect to {places}.")
    return told.format(places=lists.listed(host_port(one.address, one.port) for one in seen.answered))


def _lines(seen: LocalApi, found: Sequence[ApiFinding], sheet: Sheet) -> Iterator[Text]:
    verdict = Verdict.PASS if seen.answered else Verdict.FAIL
    mark = sheet.join(sheet.text(words.verdict(verdict), f"bold {VERDICT_STYLE[verdict]}"), "  ")
    yield from sheet.paragraph(sheet.text(sentence(seen, found), "bold"), first=mark)
    yield from sheet.heading(_("The API of TWS and IB Gateway"))
    yield from _table(seen, sheet)
    for note in _notes(seen):
        yield sheet.text("")
        yield from sheet.paragraph(note, first="  ")
    for finding in found:
        yield from _finding(finding, sheet, brief=bool(seen.answered))


def _table(seen: LocalApi, sheet: Sheet) -> Iterator[Text]:
    """A line for each attempt: where, whose port it usually is, what became of it, who listens."""
    places = [host_port(one.address, one.port) for one in seen.tries]
    where, whose = sheet.widest(places, 0, indent=2) + 1, sheet.widest(map(_usual, seen.ports), 0) + 1
    answers = sheet.widest((_told(one.answer) for one in seen.tries), 0) + 3
    for place, one in zip(places, seen.tries, strict=True):
        result = sheet.join(sheet.mark(_status(one.answer)), " ", _told(one.answer))
        first = sheet.join(
            sheet.column(f"  {place}", where),
            sheet.column(_usual(one.port), whose, style=FAINT),
            sheet.column(result, answers),
        )
        yield from sheet.paragraph(sheet.text(_owners(seen, one.port), FAINT), first=first)


def _usual(port: int) -> str:
    """`IB Gateway, paper`; empty for a port that is usually nobody's."""
    if port not in USUAL_PORTS:
        return ""
    program, paper = USUAL_PORTS[port]
    return lists.clauses((program.value, _("paper"))) if paper else program.value


def _told(answer: Answer) -> str:
    match answer:
        case Answered(version=version):
            return _("answers (version {version})").format(version=version)
        case Refused():
            return _("nothing listens")
        case Unreachable():
            return _("not reached")
        case Closed():
            return _("closes at once")
        case Silent():
            return _("silent")
        case Foreign(protocol=protocol):
            return _("not TWS ({protocol})").format(protocol=protocol.value)
    assert_never(answer)


def _status(answer: Answer) -> Status:
    match answer:
        case Answered():
            return Status.PASS
        case Refused() | Unreachable():
            return Status.SKIPPED
        case _:
            return Status.FAIL


def _owners(seen: LocalApi, port: int) -> str:
    """`java on 127.0.0.1`, for each socket that listens there."""
    told = _("{process} on {address}")
    return lists.parts(
        told.format(process=one.process or _("another user's program"), address=one.address)
        for one in seen.listeners or ()
        if one.port == port
    )


def _notes(seen: LocalApi) -> Iterator[str]:
    """What is no trouble here, and may be for another program."""
    if one := only_one_loopback(seen):
        yield _(
            "A program that connects to “localhost” tries {first} first, where nothing listens. Write {address} in its "
            "settings."
        ).format(first=seen.localhost[0], address=one.address)
    if bound := bound_to_this_machine_only(seen):
        yield _(
            "Port {port} can be reached from this computer only: other computers and containers cannot connect to it."
        ).format(port=bound[0].port)


def _finding(finding: ApiFinding, sheet: Sheet, *, brief: bool) -> Iterator[Text]:
    """Where another port answers, `brief`, what is odd about this one is told, and no more."""
    yield from sheet.heading(_("Also found") if brief else _("What to do"))
    code = sheet.text(f"({finding.about.code.value})", FAINT)
    yield from sheet.paragraph(sheet.join(sheet.text(finding.summary), "  ", code), first="  ")
    for remedy in () if brief else finding.about.remedies:
        yield sheet.text("")
        for number, step in enumerate(remedy.steps, start=1):
            yield from sheet.paragraph(_(step), first=f"  {number}. ")
        if remedy.link:
            yield sheet.text("")
            yield from sheet.paragraph(sheet.text(remedy.link, FAINT), first="  ")
