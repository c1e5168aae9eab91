"""Findings on a sheet: what was seen, and who does what."""

from collections.abc import Iterator

from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.model.finding import Finding
from conntest.model.report import Report
from conntest.render import facts, words
from conntest.render.audiences import Advice, advice_of
from conntest.render.evidence import Sight, Witness
from conntest.render.sheet import FAINT, SEVERITY_STYLE, STRONG, Sheet
from conntest.symptoms.catalogue import appearance
from conntest.values import dataclass

#: Lines of evidence. A block of everything has hundreds; all of it is in the JSON report.
SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Adviser:
    """Writes the findings of one report."""

    report: Report
    sheet: Sheet
    witness: Witness
    #: Lines of evidence.
    shown: int = SHOWN

    def found(self, finding: Finding) -> Iterator[Text]:
        """Title, summary, how TWS shows it, and evidence. A title that was the headline is not repeated."""
        if facts.is_headline(finding, self.report):
            yield from self.sheet.paragraph(self._coded(self.sheet.text(finding.summary), finding), first="  ")
        else:
            yield from self._title(finding)
            yield from self.sheet.paragraph(finding.summary, first="  ")
        if told := appearance(finding):
            yield from self.sheet.paragraph(self.sheet.text(told, FAINT), first="  ")
        yield from self._seen(finding)

    def full(self, finding: Finding) -> Iterator[Text]:
        """The same, and everybody's steps."""
        yield from self.found(finding)
        for advice in advice_of(finding, self.report.machine.os):
            yield from self._advice(advice)
        yield from self._sources(finding)

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
        if not sights or not self.shown:
            return
        # A line that says "one more" would take the place of that one.
        shown = sights if len(sights) == self.shown + 1 else sights[: self.shown]
        yield self.sheet.join("  ", self.sheet.text(_("What was seen"), STRONG), self._when(sights))
        yield from self._table(shown)
        if rest := len(sights) - len(shown):
            more = _("and {number} more like these").format(number=words.figure(rest))
            told = f"{self.sheet.symbols.ellipsis} {more}"
            yield from self.sheet.paragraph(self.sheet.text(told, FAINT), first="  ")

    def _table(self, sights: list[Sight]) -> Iterator[Text]:
        """Host and address in columns where both leave half a line for the words, and room for the longest of them."""
        sheet = self.sheet
        where = max(sheet.cells(sight.where) for sight in sights)
        address = max(sheet.cells(sight.address) for sight in sights)
        longest = max(sheet.cells(word) for sight in sights for word in sight.sentence.split())
        if where + address > min(sheet.width // 2, sheet.width - longest - 6):
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

    def _advice(self, advice: Advice) -> Iterator[Text]:
        """Numbered through, with those for other systems last in each part."""
        yield self.sheet.text("")
        yield self.sheet.join("  ", self.sheet.text(advice.title, STRONG))
        number = 0
        for part in advice.parts:
            if part.who:
                yield self.sheet.text(f"  {lists.labelled(part.who, '')}".rstrip())
            for step in part.steps:
                number += 1
                yield from self.sheet.paragraph(step, first=f"  {number}. ")
            for system, steps in part.others:
                for step in steps:
                    told = self.sheet.text(lists.labelled(system, step), FAINT)
                    yield from self.sheet.paragraph(told, first="     ")

    def _sources(self, finding: Finding) -> Iterator[Text]:
        """The articles behind the remedies, each once."""
        links = dict.fromkeys(remedy.link for remedy in finding.remedies if remedy.link)
        if links:
            yield self.sheet.text("")
        for link in links:
            # translators: the address of a web page follows.
            yield from self.sheet.paragraph(self.sheet.text(link, FAINT), first=self.sheet.join("  ", _("See"), " "))
