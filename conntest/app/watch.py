"""`conntest watch`: rounds until it is stopped, transitions as they come, and the recording as files."""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path

from conntest import __version__
from conntest.app import event_loop, streams, writing
from conntest.app.errors import UserError
from conntest.app.installed import installed_tws
from conntest.app.interrupt import interruptible
from conntest.app.local_view import LocalView
from conntest.app.metrics_files import is_metrics, may_replace, write_document
from conntest.app.recordings import FORMATS, read, rendered
from conntest.app.region import with_region
from conntest.app.tables import load
from conntest.app.watched_days import DaysClocks, DaysNetwork
from conntest.files import OutputError, write_new, write_whole
from conntest.lab.days import Days, two_days
from conntest.language import gettext as _
from conntest.model.host import Group, HostTable, Region
from conntest.model.report import RunOptions
from conntest.net.ca_store import TrustStores
from conntest.net.clock import Clock
from conntest.net.dialer import DirectDialer
from conntest.net.resolver import SystemResolver
from conntest.values import dataclass
from conntest.watch import documents
from conntest.watch.keeping import SocketKeeper
from conntest.watch.loop import Watched, watch
from conntest.watch.prober import Prober
from conntest.watch.recorder import Head, News, Recorder
from conntest.watch.targets import choose
from conntest.watch.timing import Clocks, elapsed_s
from conntest.watch.values import Recording

#: Seconds between two writes of the state where nothing changes: what a power cut costs at most.
_STATE_S = 300.0

#: Bytes of a state. A full one, with a thousand outages and eight targets, has one million.
_LARGEST_STATE = 16 * 1024 * 1024

