"""A password is planted wherever a proxy can be set, behind proxies that echo it, and looked for in all that is
written: every format, both streams, every encoding."""

import asyncio
import base64
import html
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import pytest

from conntest.cli import main
from tests.cli.tiny import TINY
from tests.loopback import serving
from tests.proxies import Reader, Socks5, Writer

USER, PASSWORD = "trader", "hünter/2000+ä <x>"
IN_URL = quote(PASSWORD, safe="")

FORMATS = ("json", "txt", "html", "md", "csv", "har", "xml")


async def echoes(reader: Reader, writer: Writer) -> None:
    """A proxy with a talkative block page: what it was sent, as it was, decoded, and in other forms."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode().splitlines()
    login = next((line for line in lines if line.startswith("Proxy-Authorization")), "")
    known = base64.b64decode(login.partition("Basic ")[2]).decode() if login else ""
    page = f"<p>{html.escape(known)}</p><p>{known}</p>{quote(known)} {login} {lines[0]}".encode()
    writer.write(
        f"HTTP/1.1 407 Not {known}\r\nX-Echo: {login}\r\nX-User: {known}\r\n"
        f"Proxy-Authenticate: Basic realm={login}\r\nContent-Length: {len(page)}\r\n\r\n".encode()
        + page
    )
    await writer.drain()


async def echoes_socks(reader: Reader, writer: Writer) -> None:
    """Something that is no SOCKS proxy, and repeats whatever it hears."""
    while data := await reader.read(65536):
        writer.write(b"you said: " + data)
        await writer.drain()


def forms() -> list[str]:
    both = f"{USER}:{PASSWORD}"
    encoded = [base64.b64encode(text.encode()).decode().rstrip("=") for text in (both, PASSWORD)]
    escaped = [json.dumps(PASSWORD)[1:-1], html.escape(PASSWORD), repr(PASSWORD)[1:-1]]
    return [PASSWORD, IN_URL, IN_URL.lower(), quote(PASSWORD), *escaped, *encoded]


async def conntest(folder: Path, *words: str, environment: dict[str, str] | None = None) -> tuple[int, str]:
    """The exit code, and everything that was printed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "conntest", *words),
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONPATH": ":".join(sys.path)}
        | (environment or {}),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    return process.returncode or 0, out.decode()


def run_words(table: Path) -> Sequence[str]:
    return ("--hosts", str(table), "--no-third-party", "--samples", "0", "--timeout", "1")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(TINY, encoding="utf-8")
    return path


def assert_clean(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        for form in forms():
            assert form not in text, f"{form} in {name}"
            assert form.encode("unicode_escape").decode() not in text, f"escaped {form} in {name}"


async def test_no_format_of_a_report_holds_it(tmp_path: Path, table: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    files = [word for suffix in FORMATS for word in ("-o", str(out / f"report.{suffix}"))]
    async with serving(echoes) as web, serving(echoes_socks) as stranger, serving(Socks5(login="a:b")) as socks:
        login = f"{USER}:{IN_URL}@127.0.0.1"
        code, printed = await conntest(
            tmp_path,
            *("run", *run_words(table), "--verbose", *files),
            *("--proxy", f"http://{login}:{web}", "--socks", f"socks5://{login}:{stranger}"),
            *("--socks", f"socks5h://{login}:{socks}", "--socks", f"socks4://{login}:{stranger}"),
            environment={"https_proxy": f"http://{login}:{web}", "ALL_PROXY": f"socks5://{login}:{socks}"},
        )
    assert code == 3, printed
    texts = {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()}
    assert len(texts) == len(FORMATS)
    assert_clean(texts | {"printed": printed})
    report = json.loads(texts["report.json"])
    assert {"proxy-auth-required", "proxy-protocol-mismatch"} <= {finding["code"] for finding in report["findings"]}
    assert "(hidden)" in texts["report.json"], "the proxies did echo it"


@pytest.mark.thorough
@pytest.mark.parametrize("words", [("proxies",), ("proxies", "--json"), ("plan", "--json")])
async def test_no_command_prints_it(tmp_path: Path, table: Path, words: tuple[str, ...]) -> None:
    async with serving(echoes) as web, serving(echoes_socks) as stranger:
        login = f"{USER}:{IN_URL}@127.0.0.1"
        given = ("--proxy", f"http://{login}:{web}", "--socks", f"socks5://{login}:{stranger}")
        options = ("--timeout", "1") if words[0] == "proxies" else ("--hosts", str(table), "--no-third-party")
        _, printed = await conntest(
            tmp_path,
            *words,
            *options,
            *given,
            environment={"https_proxy": f"http://{login}:{web}"},
        )
    assert "Traceback" not in printed
    assert_clean({"printed": printed})


MISTAKES = [
    ("--socks", "socks5://{login}:99999"),
    ("--socks", "nonsense://{login}:1080"),
    ("--socks", "http://{login}:1080"),
    ("--socks", "socks5://{login} :1080"),
    ("--sock", "socks5://{login}:1080"),
    ("--sock", "{login}:1080"),
    ("--proxy", "http://{login}:port"),
    ("--proxy", "http://{login}"),
    ("--proxy", "{login}:x"),
    ("--proxies", "http://{login}:3128"),
    ("http://{login}:3128", "--json"),
]


@pytest.mark.parametrize("password", [PASSWORD, IN_URL], ids=["as it is", "percent-encoded"])
@pytest.mark.parametrize("words", MISTAKES, ids=lambda words: " ".join(words))
def test_no_complaint_repeats_it(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], password: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", *(word.format(login=f"{USER}:{password}@[::1") for word in words)])
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert_clean({"stdout": out, "stderr": err})
