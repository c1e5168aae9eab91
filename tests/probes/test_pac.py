"""Setup scripts, fetched from servers on loopback: good ones, and everything else that comes in their place."""

import asyncio
import time
from pathlib import Path

import pytest

from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, ResolveDetail, ResolveStep
from conntest.model.pac import Browser, PacOutcome, PacProblem
from conntest.model.plan import ScriptProbe
from conntest.model.step import Error
from conntest.pac.evaluate import LARGEST
from conntest.pac.output import MOST_OTHER_NAMES
from conntest.probes.pac import PacResult, fetch_and_evaluate
from conntest.probes.script import file_path
from tests.every import every
from tests.loopback import LOOPBACK, Handler, refusing_port, serving, silent, world

pytest.importorskip("quickjs")

GOOD = 'function FindProxyForURL(url, host) { return host == "ndc1.x" ? "DIRECT" : "PROXY proxy:3128; DIRECT"; }'


def page(body: str | bytes, status: str = "200 OK", headers: str = "") -> Handler:
    data = body.encode() if isinstance(body, str) else body

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(data)}\r\n{headers}\r\n"
        writer.write(head.encode() + data)
        await writer.drain()

    return handler


class Names:
    """A resolver that knows some names, and says what it was asked."""

    def __init__(self, **addresses: str) -> None:
        self.addresses = {name.replace("_", "."): address for name, address in addresses.items()}
        self.asked: list[str] = []

    async def system(self, name: str, *, timeout_s: float) -> tuple[ResolveStep, ...]:
        self.asked.append(name)
        address = self.addresses.get(name)
        detail = ResolveDetail(
            name=name,
            asked_by=AskedBy.SYSTEM,
            server=None,
            rrtype="A",
            addresses=(address,) if address else (),
        )
        failure = None if address else Failure.DNS_NXDOMAIN
        return (ResolveStep(t0=0, t=0, error=Error.of(failure, None), detail=detail),)

    async def ask(
        self, server: str, name: str, *, asked_by: AskedBy, timeout_s: float, over_tcp: bool = False
    ) -> tuple[ResolveStep, ...]:
        raise AssertionError("scripts are fetched as the system does it")


async def look(*urls: str, names: Names | None = None, detected: bool = False, timeout_s: float = 5.0) -> PacResult:
    probe = ScriptProbe(id="script:s", setting="s", why="test", urls=urls, hosts=("ndc1.x", "www.x"), detected=detected)
    return await fetch_and_evaluate(probe, world(resolver=names or Names(), timeout_s=timeout_s))


async def served(handler: Handler, path: str = "/proxy.pac") -> PacResult:
    async with serving(handler) as port:
        return await look(f"http://{LOOPBACK}:{port}{path}")


async def test_a_good_script_is_asked_for_every_host() -> None:
    found = await served(page(GOOD))
    report = found.report
    assert report.outcome is PacOutcome.EVALUATED
    assert [(one.host, one.choices) for one in report.decisions] == [
        ("ndc1.x", ("direct",)),
        ("www.x", ("http://proxy:3128", "direct")),
    ]
    assert [proxy.id for proxy in report.proxies] == ["http://proxy:3128"]
    assert report.size_bytes == len(GOOD)


