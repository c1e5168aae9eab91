"""`conntest api` against every state that a port of TWS's API can be in, with real sockets and processes: who listens,
what was concluded, and the words that a user reads."""

import io
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from conntest.app import api
from conntest.app.api import Place, look
from conntest.language import ENGLISH, using
from conntest.local_api.conclude import conclude
from conntest.model.local_api import LocalApi
from conntest.render.local_api import render
from tests import fake_tws
from tests.loopback import refusing_port

TWS, GATEWAY = "jclient.LoginFrame", "ibgateway.GWClient"

#: For states that end with silence, which is waited for. The others end by themselves, far earlier than the other.
SILENCE_S, PATIENCE_S = 0.2, 5.0

#: macOS tells an ordinary user nothing of others' sockets.
listeners = pytest.mark.skipif(sys.platform == "darwin", reason="needs the list of sockets that listen")
linux = pytest.mark.skipif(sys.platform != "linux", reason="a link renames a process on Linux only")
dual = pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="needs ::1")


@dataclass(frozen=True, kw_only=True)
class State:
    """Where `port` is what `stage` gives, `code` is found (None: a program can connect), and every word is read."""

    stage: Callable[[Path], AbstractContextManager[int]]
    code: str | None = None
    words: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    host: str | None = None
    localhost: tuple[str, ...] = ("127.0.0.1", "::1")
    timeout_s: float = PATIENCE_S


def here(behaviour: fake_tws.Behaviour, address: str = "127.0.0.1") -> Callable[[Path], AbstractContextManager[int]]:
    return lambda folder: fake_tws.listening(behaviour, address)


def program(
    name: str, behaviour: str, address: str = "127.0.0.1", *words: str
) -> Callable[[Path], AbstractContextManager[int]]:
    return lambda folder: fake_tws.process(folder, name, behaviour, address, *words)


def forwarder(name: str, behind: fake_tws.Behaviour | None) -> Callable[[Path], AbstractContextManager[int]]:
    """A process `name` that listens for everyone, and passes connections on to `behind`, or to a port where nothing
    listens."""

    @contextmanager
    def stage(folder: Path) -> Iterator[int]:
        target = fake_tws.listening(behind) if behind else refusing_port()
        with target as to, fake_tws.process(folder, name, f"forwards:{to}", "0.0.0.0") as port:
            yield port

    return stage


@contextmanager
def another_port(folder: Path) -> Iterator[int]:
    """IB Gateway listens, and the program asks a port where nothing does."""
    with fake_tws.process(folder, "java", "answers", "127.0.0.1", GATEWAY), refusing_port() as port:
        yield port


