"""The public address: a timeline of samples for each family on each path, a row per address."""

from collections.abc import Iterator, Mapping
from math import ceil
from string import ascii_uppercase

from conntest import lists
from conntest.language import gettext as _
from conntest.language import ngettext
from conntest.model.egress import Confidence, Egress, EgressSample, Exits
from conntest.model.report import Report
from conntest.render import counts, words
from conntest.render.page import names
from conntest.render.page.axis import Axis
from conntest.values import dataclass
from conntest.wording import phrases

#: What stands for an address that is not believed, or that only UDP left from, and for no answer.
_STRANGE, _MISSING = "x", "·"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The samples that saw one address, or that saw none. `dots` are their moments on the timeline."""

    letter: str
    address: str
    dots: tuple[int, ...]
    told: str

    @property
    def certain(self) -> bool:
        """Whether new connections left from there."""
        return self.letter not in (_STRANGE, _MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """One sample in the ribbon: the letter of its address, and the class that colours it."""

    letter: str
    kind: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressTimeline:
    """`ribbon` are the samples in the order of their time, where they saw more than one address."""

    title: str
    ribbon: tuple[Square, ...]
    notes: tuple[str, ...]
    rows: tuple[Seen, ...]
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLine:
    at: str
    #: The service, what for, its operator, and the path.
    asked: tuple[str, ...]
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
        title=_("IPv{family}, {path}").format(family=exits.family, path=words.way(exits.path)),
        ribbon=tuple(_ribbon(exits, samples)) if len(exits.addresses) > 1 else (),
        notes=tuple(_notes(exits)),
        rows=tuple(_rows(exits, samples, axis)),
        end=words.seconds(axis.end),
    )


def _ribbon(exits: Exits, samples: list[EgressSample]) -> Iterator[Square]:
    letters = dict(zip(exits.addresses, ascii_uppercase, strict=False))
    for sample in sorted(samples, key=lambda sample: sample.t):
        letter = letters.get(sample.address or "", _STRANGE) if sample.address else _MISSING
        kind = letter.lower() if letter in "ABCD" else "o"
        told = lists.labelled(words.seconds(sample.t), sample.address or _("no answer"))
        yield Square(letter=letter, kind=kind, told=told)


def _rows(exits: Exits, samples: list[EgressSample], axis: Axis) -> Iterator[Seen]:
    """A row per address that new connections left from, then for those that were seen otherwise, then for none."""
    letters = dict(zip(exits.addresses, ascii_uppercase, strict=False))
    others = dict.fromkeys(s.address for s in samples if s.address and s.address not in exits.addresses)
    for address in (*exits.addresses, *others):
        own = [sample for sample in samples if sample.address == address]
        yield _row(letters.get(address, _STRANGE), address, own, axis)
    if missing := [sample for sample in samples if sample.address is None]:
        yield _row(_MISSING, _("no answer"), missing, axis)


def _row(letter: str, address: str, samples: list[EgressSample], axis: Axis) -> Seen:
    return Seen(
        letter=letter,
        address=address,
        dots=tuple(sorted({axis.at(sample.t) for sample in samples})),
        told=_told(samples),
    )


def _told(samples: list[EgressSample]) -> str:
    operators = counts.operators(len({sample.operator for sample in samples}))
    # translators: "12 samples, 3 operators"
    return _("{samples}, {operators}").format(samples=counts.samples(len(samples)), operators=operators)


def _notes(exits: Exits) -> Iterator[str]:
    yield names.pattern(exits)
    if exits.confidence is not None:
        yield _exclusion(exits.confidence)
    if exits.dissenters:
        told = _("{operators} saw another address than all others, and is not believed.")
        yield told.format(operators=lists.listed(exits.dissenters))
    if exits.elsewhere:
        yield _("Only DNS and STUN (UDP) saw {addresses}.").format(addresses=lists.listed(exits.elsewhere))


def _exclusion(confidence: Confidence) -> str:
    """What the samples exclude, rounded to the careful side."""
    share = ceil(100 * confidence.unseen_share)
    told = ngettext(
        "{flows} new connection was made. An address with less than {share} of the traffic can be missed.",
        "{flows} new connections were made. An address with less than {share} of the traffic can be missed.",
        confidence.flows,
    )
    return told.format(flows=confidence.flows, share=f"{share}%")


def _sample_line(sample: EgressSample) -> SampleLine:
    return SampleLine(
        at=words.seconds(sample.t),
        asked=(sample.service, names.series(sample.series), sample.operator, words.way(sample.path)),
        answer=sample.address or phrases.missing_answer(sample.failure, sample.said),
    )
