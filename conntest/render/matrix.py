"""The host matrix: one row per logical host, one column per port, by group and region."""

from collections.abc import Iterator, Sequence

from rich.text import Text

from conntest import lists
from conntest.language import gettext as _
from conntest.model.finding import Status
from conntest.model.host import Group, Region
from conntest.model.report import EndpointResult
from conntest.render import counts, words
from conntest.render.rows import MANY, Row, rows_of
from conntest.render.sheet import FAINT, STATUS_STYLE, STRONG, Sheet
from conntest.values import dataclass
from conntest.wording import conditions

#: A cell narrower than this cannot say why something failed.
MIN_CELL = 16
#: And a wider one only moves the next column out of sight.
MAX_CELL = 30

#: Between one port's column and the next, at the least.
GAP = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where things stand in a group's rows. `cell` is 0 where the ports do not fit side by side, and stand in lines."""

    indent: int
    host: int
    aside: int
    ports: tuple[int, ...]
    cell: int

    @property
    def left(self) -> int:
        return self.indent + self.host + self.aside

    def room(self, port: int, width: int) -> int:
        """What fits into a port's cell: its column without the gap, or the rest of the line in the last one."""
        used = self.left + self.cell * (len(self.ports) - 1)
        return width - used if port == self.ports[-1] else self.cell - GAP

    @classmethod
    def fit(cls, rows: Sequence[Row], sheet: Sheet) -> "Columns":
        """The widest layout that leaves each port `MIN_CELL`: with the aside, without it, or a line per port."""
        indent = 4 if any(row.region for row in rows) else 2
        host = max(sheet.cells(row.host) for row in rows) + 2
        ports = tuple(dict.fromkeys(port for row in rows for port in row.ports))
        wanted = max(sheet.cells(row.aside) for row in rows)
        for aside in (wanted + 2, 0) if wanted else (0,):
            cell = (sheet.width - indent - host - aside + GAP) // len(ports)
            if cell >= MIN_CELL:
                return cls(indent=indent, host=host, aside=aside, ports=ports, cell=min(cell, MAX_CELL))
        return cls(indent=indent, host=host, aside=0, ports=ports, cell=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Writes groups of results. `regions` are the user's own, marked as such where they are known."""

    sheet: Sheet
    regions: tuple[Region, ...] = ()

    def group(self, group: Group, results: Sequence[EndpointResult], *, only_trouble: bool = False) -> Iterator[Text]:
        """A heading and the rows of one group; `only_trouble` leaves out rows where all is well."""
        every = rows_of(results)
        rows = [row for row in every if not row.at_ease][:MANY] if only_trouble else every
        yield from self.sheet.heading(words.group(group))
        if rows:
            yield from self._rows(rows)
        if hidden := len(every) - len(rows):
            told = _("{hidden} of {hosts} not shown")
            if len(rows) >= MANY:
                told = _("{hidden} of {hosts} not shown; more of them failed than fit here")
            told = told.format(hidden=words.figure(hidden), hosts=counts.hosts(len(every)))
            yield from self.sheet.paragraph(self.sheet.text(told, FAINT), first="  ")

    def _rows(self, rows: Sequence[Row]) -> Iterator[Text]:
        columns = Columns.fit(rows, self.sheet)
        if columns.cell:
            yield self._port_line(columns)
        region: Region | None = None
        for row in rows:
            if row.region is not region and row.region is not None:
                yield from self._region_line(row.region)
            region = row.region
            yield from self._row(row, columns)

    def _port_line(self, columns: Columns) -> Text:
        names = [self.sheet.column(str(port), columns.cell) for port in columns.ports]
        line = self.sheet.join(" " * columns.left, *names)
        line.stylize(FAINT)
        return line

    def _region_line(self, region: Region) -> Iterator[Text]:
        told = self.sheet.text(words.region(region), STRONG)
        if region in self.regions:
            # translators: a mark beside the name of a region.
            told = self.sheet.join(told, "  ", self.sheet.text(_("your region"), FAINT))
        yield from self.sheet.paragraph(told, first="  ")

    def _row(self, row: Row, columns: Columns) -> Iterator[Text]:
        name = self.sheet.join(" " * columns.indent, self.sheet.column(row.host, columns.host))
        if columns.aside:
            name.append_text(self.sheet.column(row.aside, columns.aside, style=FAINT))
        if not columns.cell:
            yield from self._stacked(name, row)
            return
        drawn = [self._cell(row.ports.get(port), columns) for port in columns.ports]
        yield self.sheet.join(name, *(self.sheet.column(cell, columns.cell) for cell in drawn))
        yield from self._notes(row, columns)

    def _cell(self, result: EndpointResult | None, columns: Columns) -> Text:
        if result is None:
            return self.sheet.text("")
        shown = next((state for state in self._states(result) if self._fits(state, result, columns)), "")
        style = "" if result.status is Status.PASS else STATUS_STYLE[result.status]
        return self.sheet.join(self.sheet.mark(result.status), " ", self.sheet.text(shown, style))

    def _states(self, result: EndpointResult) -> tuple[str, ...]:
        """What a cell may say, the fullest first. Where all is well the time is enough; where it is not, the note is
        worth more than the time."""
        time, note, word = _time(result.rtt_ms), conditions.note(result.state), words.status(result.status)
        if result.status is Status.PASS:
            full = lists.clauses((time, note)) if time and note else ""
            return tuple(state for state in (full, time, note, word) if state)
        return tuple(state for state in (lists.clauses((time, note)) if time and note else "", note, word) if state)

    def _fits(self, state: str, result: EndpointResult, columns: Columns) -> bool:
        """Two cells go to the sign."""
        return self.sheet.cells(state) + 2 <= columns.room(result.port, self.sheet.width)

    def _notes(self, row: Row, columns: Columns) -> Iterator[Text]:
        """The notes of trouble too long for their cells, each once, below the row."""
        notes: dict[str, list[str]] = {}
        for port, result in row.ports.items():
            fits = result.status is Status.PASS or self._fits(conditions.note(result.state), result, columns)
            if conditions.note(result.state) and not fits:
                notes.setdefault(conditions.note(result.state), []).append(str(port))
        for note, ports in notes.items():
            yield from self.sheet.paragraph(
                note, first=" " * (columns.indent + 2) + lists.labelled(", ".join(ports), "")
            )

    def _stacked(self, name: Text, row: Row) -> Iterator[Text]:
        """A line per port, the first beside the host."""
        for number, (port, result) in enumerate(row.ports.items()):
            left = " " * min(name.cell_len, self.sheet.width // 2) if number else name
            mark = self.sheet.join(left, f"{port:<5} ", self.sheet.mark(result.status), " ")
            yield from self.sheet.paragraph(self._states(result)[0], first=mark)


def _time(rtt_ms: float | None) -> str:
    """Numbers under numbers: seven cells hold `999 ms` and `9.9 ms`."""
    return "" if rtt_ms is None else f"{words.milliseconds(rtt_ms):>7}"