async def test_the_fetch_is_an_observation_without_the_scripts_text() -> None:
    found = await served(page(GOOD))
    (seen,) = found.observations
    assert (seen.setting, seen.address, seen.failure) == ("s", LOOPBACK, None)
    assert seen.http is not None
    assert (seen.http.detail.status, seen.http.detail.body) == (200, None)
    assert found.report.evidence == (seen.id,)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        pytest.param("function FindProxyForURL() { for (;;) {} }", PacOutcome.ENDLESS, marks=pytest.mark.thorough),
        ("function FindProxyForURL() { throw 'no'; }", PacOutcome.THROWS),
        ("function FindProxyForURL() { return 'rubbish'; }", PacOutcome.RUBBISH),
        pytest.param(
            "function FindProxyForURL() { var a = []; for (;;) a.push(new Array(1e5).fill(1)); }",
            PacOutcome.EATS_MEMORY,
            marks=pytest.mark.thorough,
        ),
        ("var nothing;", PacOutcome.NO_FUNCTION),
        ("  <!DOCTYPE html><title>Sign in</title>", PacOutcome.NO_SCRIPT),
        ("", PacOutcome.NO_SCRIPT),
        (" " * (LARGEST + 1), PacOutcome.TOO_LARGE),
    ],
)
async def test_a_bad_script_is_a_report_with_a_reason(body: str, outcome: PacOutcome) -> None:
    report = (await served(page(body))).report
    assert report.outcome is outcome
    assert report.reason
    assert report.decisions == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
async def test_a_script_comes_in_the_usual_encodings(encoding: str) -> None:
    assert (await served(page(("// é\n" + GOOD).encode(encoding)))).report.outcome is PacOutcome.EVALUATED


async def test_a_server_may_say_the_encoding() -> None:
    headers = "Content-Type: application/x-ns-proxy-autoconfig; charset=utf-16be\r\n"
    found = await served(page(GOOD.encode("utf-16-be"), headers=headers))
    assert found.report.outcome is PacOutcome.EVALUATED


async def test_a_script_and_a_page_may_both_begin_with_a_comment() -> None:
    assert (await served(page("<!-- old\n" + GOOD))).report.outcome is PacOutcome.EVALUATED
    report = (await served(page("<!-- a sign-in --><html>"))).report
    assert (report.outcome, report.reason) == (PacOutcome.NO_SCRIPT, "a web page came in its place")


async def test_an_address_may_carry_the_script() -> None:
    report = (await look("data:application/x-ns-proxy-autoconfig," + GOOD.replace(" ", "%20"))).report
    assert (report.outcome, report.not_followed_by) == (PacOutcome.EVALUATED, ())
    assert report.url == "data:application/x-ns-proxy-autoconfig,…"


async def test_an_address_that_carries_nothing_is_not_reported_whole() -> None:
    report = (await look("data:;base64,!")).report
    assert (report.outcome, report.url) == (PacOutcome.NOT_FETCHED, "data:;base64,…")


async def test_a_server_that_answers_otherwise_is_quoted() -> None:
    report = (await served(page("gone", "404 Not Found"))).report
    assert (report.outcome, report.failure) == (PacOutcome.NOT_FETCHED, None)
    assert report.reason == "127.0.0.1 answers 404 Not Found"


async def test_a_refused_connection_is_named() -> None:
    with refusing_port() as port:
        report = (await look(f"http://{LOOPBACK}:{port}/")).report
    assert (report.outcome, report.failure) == (PacOutcome.NOT_FETCHED, Failure.CONNECTION_REFUSED)


async def test_a_name_without_an_address_is_named() -> None:
    found = await look("http://wpad.gone/proxy.pac")
    assert (found.report.failure, found.report.reason) == (Failure.DNS_NXDOMAIN, "wpad.gone has no address")
    assert found.observations[0].resolves


async def test_a_server_that_says_nothing_ends_with_the_patience() -> None:
    begun = time.monotonic()
    async with serving(silent) as port:
        report = (await look(f"http://{LOOPBACK}:{port}/", timeout_s=0.3)).report
    assert report.outcome is PacOutcome.NOT_FETCHED
    assert time.monotonic() - begun < 5, "the usual patience"


