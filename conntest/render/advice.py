"""Findings on a sheet: the first in full, with what was seen and who does what; the others in short."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.model.finding import Finding, Remedy
from conntest.model.report import Report
from conntest.render import facts, words
from conntest.render.evidence import Sight, Witness
from conntest.render.sheet import FAINT, SEVERITY_STYLE, STRONG, Sheet
from conntest.render.steps import arranged, system_of
from conntest.symptoms.catalogue import appearance

#: Lines of evidence in a plain report: enough to see the pattern. All of it is in the JSON report.
SHOWN = 4
#: And in a verbose one. A block of everything has hundreds.
SHOWN_VERBOSE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Adviser:
    """Writes the findings of one report."""

    report: Report
    sheet: Sheet
    witness: Witness

    def full(self, finding: Finding) -> Iterator[Text]:
        """Title, summary, evidence, and every remedy with its steps. A title that was the headline is not repeated."""
        if facts.is_headline(finding, self.report):
            yield from self.sheet.paragraph(self._coded(self.sheet.text(finding.summary), finding), first="  ")
        else:
            yield from self._title(finding)
            yield from self.sheet.paragraph(finding.summary, first="  ")
        yield from self._appearance(finding)
        yield from self._seen(finding)
        for remedy in finding.remedies:
            yield from self._remedy(remedy)
        yield from self._sources(finding)

    def brief(self, finding: Finding) -> Iterator[Text]:
        """Title, summary, and the first step that applies on this machine."""
        yield from self._title(finding)
        yield from self.sheet.paragraph(finding.summary, first="  ")
        yield from self._appearance(finding)
        for remedy in finding.remedies[:1]:
            step = next((step.bare for step in arranged(remedy.steps, self._system) if step.here), None)
            if step:
                mark = self.sheet.join("  ", self.sheet.text(lists.labelled(words.who(remedy.who), ""), STRONG))
                yield from self.sheet.paragraph(step, first=mark, indent=4)

    def _appearance(self, finding: Finding) -> Iterator[Text]:
        if told := appearance(finding):
            yield from self.sheet.paragraph(self.sheet.text(told, FAINT), first="  ")

    @property
    def _system(self) -> str | None:
        return system_of(self.report.machine.os)

    def _title(self, finding: Finding) -> Iterator[Text]:
        sheet = self.sheet
        severity = sheet.text(words.severity(finding.severity), f"bold {SEVERITY_STYLE[finding.severity]}")
        title = self._coded(sheet.text(finding.title, STRONG), finding)
        yield from sheet.paragraph(title, first=sheet.join(severity, "  "))

    def _coded(self, told: Text, finding: Finding) -> Text:
        """With the code behind it, which `conntest explain` takes."""
        return self.sheet.join(told, "  ", self.sheet.text(f"({finding.code.value})", FAINT))

    def _seen(self, finding: Finding) -> Iterator[Text]:
        sights = self.witness.sights(finding.evidence)
        if not sights:
            return
        limit = SHOWN_VERBOSE if self.sheet.verbose else SHOWN
        # A line that says "one more" would take the place of that one.
        shown = sights if len(sights) == limit + 1 else sights[:limit]
        yield self.sheet.text("")
        yield self.sheet.join("  ", self.sheet.text(_("What was seen"), STRONG), self._when(sights))
        yield from self._table(shown)
        if rest := len(sights) - len(shown):
            more = _("and {number} more like these (--verbose shows them)")
            if self.sheet.verbose:
                more = _("and {number} more like these")
            told = f"{self.sheet.symbols.ellipsis} {more.format(number=words.figure(rest))}"
            yield from self.sheet.paragraph(self.sheet.text(told, FAINT), first="  ")

    def _table(self, sights: list[Sight]) -> Iterator[Text]:
        """Host and address in columns where both leave half a line for the words."""
        sheet = self.sheet
        where = max(sheet.cells(sight.where) for sight in sights)
        address = max(sheet.cells(sight.address) for sight in sights)
        if where + address > sheet.width // 2:
            for sight in sights:
                told = "  ".join(part for part in (sight.where, sight.address, sight.sentence) if part)
                yield from sheet.paragraph(told, first="  ", indent=4)
            return
        for sight in sights:
            mark = sheet.join("  ", sheet.column(sight.where, where + 2))
            if address:
                mark.append_text(sheet.column(sight.address, address + 2, style=FAINT))
            yield from sheet.paragraph(sight.sentence, first=mark)

    def _when(self, sights: list[Sight]) -> Text:
        """The wall-clock time, which is what a firewall's log is searched by."""
        moments = [moment for sight in sights for moment in sight.moments_s]
        first, last = (words.utc(self.report.run.started_at, moment) for moment in (min(moments), max(moments)))
        if first is None or last is None:
            return self.sheet.text("")
        since, until = f"{first:%H:%M:%S}", f"{last:%H:%M:%S}"
        when = _("at {time} UTC").format(time=since)
        if since != until:
            when = _("from {first} to {last} UTC").format(first=since, last=until)
        return self.sheet.text(f"{lists.comma()}{when}", FAINT)

    def _remedy(self, remedy: Remedy) -> Iterator[Text]:
        steps = [step for step in arranged(remedy.steps, self._system) if step.here or self.sheet.verbose]
        if not steps:
            return
        yield self.sheet.text("")
        yield self.sheet.join("  ", self.sheet.text(words.who(remedy.who), STRONG))
        number = 0
        for step in steps:
            number += step.here
            told = self.sheet.text(step.text if self.sheet.verbose else step.bare, "" if step.here else FAINT)
            yield from self.sheet.paragraph(told, first=f"  {number}. " if step.here else "     ")

    def _sources(self, finding: Finding) -> Iterator[Text]:
        """The articles behind the remedies, each once."""
        links = dict.fromkeys(remedy.link for remedy in finding.remedies if remedy.link)
        if links:
            yield self.sheet.text("")
        for link in links:
            # translators: the address of a web page follows.
            yield from self.sheet.paragraph(self.sheet.text(link, FAINT), first=self.sheet.join("  ", _("See"), " "))