ONLY_HERE = "can be reached from this computer only"
STATES = {
    "TWS, for this computer only": State(stage=here(fake_tws.answers), words=("answers (version 187)", ONLY_HERE)),
    "TWS, for everyone": State(stage=here(fake_tws.answers, "0.0.0.0"), words=(" on 0.0.0.0",), never=(ONLY_HERE,)),
    "TWS, a byte at a time": State(stage=here(fake_tws.answers_in_pieces), words=("answers (version 187)",)),
    "TWS, as a process": State(
        stage=program("java", "answers", "127.0.0.1", TWS), words=("java on 127.0.0.1",), never=("not TWS",)
    ),
    "TWS, and localhost is ::1 first": State(
        stage=here(fake_tws.answers),
        localhost=("::1", "127.0.0.1"),
        words=("tries ::1 first, where nothing listens. Write 127.0.0.1 in its settings",),
    ),
    "TWS on ::1 alone": State(
        stage=here(fake_tws.answers, "::1"), words=("tries 127.0.0.1 first, where nothing listens. Write ::1 in its",)
    ),
    "TWS asks whether to accept": State(
        stage=program("java", "stays_silent", "127.0.0.1", TWS),
        code="api-not-answering",
        words=("said nothing for 0.2 s: a window of TWS may ask whether to accept it", "Look for a question"),
        timeout_s=SILENCE_S,
    ),
    "a trusted address": State(stage=here(fake_tws.answers_the_trusted), host="127.0.0.1"),
    "closes": State(stage=here(fake_tws.closes), code="api-address-refused", words=("closed it without a word",)),
    "resets": State(stage=here(fake_tws.resets), code="api-address-refused", words=("closed it without a word",)),
    "a container's port with TWS behind it": State(
        stage=forwarder("docker-proxy", fake_tws.answers), words=("docker-proxy on 0.0.0.0", "answers (version 187)")
    ),
    "a container's port with nothing behind it": State(
        stage=forwarder("docker-proxy", None),
        code="api-address-refused",
        words=("docker-proxy accepts connections on 127.0.0.1:", "nothing listens where it passes them on"),
    ),
    "a relay whose container's TWS is not logged in": State(
        stage=forwarder("socat", fake_tws.stays_silent),
        code="api-not-answering",
        words=("socat accepts connections on 127.0.0.1:", "behind it TWS or IB Gateway does not run, or is not logged"),
        timeout_s=SILENCE_S,
    ),
    "a website": State(
        stage=program("nginx", "is_a_website"),
        code="api-foreign-listener",
        words=("is not TWS: it speaks HTTP. It is nginx.", "Find the program that listens there"),
    ),
    "something that speaks TLS": State(
        stage=here(fake_tws.speaks_tls), code="api-foreign-listener", words=("is not TWS: it speaks TLS",)
    ),
    "another port": State(
        stage=another_port,
        code="api-not-listening",
        words=("but TWS or IB Gateway listens on", "Try that port in your"),
    ),
    "IB Gateway on 127.0.0.1, and ::1 is asked": State(
        stage=program("java", "answers", "127.0.0.1", GATEWAY),
        host="::1",
        code="api-not-listening",
        words=("but on 127.0.0.1 only and not on ::1. Give your program that address",),
    ),
    "nothing": State(
        stage=lambda folder: refusing_port(),
        code="api-not-listening",
        words=("and neither TWS nor IB Gateway is running on this computer", "Start TWS or IB Gateway and log in"),
    ),
    "an own server of another kind, on a host that is named": State(
        stage=here(fake_tws.is_a_website), host="127.0.0.1", code="api-foreign-listener", words=("it speaks HTTP",)
    ),
}
MARKS = {
    **dict.fromkeys(("TWS, for this computer only", "TWS, for everyone", "nothing"), (listeners,)),
    "IB Gateway on 127.0.0.1, and ::1 is asked": (linux, dual),
    "TWS, and localhost is ::1 first": (dual,),
    "TWS on ::1 alone": (dual,),
    **dict.fromkeys(
        (
            "TWS, as a process",
            "TWS asks whether to accept",
            "a container's port with TWS behind it",
            "a container's port with nothing behind it",
            "a relay whose container's TWS is not logged in",
            "a website",
            "another port",
        ),
        (linux,),
    ),
}


def read(seen: LocalApi) -> str:
    """What stands on a terminal, as one line."""
    file = io.StringIO()
    with using(ENGLISH):
        render(seen, conclude(seen), Console(file=file, width=80, color_system=None))
    return " ".join(file.getvalue().split())


@pytest.mark.parametrize(
    "state", [pytest.param(one, id=name, marks=MARKS.get(name, ())) for name, one in STATES.items()]
)
async def test_every_state_of_a_port_is_told(state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def localhost(name: str, *, timeout_s: float) -> tuple[str, ...]:
        return (name,) if name != "localhost" else state.localhost

    monkeypatch.setattr(api, "addresses_in_order", localhost)
    with state.stage(tmp_path) as port:
        seen = await look(Place(host=state.host, port=port), timeout_s=state.timeout_s, warn=lambda: None)
        text = read(seen)
    found = conclude(seen)
    assert [one.about.code.value for one in found] == ([state.code] if state.code else []), text
    assert text.startswith("FAIL" if state.code else "PASS Programs can connect to "), text
    assert [word for word in state.words if word not in text] == [], text
    assert [word for word in state.never if word in text] == [], text