async def test_a_redirection_is_followed() -> None:
    async with serving(page(GOOD)) as port:
        target = f"Location: http://{LOOPBACK}:{port}/real.pac\r\n"
        found = await served(page("", "302 Found", target))
    assert found.report.outcome is PacOutcome.EVALUATED
    assert found.report.url == f"http://{LOOPBACK}:{port}/real.pac"
    assert len({seen.id for seen in found.observations}) == 2


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://[broken", "//[", "http://a:b:c/", "\\\\x\\y"])
async def test_a_redirection_leads_to_no_file(location: str) -> None:
    report = (await served(page("", "302 Found", f"Location: {location}\r\n"))).report
    assert report.outcome is PacOutcome.NOT_FETCHED


async def test_redirections_without_end_are_left() -> None:
    report = (await served(page("", "302 Found", "Location: /again\r\n"))).report
    assert report.reason == "one address leads to another without end"


async def test_a_script_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "my proxy.pac"
    path.write_text(GOOD)
    for url in (str(path), path.as_uri(), f"file://localhost{path}", f"FILE:{path}"):
        report = (await look(url)).report
        assert (report.outcome, report.not_followed_by) == (PacOutcome.EVALUATED, (Browser.CHROMIUM,))


@every(
    ("url", "path"),
    [
        ("file:///C:/x/p.pac", "C:/x/p.pac"),
        ("file://C:/p.pac", "C:/p.pac"),
        (r"file://C:\x\p.pac", r"C:\x\p.pac"),
        ("file://c|/p.pac", "c:/p.pac"),
        ("file:c:/my%20p.pac", "c:/my p.pac"),
        (r"C:\x\p.pac", r"C:\x\p.pac"),
        ("file:///etc/p.pac", "/etc/p.pac"),
        ("file:/etc/p.pac", "/etc/p.pac"),
        ("/etc/p.pac", "/etc/p.pac"),
    ],
)
def test_files_are_spelt_in_many_ways(url: str, path: str) -> None:
    assert file_path(url) == Path(path)


@every("url", ["file://server/p.pac", r"\\server\p.pac", "file://///server/p.pac", "p.pac", "ftp://x/p"])
def test_what_is_no_file_of_this_machine_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"share|neither"):
        file_path(url)


@pytest.mark.parametrize(
    "url",
    ["/no/such/file.pac", r"C:\no\such.pac", r"\\server\share\x.pac", "file://server/x.pac", "ftp://x/p.pac", "p.pac"],
)
async def test_a_file_that_cannot_be_read_is_not_fetched(url: str) -> None:
    report = (await look(url)).report
    assert report.outcome is PacOutcome.NOT_FETCHED
    assert report.reason


async def test_names_that_a_script_looks_up_are_resolved_for_it() -> None:
    script = """function FindProxyForURL(url, host) {
        if (isInNet(dnsResolve("intra.corp"), "10.0.0.0", "255.0.0.0") && isResolvable("second.corp"))
            return isInNet(host, "192.0.2.0", "255.255.255.0") ? "DIRECT" : "PROXY inside:3128";
        return "PROXY outside:3128"; }"""
    names = Names(intra_corp="10.1.1.1", second_corp="10.1.1.2", www_x="192.0.2.1")
    async with serving(page(script)) as port:
        report = (await look(f"http://{LOOPBACK}:{port}/", names=names)).report
    assert [one.choices for one in report.decisions] == [("http://inside:3128",), ("direct",)]
    assert report.names == ("intra.corp", "second.corp")
    assert sorted(names.asked) == ["intra.corp", "ndc1.x", "second.corp", "www.x"]


async def test_a_script_that_fails_for_want_of_a_name_gets_its_address() -> None:
    script = 'function FindProxyForURL(u, h) { return dnsResolve(h).split(".")[0] == "192" ? "DIRECT" : "PROXY p:1"; }'
    names = Names(ndc1_x="192.0.2.1", www_x="198.51.100.1")
    async with serving(page(script)) as port:
        report = (await look(f"http://{LOOPBACK}:{port}/", names=names)).report
    assert [one.choices for one in report.decisions] == [("direct",), ("http://p:1",)]


