"""What a run needs later than at its beginning, loaded while it waits for the network: first what reads pages and
certificates, for which no connection is made yet, then what its end needs. The report is there half a second sooner.

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
from conntest.net.ca_store import TrustStores

#: From what others import to what imports them, so that each piece takes a few milliseconds.
_FOR_PAGES = (
    "multidict",
    "yarl",
    "attr",
    "email.policy",
    "urllib.request",
    "http.cookies",
    "cryptography.hazmat.bindings._rust",
    "cryptography.x509",
    "conntest.net.certificate",
    "conntest.net.web",
    "conntest.net.aiohttp_connector",
    "conntest.net.request",
)
_FOR_THE_REPORT = (
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

#: Seconds until the first piece: by then the gateways' names are known and their first connections begun.
_FIRST_S = 0.1

#: Seconds between two pieces: as soon as the network has had its turn, and then so that most of the time is its own.
_SOON_S, _PAUSE_S = 0.001, 0.015


@contextmanager
def loading_ahead(trust: TrustStores) -> Iterator[None]:
    """Loads beside what the running event loop does within, and no longer than that takes."""
    ahead = _Ahead(asyncio.get_running_loop(), trust)
    try:
        yield
    finally:
        ahead.due.cancel()


class _Ahead:
    """Loads one piece after the other. `due` is when the next one comes."""

    def __init__(self, loop: asyncio.AbstractEventLoop, trust: TrustStores) -> None:
        self._loop, self._left = loop, pieces(trust)
        self.due = loop.call_later(_FIRST_S, self._load_one)

    def _load_one(self) -> None:
        pause_s, load = self._left.pop(0)
        load()
        if self._left:
            self.due = self._loop.call_later(pause_s, self._load_one)


def pieces(trust: TrustStores) -> list[tuple[float, Callable[[], object]]]:
    """What loads one piece each, and seconds to wait behind it. `trust` are the run's."""
    pages = [(_SOON_S, partial(import_module, name)) for name in _FOR_PAGES]
    findings = [(_PAUSE_S, partial(finding_type, code)) for code in Code]
    modules = [(_PAUSE_S, partial(import_module, name)) for name in _FOR_THE_REPORT]
    made = [(_PAUSE_S, make) for make in (trust.load_system, _look_at_types, _read_public_names)]
    return [*pages, *findings, *modules, *made]


def _look_at_types() -> None:
    from conntest.share.typed import look_at

    look_at(Report)


def _read_public_names() -> None:
    from conntest.app.sharing import public_names

    public_names()
