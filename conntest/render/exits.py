"""The public address on a sheet: which it is, whether it stayed, and a timeline of samples, one mark for each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from rich.text import Text

from conntest.model.echo import Series
from conntest.model.egress import Confidence, Egress, EgressSample, Exits, Pattern
from conntest.model.finding import Domain
from conntest.model.observation import DIRECT
from conntest.model.report import Report
from conntest.render import words
from conntest.render.sheet import BAD, FAINT, GOOD, POOR, STRONG, Sheet

#: Letters of a timeline. Whoever has more addresses than these sees the last letter several times.
_LETTERS = "ABCDEFGH"
#: An address that only one operator saw, and a family's address that did not come.
_STRANGE, _MISSING = "x", "."

#: What the pattern says of the addresses, after them.
PATTERNS: Mapping[Pattern, str] = {
    Pattern.CONSTANT: "looks static during this run",
    Pattern.ROUND_ROBIN: "new connections take turns",
    Pattern.PER_FLOW: "new connections are spread without a visible order",
    Pattern.CGNAT_POOL: "new connections are spread over a provider's pool",
    Pattern.PER_DESTINATION: "each destination sees one of them",
    Pattern.SPLIT_TUNNEL: "mainland China sees another one than the rest of the world",
    Pattern.PER_PORT: "other ports than the web's leave by another one",
    Pattern.FAILOVER: "it changed once, and stayed",
    Pattern.HTTP_POOL: "it changes within one connection",
    Pattern.UNCONFIRMED: "one operator saw several, and no other bears it out",
    Pattern.UNKNOWN: "not known for the web",
}

_QUIET = frozenset({Pattern.CONSTANT})
_LOUD = frozenset({Pattern.ROUND_ROBIN, Pattern.PER_FLOW, Pattern.CGNAT_POOL, Pattern.HTTP_POOL})

_SERIES: Mapping[Series, str] = {
    Series.EACH_SERVICE: "each service once",
    Series.REPEATED: "one, repeatedly",
    Series.CONFIRMING: "a second operator",
    Series.LATER: "again, later",
    Series.OTHER_PORT: "other ports",
    Series.KEPT_ALIVE: "one connection",
    Series.DNS: "DNS (UDP)",
    Series.STUN: "STUN (UDP)",
}

_MARGIN, _LABEL = 8, 19


def exit_lines(report: Report, sheet: Sheet) -> Iterator[Text]:
    """The section; one line that says what was not tested, where the user wanted nobody to be asked."""
    verdict = report.verdicts.get(Domain.EGRESS)
    egress = report.egress
    if egress is None:
        wanted = report.run.options.third_party and report.run.options.samples
        if verdict and verdict.reason and not wanted:
            yield from sheet.heading("Public address")
            yield from sheet.paragraph(sheet.text(verdict.reason, FAINT), first="  Not tested: ")
        return
    yield from sheet.heading("Public address")
    if not egress.exits:
        yield sheet.text("  Nobody told it.")
    for number, exits in enumerate(egress.exits):
        if number:
            yield sheet.text("")
        yield from _Timeline.of(report, egress, exits, sheet).lines()
    yield from _advice(egress, sheet)


def _advice(egress: Egress, sheet: Sheet) -> Iterator[Text]:
    """For an account with an IP restriction."""
    static = [address for exits in egress.of() if exits.pattern is Pattern.CONSTANT for address in exits.addresses]
    if static:
        yield sheet.text("")
        advice = (
            f"An account that is restricted to certain addresses needs {words.listing(static)} on its list. Whether "
            "that is fixed for good, only your provider can say."
        )
        yield from sheet.paragraph(sheet.text(advice, FAINT), first="  ")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timeline:
    """One family on one path; `samples` are its own, those without an answer included."""

    exits: Exits
    samples: Sequence[EgressSample]
    counts: Mapping[str, int]
    sheet: Sheet

    @classmethod
    def of(cls, report: Report, egress: Egress, exits: Exits, sheet: Sheet) -> "_Timeline":
        asked = {seen.id: seen.address or "" for seen in report.observations}
        mine = [
            sample
            for sample in egress.samples
            if sample.path == exits.path and _is_of(sample.address or asked.get(sample.observation, ""), exits)
        ]
        counts = {known.address: known.samples for known in egress.addresses if known.path == exits.path}
        return cls(exits=exits, samples=mine, counts=counts, sheet=sheet)

    def lines(self) -> Iterator[Text]:
        yield from self._what()
        for series, told in _SERIES.items():
            samples = [sample for sample in self.samples if sample.series is series]
            if samples and (self.sheet.verbose or self._is_news(samples)):
                yield from self._row(samples, told)
        yield from self._notes()

    def _what(self) -> Iterator[Text]:
        family = self.sheet.column(f"  IPv{self.exits.family}", _MARGIN)
        addresses = [
            f"{letter} {address} ({self.counts.get(address, 0)})" if len(self.exits.addresses) > 1 else address
            for letter, address in zip(self._letters(), self.exits.addresses, strict=True)
        ]
        via = "" if self.exits.path == DIRECT else f" through {self.exits.path}"
        pattern = self.exits.pattern
        style = GOOD if pattern in _QUIET else BAD if pattern in _LOUD else POOR
        told = self.sheet.join(
            self.sheet.text(", ".join(addresses) or "unknown", STRONG),
            f"{via}  ",
            self.sheet.text(PATTERNS[pattern], style),
        )
        yield from self.sheet.paragraph(told, first=family)

    def _letters(self) -> list[str]:
        return [_LETTERS[min(number, len(_LETTERS) - 1)] for number in range(len(self.exits.addresses))]

    def _is_news(self, samples: Sequence[EgressSample]) -> bool:
        """A plain report leaves out what is not about TCP, unless it differs."""
        return samples[0].series not in (Series.DNS, Series.STUN) or any(self._mark(s) == _STRANGE for s in samples)

    def _row(self, samples: Sequence[EgressSample], told: str) -> Iterator[Text]:
        answered = sum(sample.address is not None for sample in samples)
        lacking = "" if answered == len(samples) else f"  ({answered} of {len(samples)} answered)"
        marks = self.sheet.join("".join(map(self._mark, samples)), self.sheet.text(lacking, FAINT))
        label = self.sheet.column(told, _LABEL, style=FAINT)
        yield from self.sheet.paragraph(marks, first=self.sheet.join(" " * _MARGIN, label))

    def _mark(self, sample: EgressSample) -> str:
        if sample.address is None:
            return _MISSING
        letters = dict(zip(self.exits.addresses, self._letters(), strict=True))
        return letters.get(sample.address, _STRANGE)

    def _notes(self) -> Iterator[Text]:
        for note in (*self._exclusion(self.exits.confidence), *self._strangers()):
            yield from self.sheet.paragraph(self.sheet.text(note, FAINT), first=" " * _MARGIN)

    def _exclusion(self, confidence: Confidence | None) -> Iterator[str]:
        """What the sample excludes. Never that there is nothing else."""
        if confidence is not None:
            other = "other exit" if len(self.exits.addresses) > 1 else "second exit"
            yield (
                f"{words.count(confidence.flows, 'new connection')}: with {confidence.level:.0%} confidence no {other} "
                f"carries more than {ceil(100 * confidence.unseen_share)}% of connections."
            )

    def _strangers(self) -> Iterator[str]:
        if self.exits.dissenters:
            operators = words.listing(self.exits.dissenters)
            yield f"{_STRANGE}: {operators} saw another address than all others, and is not believed."
        if self.exits.elsewhere:
            yield f"{_STRANGE}: only UDP (DNS, STUN) left from {words.listing(self.exits.elsewhere)}."


def _is_of(address: str, exits: Exits) -> bool:
    """Whether an address is of the family of `exits`; none at all is counted as IPv4."""
    return (":" in address) == (exits.family == 6)