async def test_no_more_names_are_looked_up_than_a_script_may_want() -> None:
    script = "function FindProxyForURL() { for (var i = 0; i < 5000; i++) isResolvable('n' + i + '.corp'); return ''; }"
    names = Names()
    async with serving(page(script)) as port:
        report = (await look(f"http://{LOOPBACK}:{port}/", names=names)).report
    assert report.outcome is PacOutcome.EVALUATED
    assert len(names.asked) == MOST_OTHER_NAMES


async def test_passwords_in_answers_reach_no_report() -> None:
    answers = "'PROXY user:SEC/RETpw@127.0.0.1:80'", "'SOCKS u:SEC RETpw@h'", "missing('u:SECRETpw@h')"
    script = (
        f"function FindProxyForURL(u, h) {{ return h === 'ndc1.x' ? {answers[0]} : h === 'www.x' ? {answers[1]} : '' }}"
    )
    for text in (script, f"throw {answers[0]};", f"function FindProxyForURL() {{ throw Error({answers[0]}); }}"):
        report = (await served(page(text))).report
        assert "SEC" not in repr(report)
        assert "RETpw" not in repr(report)


async def test_a_host_without_an_answer_does_not_spoil_the_others() -> None:
    script = "function FindProxyForURL(u, h) { if (h === 'www.x') return 'PROXY p:1'; }"
    report = (await served(page(script))).report
    assert report.outcome is PacOutcome.EVALUATED
    assert [one.host for one in report.troubled] == ["ndc1.x"]
    assert report.troubled[0].problem is PacProblem.NO_TEXT


async def test_a_server_that_drips_does_not_stretch_the_patience() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"/")
            await writer.drain()
            await asyncio.sleep(0.05)

    begun = time.monotonic()
    async with serving(drip) as port:
        report = (await look(f"http://{LOOPBACK}:{port}/", timeout_s=0.5)).report
    assert (report.outcome, report.failure) == (PacOutcome.NOT_FETCHED, Failure.TIMEOUT)
    assert time.monotonic() - begun < 5


async def test_a_response_without_end_is_too_large() -> None:
    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b" " * 65536)
            await writer.drain()

    assert (await served(flood)).report.outcome is PacOutcome.TOO_LARGE


async def test_a_script_is_told_the_address_that_fetched_it() -> None:
    report = (await served(page("function FindProxyForURL() { return 'PROXY ' + myIpAddress() + ':1'; }"))).report
    assert report.decisions[0].choices == ("http://127.0.0.1:1",)


async def test_detection_that_finds_nothing_is_no_failure() -> None:
    report = (await look("http://wpad.corp.example/wpad.dat", detected=True)).report
    assert (report.outcome, report.failure) == (PacOutcome.NOT_OFFERED, Failure.DNS_NXDOMAIN)
    assert "DHCP was not asked" in (report.reason or "")


async def test_detection_without_a_domain_is_no_failure() -> None:
    assert (await look(detected=True)).report.outcome is PacOutcome.NOT_OFFERED


@pytest.mark.parametrize(("body", "outcome"), [(GOOD, PacOutcome.EVALUATED), ("<html>hi", PacOutcome.NOT_OFFERED)])
async def test_detection_takes_a_script_and_nothing_else(body: str, outcome: PacOutcome) -> None:
    names = Names(wpad_corp_example=LOOPBACK)
    async with serving(page(body)) as port:
        urls = (f"http://wpad.gone:{port}/wpad.dat", f"http://wpad.corp.example:{port}/wpad.dat")
        report = (await look(*urls, names=names, detected=True)).report
    assert report.outcome is outcome


async def test_credentials_in_an_address_reach_no_server_and_no_report() -> None:
    async with serving(page(GOOD)) as port:
        found = await look(f"http://me:hunter2@{LOOPBACK}:{port}/p.pac")
    assert found.report.outcome is PacOutcome.EVALUATED
    assert "hunter2" not in repr(found)
