"""What only the end of a run needs, loaded while it waits for the network: the report is there a sixth of a second
sooner.

In small pieces, in the event loop: a thread would hold up lookups on a busy machine, for as long as it pleases.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module

from conntest.findings import finding_type
from conntest.model.finding import Code
from conntest.model.report import Report

#: From what others import to what imports them, so that each piece takes a few milliseconds.
_MODULES = (
    "conntest.share.patterns",
    "conntest.share",
    "conntest.diagnosis",
    "conntest.app.sharing",
    "conntest.render.terminal",
    "jinja2.nodes",
    "jinja2.filters",
    "jinja2",
    "conntest.render.page.egress",
    "conntest.render.page.route",
    "conntest.render.html",
    "conntest.report_io.plain",
    "conntest.app.output",
)

#: Seconds until the first piece: by then the first crowd of lookups and connections is over.
_FIRST_S = 0.4

#: Seconds between two pieces, most of which the network has for itself.
_PAUSE_S = 0.015


@contextmanager
def loading_ahead() -> Iterator[None]:
    """Loads beside what the running event loop does within, and no longer than that takes."""
    ahead = _Ahead(asyncio.get_running_loop())
    try:
        yield
    finally:
        ahead.due.cancel()


class _Ahead:
    """Loads one piece after the other. `due` is when the next one comes."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._left = loop, pieces()
        self.due = loop.call_later(_FIRST_S, self._load_one)

    def _load_one(self) -> None:
        self._left.pop(0)()
        if self._left:
            self.due = self._loop.call_later(_PAUSE_S, self._load_one)


def pieces() -> list[Callable[[], object]]:
    """What loads one piece each."""
    findings = (partial(finding_type, code) for code in Code)
    modules = (partial(import_module, name) for name in _MODULES)
    return [*findings, *modules, _look_at_types, _read_public_names]


def _look_at_types() -> None:
    from conntest.share.typed import look_at

    look_at(Report)


def _read_public_names() -> None:
    from conntest.app.sharing import public_names

    public_names()
