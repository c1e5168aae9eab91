"""The public address: a timeline of samples for each family on each path, a row per address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from conntest.model.egress import Confidence, Egress, EgressSample, Exits
from conntest.render import furniture as say
from conntest.render import words
from conntest.render.page.axis import Axis


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
    pattern: str
    confidence: str
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


def egress_section(egress: Egress | None) -> EgressSection | None:
    """None where no service was asked for the public address."""
    if egress is None:
        return None
    axis = Axis.over(max((sample.t for sample in egress.samples), default=0.0))
    return EgressSection(
        timelines=tuple(_timeline(exits, egress.samples, axis) for exits in egress.exits),
        samples=tuple(_sample_line(sample) for sample in egress.samples),
    )


def _timeline(exits: Exits, samples: Sequence[EgressSample], axis: Axis) -> EgressTimeline:
    path = say.EGRESS_TITLE.format(exits.family, exits.path)
    return EgressTimeline(
        title=path,
        pattern=say.PATTERN[exits.pattern],
        confidence=_confidence(exits.confidence),
        rows=tuple(_rows(exits, [sample for sample in samples if sample.path == exits.path], axis)),
        end=words.seconds(axis.end),
    )


def _rows(exits: Exits, samples: list[EgressSample], axis: Axis) -> Iterator[Seen]:
    """A row per address of this family. Who did not answer has no family."""
    for number, address in enumerate((*exits.addresses, *exits.elsewhere)):
        own = [sample for sample in samples if sample.address == address]
        yield Seen(
            letter=ascii_uppercase[number % len(ascii_uppercase)],
            address=address,
            dots=tuple(sorted({axis.at(sample.t) for sample in own})),
            told=_counted(own),
        )


def _counted(samples: list[EgressSample]) -> str:
    operators = len({sample.operator for sample in samples})
    return f"{words.count(len(samples), 'sample')}, {words.count(operators, 'operator')}"


def _confidence(confidence: Confidence | None) -> str:
    if confidence is None:
        return ""
    return say.CONFIDENCE.format(
        level=f"{confidence.level:.0%}", share=f"{confidence.unseen_share:.0%}", flows=confidence.flows
    )


def _sample_line(sample: EgressSample) -> SampleLine:
    return SampleLine(
        at=words.seconds(sample.t),
        asked=f"{sample.service}, {say.SERIES[sample.series]}, {sample.operator}, {sample.path}",
        answer=sample.address or sample.missing or say.NO_ANSWER,
    )
