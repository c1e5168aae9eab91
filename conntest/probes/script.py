"""Fetching a proxy setup script without a proxy, as systems do before they know any."""

import re
import socket
from dataclasses import field, replace
from pathlib import Path
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from conntest.model.addresses import is_address
from conntest.model.failure import Failure
from conntest.model.observation import Attempt, HttpStep, ProbeKind, Trust
from conntest.model.pac_url import is_data, shown
from conntest.model.plan import HttpProbe, ScriptProbe
from conntest.model.text import printable
from conntest.net.blocking import Permits, in_thread
from conntest.net.page import Page
from conntest.net.web import get
from conntest.pac.evaluate import LARGEST
from conntest.pac.source import charset_of, data_url
from conntest.probes.opening import observed, opened
from conntest.probes.world import World
from conntest.values import dataclass

#: Addresses of one server that are tried, and redirections followed. A script is meant to be found at once.
_MOST_ADDRESSES = 2
_MOST_HOPS = 4

_PORTS = {"http": 80, "https": 443}

#: Of threads that read a file.
_FILES = Permits(4)

_WINDOWS_PATH = re.compile(r"/*([A-Za-z])[:|]([\\/].*)", re.DOTALL)

#: `file:` and slashes, of which Windows' programs accept any number, and this machine's name for itself.
_FILE = re.compile(r"file:(//localhost(?=[\\/]))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What was found at `url`. `charset` is what its server says of its text, `own_address` where the connection
    began, if there was one."""

    url: str
    data: bytes
    charset: str | None = None
    own_address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFetched:
    """Nothing was found at `url`, and in words why. `failure` is None where a server answered otherwise."""

    url: str
    reason: str
    failure: Failure | None = None


@dataclass(slots=True, kw_only=True)
class Fetch:
    """One attempt to get a script, and what was seen on the way, to be read afterwards however it ended."""

    probe: ScriptProbe
    world: World
    observations: list[Attempt] = field(default_factory=list)

    async def get(self, url: str) -> Script | NotFetched:
        """The script at `url`: http, https, data, or a file of this machine. Never raises for the network."""
        try:
            if is_data(url):
                carried = data_url(url)
                return Script(url=shown(url), data=carried.data, charset=carried.charset)
            for _ in range(_MOST_HOPS):
                target = _Target.of(url)
                if target is None:
                    return await _from_file(url, self.world.timeout_s)
                found = await self._ask(target)
                if not isinstance(found, str):
                    return found
                url = found
        except ValueError:
            return NotFetched(url=shown(url), reason="its address cannot be one")
        return NotFetched(url=url, reason="one address leads to another without end")

    async def _ask(self, target: "_Target") -> Script | NotFetched | str:
        """The script, or why not, or where else to look."""
        addresses, failure = await self._resolve(target.host)
        last = NotFetched(url=target.url, reason=f"{target.host} has no address", failure=failure)
        for address in addresses[:_MOST_ADDRESSES]:
            found = await self._visit(target, address)
            if not isinstance(found, NotFetched) or found.failure is None:
                return found
            last = found
        return last

    async def _resolve(self, host: str) -> tuple[tuple[str, ...], Failure | None]:
        if is_address(host):
            return (host,), None
        steps = await self.world.resolver.system(host, timeout_s=self.world.timeout_s)
        seen = Attempt(
            id=f"{self._id()}@{host}",
            setting=self.probe.setting,
            kind=ProbeKind.RESOLVE,
            path=self.probe.path,
            steps=steps,
        )
        self.observations.append(seen)
        addresses = tuple(address for step in steps for address in step.detail.addresses)
        return addresses, next((step.failure for step in steps if step.failure), None)

    async def _visit(self, target: "_Target", address: str) -> Script | NotFetched | str:
        probe = self._probe(target)
        async with opened(probe, address, self.world) as (steps, sock):
            if sock is None:
                self.observations.append(observed(probe, address, *steps))
                return NotFetched(url=target.url, reason=f"{address} cannot be reached", failure=steps[-1].failure)
            own_address = sock.getsockname()[0]
            page = await self._read(target, sock)
        self.observations.append(observed(probe, address, *steps, _without_body(page.step)))
        return _result(target, page, own_address)

    async def _read(self, target: "_Target", sock: socket.socket) -> Page:
        # The system's own roots: a company's script may well come from a server that only its computers believe.
        context = self.world.trust.context(Trust.SYSTEM, target.host) if target.scheme == "https" else None
        return await get(
            target.url,
            sock=sock,
            clock=self.world.clock,
            context=context,
            timeout_s=self.world.timeout_s,
            body_limit=LARGEST + 1,
        )

    def _probe(self, target: "_Target") -> HttpProbe:
        """This step of the fetch as a probe like any other, with an id of its own."""
        return HttpProbe(
            id=self._id(),
            setting=self.probe.setting,
            why=self.probe.why,
            host=target.host,
            port=target.port,
            url=target.url,
        )

    def _id(self) -> str:
        return f"{self.probe.id}:{len(self.observations) + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    url: str
    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> "_Target | None":
        """None for a file. Raises ValueError for what is neither."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS:
            return None
        if not parts.hostname:
            raise ValueError("no host")
        port = _PORTS[parts.scheme] if parts.port is None else parts.port
        return cls(url=urlunsplit(_bare(parts)), scheme=parts.scheme, host=parts.hostname, port=port)


def _bare(parts: SplitResult) -> SplitResult:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="")