#: What is saved where nobody names a file.
_UNASKED = ("html", "csv", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user asked for. `for_s` None: until it is stopped. `listen` is where metrics are served, `state` the
    file that a later watch continues from, `demo` whether two simulated days are played."""

    table_file: str | None
    options: RunOptions
    every_s: float
    for_s: float | None
    files: tuple[str, ...]
    state: str | None
    listen: tuple[str, int] | None
    overwrite: bool
    quiet: bool
    demo: bool


def watch_command(wish: Wish) -> Recording:
    """Watch, print what changes, save what was asked for. Raises UserError."""
    _check(wish)
    table = load(wish.table_file)
    region = _region(wish, table)
    days = two_days() if wish.demo else None
    targets = choose(table, region, third_party=wish.options.third_party)
    head = Head(
        tool=f"conntest {__version__}",
        host_table=f"{table.info.version} ({table.info.updated})",
        simulated=wish.demo,
        region=region,
        every_s=wish.every_s,
        targets=targets,
    )
    recording = event_loop.run(_days(wish, table, head, days) if days else _real(wish, table, head))
    _save(wish, recording)
    return recording


def _check(wish: Wish) -> None:
    """What would spoil the end, before hours have passed. Raises UserError."""
    for name in wish.files:
        path = Path(name)
        if name == writing.STDOUT:
            raise UserError("-o -: transitions go to stdout; name a file")
        if writing.format_by_suffix(path) not in (*FORMATS, "prom"):
            raise UserError(f"-o {path}: the suffix picks the format, and has to be one of {_suffixes()}")
        writing.check_file(path, overwrite=wish.overwrite or may_replace(path))
    if wish.state is not None:
        writing.check_file(Path(wish.state), overwrite=True)


def _suffixes() -> str:
    return ", ".join(f".{suffix}" for suffix in (*FORMATS, "prom"))


def _region(wish: Wish, table: HostTable) -> Region | None:
    """The user's, or that of the installed TWS, or that of the table's first gateway, which is said."""
    options = wish.options
    if not wish.demo:
        options = with_region(options, table, installed_tws({}).settings)
    if options.regions:
        return options.regions[0]
    first = next((row.region for row in table.hosts if row.group is Group.GATEWAY and row.host), None)
    if first is not None and not wish.quiet:
        streams.say(_("Watching the gateways of {region}; --region names another one.").format(region=first.value))
    return first


async def _real(wish: Wish, table: HostTable, head: Head) -> Recording:
    ends_s = None if wish.for_s is None else elapsed_s() + wish.for_s

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds if ends_s is None else min(seconds, max(0.0, ends_s - elapsed_s())))

    clock, clocks = Clock(), Clocks(sleep=sleep)
    recorder = Recorder(head, clocks.wall(), _earlier(wish))
    keeping = _Keeping(wish, recorder, clocks, table)
    async with keeping.served(), asyncio.TaskGroup() as tasks:
        given = Watched(
            prober=Prober(head.targets, DirectDialer(clock), SystemResolver(clock)),
            keeper=SocketKeeper(tasks, TrustStores(), elapsed_s),
            clocks=clocks,
            around=LocalView(),
            windows=table.reset_windows,
            region=head.region,
            every_s=wish.every_s,
        )
        with _until_stopped(asyncio.get_running_loop()):
            await watch(given, recorder, go_on=lambda: ends_s is None or elapsed_s() < ends_s, tell=keeping.tell)
    keeping.end()
    return recorder.recording()


async def _days(wish: Wish, table: HostTable, head: Head, days: Days) -> Recording:
    """Two simulated days, in seconds."""
    clock = DaysClocks(days)
    network = DaysNetwork(days=days, clock=clock, targets=head.targets)
    recorder = Recorder(head, clock.wall())
    keeping = _Keeping(wish, recorder, clock.clocks(), table)
    given = Watched(
        prober=Prober(head.targets, network, network),
        keeper=network,
        clocks=clock.clocks(),
        around=network.around,
        windows=table.reset_windows,
        region=head.region,
        every_s=wish.every_s,
    )
    ends_s = min(days.long_s, wish.for_s or days.long_s)
    await watch(given, recorder, go_on=lambda: clock.now_s < ends_s, tell=keeping.tell)
    keeping.end()
    return recorder.recording()


class _Keeping:
    """Prints news, and keeps the files up to date that are read while the watch goes on."""

    def __init__(self, wish: Wish, recorder: Recorder, clocks: Clocks, table: HostTable) -> None:
        self._listen = wish.listen
        self._quiet, self._demo = wish.quiet, wish.demo
        self._state = None if wish.state is None else Path(wish.state)
        self._metrics_files = [Path(name) for name in wish.files if is_metrics(Path(name))]
        self._overwrite = wish.overwrite
        self._recorder = recorder
        self._clocks = clocks
        self._hosts = table.info.version
        #: Infinitely long ago, so that the first round is stored.
        self._saved_s = -math.inf
        self._complained: set[str] = set()

    @contextlib.asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        """Within, the metrics can be scraped, where that was asked for. Raises UserError."""
        if self._listen is None:
            yield
            return
        # Late, here and below: memory that a watch of many days without metrics has no use for.
        from conntest.app.metrics_server import serving

        host, port = self._listen
        async with serving(host, port, self.metrics) as bound:
            streams.say(_("Metrics: http://{host}:{port}/metrics").format(host=host, port=bound))
            yield

    def metrics(self) -> str:
        """What is known now."""
        from conntest.watch.metrics import to_prometheus

        return to_prometheus(self._recorder, self._hosts)

    def tell(self, news: tuple[News, ...]) -> None:
        """Print what changed, and bring the files up to date."""
        if not self._quiet:
            for one in news:
                streams.write_text(documents.told(one, self._clocks.wall()) + "\n")
        if not self._demo:
            self._write_metrics()
        if self._recorder.last and (news or self._clocks.elapsed_s() - self._saved_s >= _STATE_S):
            self.save_state()

    def end(self) -> None:
        """Everything as it is at the end."""
        self._write_metrics()
        self.save_state()

    def save_state(self) -> None:
        """The recording until now, where a file for it was named."""
        self._saved_s = self._clocks.elapsed_s()
        state = self._state
        if state is not None:
            text = documents.to_json(self._recorder.recording())
            self._write(partial(write_whole, state, text, overwrite=True))

    def _write_metrics(self) -> None:
        for path in self._metrics_files:
            self._write(partial(write_document, path, self.metrics(), overwrite=self._overwrite))

    def _write(self, act: Callable[[], None]) -> None:
        """A full disk ends no watch; it is said once."""
        try:
            act()
        except OutputError as error:
            if str(error) not in self._complained:
                self._complained.add(str(error))
                streams.say(str(error))


def _earlier(wish: Wish) -> Recording | None:
    """What the state file holds. Raises UserError for a file of another kind, so that it is not overwritten."""
    path = Path(wish.state) if wish.state is not None else None
    if path is None or not path.exists() or path.stat().st_size == 0:
        return None
    if path.stat().st_size > _LARGEST_STATE:
        raise UserError(f"--state {path}: is larger than any recording")
    try:
        return read(f"--state {path}", path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"--state {path}: cannot be read ({error})") from error


@contextlib.contextmanager
def _until_stopped(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Ctrl-C, and what does the same, ends what runs within, whatever it waits for."""
    task = asyncio.current_task(loop)
    assert task is not None
    stopped: list[bool] = []

    def stop() -> None:
        stopped.append(True)
        task.cancel()

    with interruptible(loop, stop):
        try:
            yield
        except asyncio.CancelledError:
            if not stopped:
                raise
            task.uncancel()


def _save(wish: Wish, recording: Recording) -> None:
    """The files that were named, or three of our naming. Raises UserError."""
    named = [Path(name) for name in wish.files]
    mistakes = []
    for path in (one for one in named if not is_metrics(one)):
        try:
            write_document(path, rendered(recording, writing.format_by_suffix(path)), overwrite=wish.overwrite)
        except OutputError as error:
            mistakes.append(str(error))
    if mistakes:
        raise UserError("\n".join(mistakes))
    saved = named or _save_unasked(recording)
    if saved and not wish.quiet:
        streams.say(_("Report saved: {files}").format(files=", ".join(map(str, saved))))


def _save_unasked(recording: Recording) -> list[Path]:
    stem = f"conntest-watch-{recording.began:%Y%m%dT%H%M%SZ}"
    try:
        return [write_new(stem, f".{suffix}", rendered(recording, suffix)) for suffix in _UNASKED]
    except OutputError as error:
        streams.say(_("The report was not saved. {error}").format(error=error))
        return []
