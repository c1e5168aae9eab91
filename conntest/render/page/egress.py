"""The public address: a timeline of samples for each family on each path, a row per address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from string import ascii_uppercase

from conntest.model.egress import Confidence, Egress, EgressSample, Exits
from conntest.model.report import Report
from conntest.render import furniture as say
from conntest.render import words
from conntest.render.page.axis import Axis

#: What stands for an address that is not believed, or that only UDP left from, and for no answer.
_STRANGE, _MISSING = "x", "·"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The samples that saw one address, or that saw none. `dots` are their moments on the timeline."""

    letter: str
    address: str
    dots: tuple[int, ...]
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressTimeline:
    title: str
    notes: tuple[str, ...]
    rows: tuple[Seen, ...]
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLine:
    at: str
    asked: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressSection:
    timelines: tuple[EgressTimeline, ...]
    samples: tuple[SampleLine, ...]


def egress_section(report: Report) -> EgressSection | None:
    """None where no service was asked for the public address."""
    egress = report.egress
    if egress is None:
        return None
    axis = Axis.over(max((sample.t for sample in egress.samples), default=0.0))
    asked = {seen.id: seen.address or "" for seen in report.observations}
    return EgressSection(
        timelines=tuple(_timeline(exits, _own(exits, egress, asked), axis) for exits in egress.exits),
        samples=tuple(_sample_line(sample) for sample in egress.samples),
    )


def _own(exits: Exits, egress: Egress, asked: Mapping[str, str]) -> list[EgressSample]:
    """The samples of one family on one path. One that was not answered is of the family of whom it asked."""
    return [
        sample
        for sample in egress.samples
        if sample.path == exits.path
        and (":" in (sample.address or asked.get(sample.observation, ""))) == (exits.family == 6)
    ]


def _timeline(exits: Exits, samples: list[EgressSample], axis: Axis) -> EgressTimeline:
    return EgressTimeline(
        title=say.EGRESS_TITLE.format(exits.family, exits.path),
        notes=tuple(_notes(exits)),
        rows=tuple(_rows(exits, samples, axis)),
        end=words.seconds(axis.end),
    )


def _rows(exits: Exits, samples: list[EgressSample], axis: Axis) -> Iterator[Seen]:
    """A row per address that new connections left from, then for those that were seen otherwise, then for none."""
    letters = dict(zip(exits.addresses, ascii_uppercase, strict=False))
    others = dict.fromkeys(s.address for s in samples if s.address and s.address not in exits.addresses)
    for address in (*exits.addresses, *others):
        own = [sample for sample in samples if sample.address == address]
        yield _row(letters.get(address, _STRANGE), address, own, axis)
    if missing := [sample for sample in samples if sample.address is None]:
        yield _row(_MISSING, say.NO_ANSWER, missing, axis)


def _row(letter: str, address: str, samples: list[EgressSample], axis: Axis) -> Seen:
    operators = len({sample.operator for sample in samples})
    return Seen(
        letter=letter,
        address=address,
        dots=tuple(sorted({axis.at(sample.t) for sample in samples})),
        told=f"{words.count(len(samples), 'sample')}, {words.count(operators, 'operator')}",
    )


def _notes(exits: Exits) -> Iterator[str]:
    yield say.PATTERN[exits.pattern]
    if exits.confidence is not None:
        yield _exclusion(exits.confidence)
    if exits.dissenters:
        yield say.DISSENTERS.format(words.listing(exits.dissenters))
    if exits.elsewhere:
        yield say.ELSEWHERE.format(words.listing(exits.elsewhere))


def _exclusion(confidence: Confidence) -> str:
    """What the samples exclude, rounded to the careful side."""
    share = ceil(100 * confidence.unseen_share)
    return say.CONFIDENCE.format(flows=confidence.flows, level=f"{confidence.level:.0%}", share=f"{share}%")


def _sample_line(sample: EgressSample) -> SampleLine:
    return SampleLine(
        at=words.seconds(sample.t),
        asked=f"{sample.service}, {say.SERIES[sample.series]}, {sample.operator}, {sample.path}",
        answer=sample.address or sample.missing or say.NO_ANSWER,
    )