def _result(target: _Target, page: Page, own_address: str) -> Script | NotFetched | str:
    step = page.step
    if step.failure:
        return NotFetched(url=target.url, reason=f"{target.host} did not deliver it", failure=step.failure)
    status, location = step.detail.status or 0, step.detail.header("Location")
    if 300 <= status < 400 and location:
        return _followed(target.url, location)
    if status != 200:
        answer = f"{status} {step.detail.reason or ''}".strip()
        return NotFetched(url=target.url, reason=f"{target.host} answers {printable(answer, 60)}")
    charset = charset_of(step.detail.header("Content-Type"))
    return Script(url=target.url, data=page.body, charset=charset, own_address=own_address)


def _followed(url: str, location: str) -> str:
    """Where a redirection leads. Raises ValueError for anything but another web address: no server may point at files
    of this machine."""
    target = urljoin(url, location)
    if urlsplit(target).scheme not in _PORTS:
        raise ValueError("redirected to a file")
    return target


def _without_body(step: HttpStep) -> HttpStep:
    """Scripts tell much about a company's network. What they decide is kept, and not their text."""
    return replace(step, detail=replace(step.detail, body=None))


async def _from_file(url: str, timeout_s: float) -> Script | NotFetched:
    """A file of this machine; raises ValueError where the address means something else. It may be in a folder of a
    server that is gone, and its thread then never ends: nothing waits for that."""
    path = file_path(url)
    try:
        data = await in_thread(_read_file, path, timeout_s=timeout_s, permits=_FILES)
    except OSError as error:
        return NotFetched(url=url, reason=f"the file cannot be read: {printable(error.strerror or 'no file', 80)}")
    return Script(url=url, data=data)


def file_path(url: str) -> Path:
    """The file that `url` means, in any spelling in use: `file:///C:/x`, `file://C:\\x`, `file://c|/x`, `C:\\x`,
    `file:///x`, `/x`. Raises ValueError for anything else."""
    match = _FILE.match(url)
    place = unquote(url[match.end() :]) if match else url
    if windows := _WINDOWS_PATH.fullmatch(place):
        return Path(f"{windows[1]}:{windows[2]}")
    place = place.removeprefix("//") if match and place.startswith("///") else place
    if place.startswith(("//", "\\\\")):
        raise ValueError("on a network share, where reading could take forever")
    if not place.startswith("/") or "\0" in place:
        raise ValueError("neither web address nor file")
    return Path(place)


def _read_file(path: Path) -> bytes:
    if not path.is_file():
        raise OSError(2, "there is no such file")
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
