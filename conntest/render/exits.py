"""The public address on a sheet: which it is, whether it stayed, and a timeline of samples, one mark for each."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from rich.text import Text

from conntest import lists
from conntest.language import N_, ngettext
from conntest.language import gettext as _
from conntest.model.echo import Series
from conntest.model.egress import Confidence, Egress, EgressSample, Exits, Pattern
from conntest.model.finding import Domain
from conntest.model.observation import DIRECT
from conntest.model.report import Report
from conntest.render import words
from conntest.render.sheet import BAD, FAINT, GOOD, POOR, STRONG, Sheet
from conntest.values import dataclass
from conntest.wording import conditions

#: Letters of a timeline. Whoever has more addresses than these sees the last letter several times.
_LETTERS = "ABCDEFGH"
#: An address that only one operator saw, and a family's address that did not come.
_STRANGE, _MISSING = "x", "."

#: What the pattern says of the addresses, after them.
PATTERNS: Mapping[Pattern, str] = {
    Pattern.CONSTANT: N_("looks static during this run"),
    Pattern.ROUND_ROBIN: N_("new connections take turns"),
    Pattern.PER_FLOW: N_("new connections are spread without a visible order"),
    Pattern.CGNAT_POOL: N_("new connections are spread over a provider's pool"),
    Pattern.PER_DESTINATION: N_("each destination sees one of them"),
    Pattern.SPLIT_TUNNEL: N_("mainland China sees another one than the rest of the world"),
    Pattern.PER_PORT: N_("other ports than the web's leave by another one"),
    Pattern.FAILOVER: N_("it changed once, and stayed"),
    Pattern.HTTP_POOL: N_("it changes within one connection"),
    Pattern.UNCONFIRMED: N_("one operator saw several, and no other confirms it"),
    Pattern.UNKNOWN: N_("not known for the web"),
}

_QUIET = frozenset({Pattern.CONSTANT})
_LOUD = frozenset({Pattern.ROUND_ROBIN, Pattern.PER_FLOW, Pattern.CGNAT_POOL, Pattern.HTTP_POOL})

_SERIES: Mapping[Series, str] = {
    Series.EACH_SERVICE: N_("each service once"),
    Series.REPEATED: N_("one, repeatedly"),
    Series.CONFIRMING: N_("a second operator"),
    Series.LATER: N_("again, later"),
    Series.OTHER_PORT: N_("other ports"),
    Series.KEPT_ALIVE: N_("one connection"),
    Series.DNS: N_("DNS (UDP)"),
    Series.STUN: N_("STUN (UDP)"),
}

_MARGIN, _LABEL = 8, 19


def exit_lines(report: Report, sheet: Sheet) -> Iterator[Text]:
    """The section; one line that says what was not tested, where the user wanted nobody to be asked."""
    verdict = report.verdicts.get(Domain.EGRESS)
    egress = report.egress
    if egress is None:
        wanted = report.run.options.third_party and report.run.options.samples
        if verdict and verdict.doubt and not wanted:
            yield from sheet.heading(_("Public address"))
            yield from sheet.paragraph(
                sheet.text(conditions.reason(verdict.doubt), FAINT), first=sheet.join("  ", _("Not tested:"), " ")
            )
        return
    yield from sheet.heading(_("Public address"))
    if not egress.exits:
        yield from sheet.paragraph(_("No service could tell your public address."), first="  ")
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
        advice = _(
            "If your account has an IP restriction, its list needs {addresses}. Ask your provider whether the address "
            "is static."
        ).format(addresses=lists.listed(static))
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
        for series in _SERIES:
            samples = [sample for sample in self.samples if sample.series is series]
            if samples:
                yield from self._row(samples, series)
        yield from self._notes()

    def _what(self) -> Iterator[Text]:
        family = self.sheet.column(f"  IPv{self.exits.family}", _MARGIN)
        addresses = [
            f"{letter} {address} ({self.counts.get(address, 0)})" if len(self.exits.addresses) > 1 else address
            for letter, address in zip(self._letters(), self.exits.addresses, strict=True)
        ]
        # translators: {path} is a proxy; an address stands before.
        via = "" if self.exits.path == DIRECT else _("through {path}").format(path=self.exits.path)
        pattern = self.exits.pattern
        style = GOOD if pattern in _QUIET else BAD if pattern in _LOUD else POOR
        told = self.sheet.join(
            self.sheet.text(", ".join(addresses) or _("unknown"), STRONG),
            f" {via}  " if via else "  ",
            self.sheet.text(_(PATTERNS[pattern]), style),
        )
        yield from self.sheet.paragraph(told, first=family)

    def _letters(self) -> list[str]:
        return [_LETTERS[min(number, len(_LETTERS) - 1)] for number in range(len(self.exits.addresses))]

    def _row(self, samples: Sequence[EgressSample], series: Series) -> Iterator[Text]:
        answered = sum(sample.address is not None for sample in samples)
        lacking = ""
        if answered < len(samples):
            # translators: services that tell the public address.
            lacking = _("({answered} of {asked} answered)").format(answered=answered, asked=len(samples))
        marks = self.sheet.join("".join(map(self._mark, samples)), self.sheet.text(f"  {lacking}", FAINT))
        width = self.sheet.widest((_(told) for told in _SERIES.values()), _LABEL)
        label = self.sheet.column(_(_SERIES[series]), width, style=FAINT)
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
        if confidence is None:
            return
        message = ngettext(
            "{number} new connection, always the same address. A second line with less than {share} of the traffic "
            "can be missed.",
            "{number} new connections, always the same address. A second line with less than {share} of the traffic "
            "can be missed.",
            confidence.flows,
        )
        if len(self.exits.addresses) > 1:
            message = ngettext(
                "{number} new connection. Another line with less than {share} of the traffic can be missed.",
                "{number} new connections. Another line with less than {share} of the traffic can be missed.",
                confidence.flows,
            )
        yield message.format(
            number=words.figure(confidence.flows),
            share=f"{ceil(100 * confidence.unseen_share)}%",
        )

    def _strangers(self) -> Iterator[str]:
        if self.exits.dissenters:
            operators = lists.listed(self.exits.dissenters)
            told = _("{operators} saw another address than all others, and is not believed.")
            yield lists.labelled(_STRANGE, told.format(operators=operators))
        if self.exits.elsewhere:
            left = _("only DNS and STUN (UDP) saw {addresses}.")
            yield lists.labelled(_STRANGE, left.format(addresses=lists.listed(self.exits.elsewhere)))


def _is_of(address: str, exits: Exits) -> bool:
    """Whether an address is of the family of `exits`; none at all is counted as IPv4."""
    return (":" in address) == (exits.family == 6)
