"""A merged report as one HTML file: no request, no script, and everything in it as text."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from conntest.language import ENGLISH, used
from conntest.model.finding import Status
from conntest.model.merged import Cause, LeftOut, Merged
from conntest.render.merged.matrix import (
    Column,
    ColumnGroup,
    Matrix,
    Row,
    absent,
    age,
    change,
    counts,
    headline,
    matrix,
    mood,
    request,
    rtt,
    sites,
    unchanged,
    weight,
)
from conntest.render.pages import template
from conntest.values import dataclass

#: Rows of the matrix on a page. Thousands of sites are a few dozen different rows most often; of more, those in most
#: trouble are shown, and CSV and JSON have all.
ROWS = 250

#: Hosts side by side. Beyond, as in a table of thousands of one's own, only those that fail somewhere are shown.
HOSTS = 120

#: Sites named in sight, and folded, of one cause or row.
NAMED = 8
FOLDED = 1000

#: Files told that were left out.
FILES = 200

#: Changes since the last audit.
CHANGES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Sites by their names: some in sight, some folded, and how many there was no room for."""

    shown: tuple[str, ...]
    folded: tuple[str, ...]
    more: int


def to_html(merged: Merged) -> str:
    """`merged` as a whole HTML document that ends with a newline."""
    whole = matrix(merged)
    fitted = narrowed(whole)
    return template("merged.html.j2").render(
        language=used(),
        # Codes are read aloud in their own language.
        english=Markup("" if used() == ENGLISH else ' lang="en"'),
        merged=merged,
        headline=headline(merged),
        verdict=mood(merged),
        counts=counts(merged),
        causes=tuple((cause, request(cause), weight(cause), names(cause.sites)) for cause in merged.causes),
        request=request,
        act=_act(merged.causes),
        groups=fitted.groups,
        columns=sum(len(group.columns) for group in fitted.groups),
        hidden_hosts=_hosts(whole) - _hosts(fitted),
        rows=tuple((row, rtt(row), age(row), names(row.sites)) for row in fitted.rows[:ROWS]),
        absent=tuple((reason, names(of)) for reason, of in absent(merged)),
        changes=tuple((one, change(one)) for one in merged.since.changes[:CHANGES]) if merged.since else (),
        hidden_changes=max(0, len(merged.since.changes) - CHANGES) if merged.since else 0,
        unchanged=unchanged(merged),
        pages={site.site: site.page for site in merged.sites if site.page},
        hidden_sites=sum(len(row.sites) for row in fitted.rows[ROWS:]),
        states=tuple(Status),
        unread=_first(merged.unread),
        earlier=_first(merged.earlier),
        sites=sites,
        Status=Status,
    )


def names(of: Sequence[str]) -> Names:
    """A fold around one name would take the place of that name."""
    shown = len(of) if len(of) <= NAMED + 1 else NAMED
    return Names(
        shown=tuple(of[:shown]),
        folded=tuple(of[shown : shown + FOLDED]),
        more=max(0, len(of) - shown - FOLDED),
    )


def _act(causes: Sequence[Cause]) -> Cause | None:
    """What helps most: the cause of the most weight that the sites can be rid of."""
    return next((cause for cause in causes if not cause.elsewhere), None)


def narrowed(found: Matrix) -> Matrix:
    """The matrix with no more than `HOSTS` columns of hosts: those in trouble, where there are more."""
    if _hosts(found) <= HOSTS:
        return found
    troubled = {
        (number, place)
        for row in found.rows
        for number, cells in enumerate(row.cells)
        for place, state in enumerate(cells)
        if number and state not in (None, Status.PASS, Status.SKIPPED)
    }
    kept = [*((0, place) for place in range(len(found.groups[0].columns))), *sorted(troubled)[:HOSTS]]
    groups = (_kept(group.columns, number, kept) for number, group in enumerate(found.groups))
    rows = (_narrow(row, kept) for row in found.rows)
    titled = (
        ColumnGroup(title=group.title, columns=columns) for group, columns in zip(found.groups, groups, strict=True)
    )
    return Matrix(groups=tuple(titled), rows=tuple(rows))


def _kept(columns: tuple[Column, ...], number: int, kept: list[tuple[int, int]]) -> tuple[Column, ...]:
    return tuple(columns[place] for group, place in kept if group == number)


def _narrow(row: Row, kept: list[tuple[int, int]]) -> Row:
    cells = tuple(
        tuple(states[place] for group, place in kept if group == number) for number, states in enumerate(row.cells)
    )
    return replace(row, cells=cells)


def _hosts(found: Matrix) -> int:
    return sum(len(group.columns) for group in found.groups[1:])


def _first(files: tuple[LeftOut, ...]) -> tuple[LeftOut, ...]:
    return files[:FILES]
