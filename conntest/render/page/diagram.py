"""The route as a drawing: from left to right where there is room, and from top to bottom on a phone."""

from rich.cells import cell_len

from conntest import lists
from conntest.model.report import Report
from conntest.render.page.route import Lane, Route, Stop, route_of, told, told_of
from conntest.values import dataclass

#: Cells of a label that fit into the width of a stop.
_FITS = 20

#: Across: the middles of the stops, their half width, the first lane and the distance to the next one.
_ACROSS = (84, 276, 478, 690)
_HALF, _FIRST, _NEXT, _END = 74, 74, 32, 800

#: Down: the same, for lanes that run downwards, and what several exits need more.
_DOWN = (40, 112, 184, 256)
_LOW = 24
_SPLIT = 40

#: How far the lock stands before the middle of its stop, where a cross may be.
_ASIDE = 48

#: How far a cross or the place of a break reaches.
_ARM = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A text at a place; `kind` is the class that styles it."""

    x: int
    y: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`path` is what SVG draws, `kind` the class that colours it."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One lane: its lines with the cross where it breaks, and what it says in words."""

    told: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    kind: str
    width: int
    height: int
    boxes: tuple[Box, ...]
    lanes: tuple[Drawn, ...]
    words: tuple[Word, ...]
    #: The broken lock, as a path; empty where nothing opens TLS.
    lock: str
    signer: str
    #: Several exits: a curve and a title each.
    exits: tuple[tuple[Line, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    told: str
    drawings: tuple[Drawing, ...]


def diagram(report: Report) -> Diagram | None:
    """None where no host was tested: there is no way to draw then."""
    route = route_of(report)
    if not route.lanes:
        return None
    return Diagram(told=told(route), drawings=(_across(route), _down(route)))


def _short(text: str) -> str:
    """`text` cut to what fits a stop. The whole of it is in the box's title."""
    if cell_len(text) <= _FITS:
        return text
    kept = ""
    for letter in text:
        if cell_len(kept + letter) > _FITS - 1:
            break
        kept += letter
    return f"{kept}…"


def _kind(lane: Lane) -> str:
    return lane.status.value


def _across(route: Route) -> Drawing:
    height = _FIRST + _NEXT * (len(route.lanes) - 1) + 60
    tall = _NEXT * (len(route.lanes) - 1) + 36
    boxes = tuple(
        Box(
            x=x - _HALF,
            y=_FIRST - 18,
            width=2 * _HALF,
            height=tall,
            title=_titled(route, number),
        )
        for number, x in enumerate(_ACROSS)
    )
    texts = []
    for number, x in enumerate(_ACROSS):
        stop = route.stops[number]
        texts.append(Word(x=x, y=26, text=_short(stop.title), kind="m t"))
        texts.append(Word(x=x, y=44, text=_short(stop.about), kind="m"))
    for number, lane in enumerate(route.lanes):
        y = _FIRST + _NEXT * number + 5
        texts.append(Word(x=_END + 16, y=y, text=f"{lane.title} {lane.counted}", kind="t"))
    texts.extend(Word(x=x, y=height - 10, text=why, kind="m x") for x, why in _reasons(route).items())
    lanes = tuple(
        Drawn(told=told_of(lane, route), lines=_along(lane, _FIRST + _NEXT * number, gap=bool(route.exits)))
        for number, lane in enumerate(route.lanes)
    )
    middle = _FIRST + _NEXT * (len(route.lanes) - 1) // 2
    return Drawing(
        kind="wide",
        width=1040,
        height=height,
        boxes=boxes,
        lanes=lanes,
        words=(*texts, *_exit_words(route, middle)),
        lock=_lock(_ACROSS[2] - _ASIDE, middle) if route.signer else "",
        signer=route.signer,
        exits=tuple(_curves(route, middle)),
    )


def _reasons(route: Route) -> dict[int, str]:
    """How it shows that lanes break, by where: lanes that break in one place have one text."""
    places: dict[int, list[str]] = {}
    for lane in route.lanes:
        if lane.breaks is not None:
            places.setdefault(_ACROSS[min(lane.breaks, Stop.INTERNET)], []).append(lane.why)
    return {x: lists.clauses(dict.fromkeys(whys)) for x, whys in places.items()}


def _titled(route: Route, number: int) -> str:
    stop = route.stops[number]
    return f"{stop.title} {stop.about}".strip()


def _along(lane: Lane, y: int, *, gap: bool) -> tuple[Line, ...]:
    """From left to right. Where there are several exits, the lane ends before them and goes on behind."""
    start = _ACROSS[0]
    if lane.breaks is None:
        if not gap:
            return (Line(path=f"M{start} {y}H{_END}", kind=_kind(lane)),)
        left, right = _ACROSS[2] + _HALF, _ACROSS[3] - _HALF
        return (
            Line(path=f"M{start} {y}H{left}", kind=_kind(lane)),
            Line(path=f"M{right} {y}H{_END}", kind=_kind(lane)),
        )
    x = (*_ACROSS, _END)[lane.breaks]
    return (
        Line(path=f"M{x} {y}H{_END}", kind="off"),
        Line(path=f"M{start} {y}H{x}", kind="reached"),
        Line(path=_cross(x, y), kind="fail"),
    )


def _cross(x: int, y: int) -> str:
    return f"M{x - _ARM} {y - _ARM}l{2 * _ARM} {2 * _ARM}M{x - _ARM} {y + _ARM}l{2 * _ARM} {-2 * _ARM}"


def _lock(x: int, y: int) -> str:
    """A lock whose shackle hangs open."""
    return f"M{x - 11} {y - 3}h22v17h-22zM{x - 7} {y - 3}v-7a7 7 0 0 1 13 -4"


def _curves(route: Route, middle: int) -> list[tuple[Line, str]]:
    """A curve for each exit, up to two: more only say the same."""
    left, right = _ACROSS[2] + _HALF, _ACROSS[3] - _HALF
    return [
        (Line(path=f"M{left} {middle}C{left + 20} {y} {right - 20} {y} {right} {middle}", kind=kind), address)
        for address, y, kind in zip(route.exits, (middle - 44, middle + 44), ("a", "b"), strict=False)
    ]


def _exit_words(route: Route, middle: int) -> list[Word]:
    x = (_ACROSS[2] + _ACROSS[3]) // 2
    return [
        Word(x=x, y=y, text=letter, kind="m t")
        for _address, letter, y in zip(route.exits, "AB", (middle - 38, middle + 50), strict=False)
    ]


def _down(route: Route) -> Drawing:
    """Lanes run downwards on the left; the stops are told beside them, and the hosts below."""
    columns = [28 + 30 * number for number in range(len(route.lanes))]
    right = columns[-1] + 20
    down = (*_DOWN[:-1], _DOWN[-1] + (_SPLIT if route.exits else 0))
    boxes = tuple(
        Box(x=8, y=y - _LOW, width=right - 8, height=2 * _LOW, title=_titled(route, number))
        for number, y in enumerate(down)
    )
    texts = []
    for number, y in enumerate(down):
        stop = route.stops[number]
        texts.append(Word(x=right + 14, y=y - 2, text=stop.title, kind="t"))
        texts.append(Word(x=right + 14, y=y + 16, text=_short(stop.about), kind=""))
    lanes = []
    for number, (lane, x) in enumerate(zip(route.lanes, columns, strict=True)):
        end = down[-1] + _LOW + 30 + 26 * (len(columns) - 1 - number)
        texts.append(Word(x=right + 14, y=end + 5, text=f"{lane.title} {lane.counted}", kind="t"))
        lanes.append(Drawn(told=told_of(lane, route), lines=_downwards(lane, x, down, (end, right))))
    return Drawing(
        kind="tall",
        width=350,
        height=down[-1] + _LOW + 30 + 26 * len(columns),
        boxes=boxes,
        lanes=tuple(lanes),
        words=(*texts, *_exit_words_down(route, columns, down)),
        lock=_lock(columns[len(columns) // 2], down[2] - _LOW - 14) if route.signer else "",
        signer=route.signer,
        exits=tuple(_curves_down(route, columns, down)),
    )


def _downwards(lane: Lane, x: int, down: tuple[int, ...], corner: tuple[int, int]) -> tuple[Line, ...]:
    """From top to bottom, and to the right at the `corner`. Where there are several exits, `down` leaves room for
    them, and the lane goes on behind."""
    end, right = corner
    after = f"V{end}H{right + 6}"
    if lane.breaks is None:
        if down == _DOWN:
            return (Line(path=f"M{x} {down[0]}{after}", kind=_kind(lane)),)
        return (
            Line(path=f"M{x} {down[0]}V{down[2] + _LOW}", kind=_kind(lane)),
            Line(path=f"M{x} {down[3] - _LOW}{after}", kind=_kind(lane)),
        )
    y = (*down, end)[lane.breaks]
    return (
        Line(path=f"M{x} {y}{after}", kind="off"),
        Line(path=f"M{x} {down[0]}V{y}", kind="reached"),
        Line(path=_cross(x, y), kind="fail"),
    )


def _curves_down(route: Route, columns: list[int], down: tuple[int, ...]) -> list[tuple[Line, str]]:
    """The curves of `_curves`, turned."""
    x, top, bottom = columns[len(columns) // 2], down[2] + _LOW, down[3] - _LOW
    return [
        (Line(path=f"M{x} {top}C{side} {top + 20} {side} {bottom - 20} {x} {bottom}", kind=kind), address)
        for address, side, kind in zip(route.exits, (x - 44, x + 44), ("a", "b"), strict=False)
    ]


def _exit_words_down(route: Route, columns: list[int], down: tuple[int, ...]) -> list[Word]:
    x, y = columns[len(columns) // 2], (down[2] + down[3]) // 2 + 5
    return [
        Word(x=side, y=y, text=letter, kind="m t")
        for _address, letter, side in zip(route.exits, "AB", (x - 46, x + 46), strict=False)
    ]
