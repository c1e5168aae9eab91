"""Setup scripts run in isolation: good ones decide, and whatever a bad one does is a result with a reason."""

import asyncio
import sys
import time

import pytest

from conntest.model.pac import PacOutcome
from conntest.pac import evaluate as module
from conntest.pac.evaluate import Evaluation, Surroundings, clean, evaluate

pytest.importorskip("quickjs")

#: Friday, 6 March 2026, 13:30:20 GMT.
NOW_S = 1772803820.0

SURROUNDINGS = Surroundings(
    names={"www.example.com": ("2001:db8::1", "192.0.2.7"), "gone.example.com": ()}, own_address="10.1.2.3", now_s=NOW_S
)


def function(body: str) -> str:
    return f"function FindProxyForURL(url, host) {{ {body} }}"


async def run(script: str, *hosts: str) -> Evaluation:
    return await evaluate(script, hosts or ("www.example.com",), SURROUNDINGS, wall_s=30)


async def test_a_script_decides_host_by_host() -> None:
    script = function('return dnsDomainIs(host, ".ibllc.com") ? "DIRECT" : "PROXY proxy:3128; SOCKS5 s; DIRECT";')
    found = await run(script, "ndc1.ibllc.com", "www.example.com")
    assert found.outcome is PacOutcome.EVALUATED
    assert [one.choices for one in found.decisions] == [
        ("direct",),
        ("http://proxy:3128", "socks5://s:1080", "direct"),
    ]
    assert [proxy.id for proxy in found.proxies] == ["http://proxy:3128", "socks5://s:1080"]


async def test_a_script_is_asked_for_the_pages_address() -> None:
    found = await run(function('return url == "https://www.example.com/" ? "DIRECT" : "PROXY wrong:1";'))
    assert found.decisions[0].choices == ("direct",)


#: Every line is true.
HELPERS = """\
isPlainHostName("www") && !isPlainHostName("www.x.com") && !isPlainHostName("::1")
dnsDomainIs("www.x.com", ".x.com") && dnsDomainIs("WWW.X.COM", ".x.com") && !dnsDomainIs("www.x.org", ".x.com")
localHostOrDomainIs("www.x.com", "www.x.com") && localHostOrDomainIs("www", "www.x.com")
!localHostOrDomainIs("home.x.com", "www.x.com") && !localHostOrDomainIs("ww", "www.x.com")
isResolvable("www.example.com") && !isResolvable("gone.example.com") && !isResolvable("other.example.com")
dnsResolve("WWW.example.com") === "192.0.2.7" && dnsResolve("1.2.3.4") === "1.2.3.4"
dnsResolve("gone.example.com") === null && dnsResolve("999.2.3.4") === null
isInNet("192.0.2.7", "192.0.2.0", "255.255.255.0") && !isInNet("192.0.3.7", "192.0.2.0", "255.255.255.0")
isInNet("www.example.com", "192.0.2.0", "255.255.255.0") && isInNet("255.1.1.1", "255.0.0.0", "255.0.0.0")
!isInNet("gone.example.com", "0.0.0.0", "0.0.0.0") && !isInNet("1.2.3.4", "nonsense", "255.0.0.0")
isInNet("1.2.3.4", "0.0.0.0", "0.0.0.0")
myIpAddress() === "10.1.2.3"
dnsDomainLevels("www") === 0 && dnsDomainLevels("www.x.com") === 2
shExpMatch("http://x.com/a/b", "*/a/*") && !shExpMatch("http://x.com/a", "*/b") && shExpMatch("abc", "a?c")
shExpMatch("a.b", "a.b") && !shExpMatch("axb", "a.b") && shExpMatch("[x](y)+", "[x](y)+")
weekdayRange("FRI", "GMT") && weekdayRange("MON", "FRI", "GMT") && weekdayRange("THU", "MON", "GMT")
!weekdayRange("SAT", "GMT") && !weekdayRange("SAT", "THU", "GMT") && !weekdayRange("XYZ", "GMT")
dateRange(6, "GMT") && !dateRange(7, "GMT") && dateRange(1, 15, "GMT") && dateRange("MAR", "GMT")
dateRange("JAN", "MAR", "GMT") && !dateRange("APR", "DEC", "GMT") && dateRange("NOV", "MAR", "GMT")
dateRange(2026, "GMT") && dateRange(2025, 2027, "GMT") && !dateRange(2027, 2030, "GMT")
dateRange(1, "MAR", 15, "MAR", "GMT") && !dateRange(7, "MAR", 15, "MAR", "GMT")
dateRange("JAN", 2026, "DEC", 2026, "GMT") && dateRange(1, "JAN", 2026, 6, "MAR", 2026, "GMT")
!dateRange(7, "MAR", 2026, 1, "APR", 2027, "GMT") && !dateRange("GMT")
timeRange(13, "GMT") && !timeRange(12, "GMT") && timeRange(9, 13, "GMT") && !timeRange(9, 12, "GMT")
timeRange(13, 30, 13, 30, "GMT") && !timeRange(13, 31, 14, 0, "GMT") && timeRange(13, 30, 20, 13, 30, 20, "GMT")
timeRange(22, 14, "GMT") && !timeRange(22, 6, "GMT") && !timeRange("GMT")
typeof timeRange(0, 23) === "boolean" && timeRange(0, 23)
isInNetEx("192.0.2.7", "192.0.2.0/24") && !isInNetEx("192.0.3.7", "192.0.2.0/24") && !isInNetEx("1.2.3.4", "x")
dnsResolveEx("www.example.com") === "2001:db8::1;192.0.2.7" && !isResolvableEx("gone.example.com")
alert("ignored") === undefined && myIpAddressEx() === "10.1.2.3"
""".splitlines()


async def test_the_helper_functions_do_as_netscape_said() -> None:
    checks = ",\n".join(f"[{number}, () => {line}]" for number, line in enumerate(HELPERS))
    failing = f"[{checks}].filter(([, check]) => !check()).map(([number]) => number)"
    found = await run(function(f"return 'PROXY wrong:' + ({failing}.join('_') || 1);"))
    assert found.decisions[0].answer == "PROXY wrong:1", found.reason


async def test_names_that_a_script_looks_up_by_itself_are_told() -> None:
    found = await run(function('return isResolvable("Intranet.corp") && dnsResolve("bad name") ? "DIRECT" : "DIRECT";'))
    assert found.wanted == ("intranet.corp",)


@pytest.mark.parametrize(
    ("script", "outcome", "reason"),
    [
        (function("for (;;) {}"), PacOutcome.ENDLESS, "it runs without end"),
        (function("try { for (;;) {} } catch (e) { return 'DIRECT'; }"), PacOutcome.ENDLESS, "it runs without end"),
        (function("throw new Error('no proxy today');"), PacOutcome.THROWS, "Error: no proxy today"),
        (function("return noSuchFunction(host);"), PacOutcome.THROWS, "noSuchFunction"),
        (function("return FindProxyForURL(url, host);"), PacOutcome.THROWS, "stack"),
        ("this is no script", PacOutcome.THROWS, "SyntaxError"),
        ("<html><body>Sign in</body></html>", PacOutcome.THROWS, "SyntaxError"),
        ("var x = 1;", PacOutcome.NO_FUNCTION, "FindProxyForURL"),
        ("var FindProxyForURL = 'PROXY a:80';", PacOutcome.NO_FUNCTION, "FindProxyForURL"),
        ("", PacOutcome.NO_FUNCTION, "FindProxyForURL"),
        (function("var a = []; for (;;) a.push(new Array(100000).fill(1));"), PacOutcome.EATS_MEMORY, "memory"),
        (function("return 'the proxy, please';"), PacOutcome.RUBBISH, "for www.example.com it answers “the proxy"),
        (function("return 42;"), PacOutcome.RUBBISH, "no text but number"),
        (function("return null;"), PacOutcome.RUBBISH, "no text but null"),
        (function(""), PacOutcome.RUBBISH, "no text but undefined"),
        (function("return {toString: () => 'DIRECT'};"), PacOutcome.RUBBISH, "no text but object"),
        (function("return '\\ud800\\x1b[2J';"), PacOutcome.RUBBISH, "\\ud800\\x1b[2J"),
        (function("return 'x'.repeat(100000);"), PacOutcome.RUBBISH, "xxx"),
    ],
)
async def test_a_bad_script_is_a_result_with_a_reason(script: str, outcome: PacOutcome, reason: str) -> None:
    found = await run(script)
    assert found.outcome is outcome
    assert found.reason is not None
    assert reason.lower() in found.reason.lower()
    assert found.reason.isprintable()
    assert len(found.reason) < 300
    assert found.decisions == ()


async def test_a_script_has_neither_files_nor_modules_nor_processes() -> None:
    absent = " || ".join(f"typeof {name} !== 'undefined'" for name in ("require", "process", "std", "os", "print"))
    found = await run(function(f"return {absent} ? 'PROXY leak:1' : 'DIRECT';"))
    assert found.decisions[0].choices == ("direct",)


async def test_what_the_engine_cannot_interrupt_is_ended_from_outside() -> None:
    begun = time.monotonic()
    found = await evaluate(function("for (;;) {}"), ["h"], SURROUNDINGS, cpu_s=60, wall_s=0.5)
    assert found.outcome is PacOutcome.ENDLESS
    assert found.reason == "it runs without end, 0.5 s were not enough"
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("script", [function("return 'DIRECT';"), "("])
async def test_a_child_that_ends_by_itself_is_not_killed(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    def kill(process: asyncio.subprocess.Process) -> None:
        raise AssertionError("the exit code would be lost to asyncio, which complains on stderr")

    monkeypatch.setattr(asyncio.subprocess.Process, "kill", kill)
    assert (await run(script)).outcome is not PacOutcome.NOT_RUN


async def test_nothing_is_left_when_nobody_waits_any_more() -> None:
    async with asyncio.timeout(5):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await evaluate(function("for (;;) {}"), ["h"], SURROUNDINGS, cpu_s=60, wall_s=60)


async def test_without_an_engine_nothing_is_said_of_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    # An interpreter that sees the standard library alone.
    monkeypatch.setattr(module, "_COMMAND", (sys.executable, "-I", "-S"))
    found = await run(function("return 'DIRECT';"))
    assert found.outcome is PacOutcome.NOT_RUN
    assert "quickjs" in (found.reason or "")


async def test_without_an_interpreter_nothing_is_said_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_COMMAND", ("/no/such/python",))
    assert (await run(function("return 'DIRECT';"))).outcome is PacOutcome.NOT_RUN


@pytest.mark.parametrize(
    ("child", "outcome", "reason"),
    [
        ("raise SystemExit(9)", PacOutcome.NOT_RUN, "the JavaScript engine could not be started"),
        (
            "import sys; sys.stdin.read(); print('running'); raise SystemExit(9)",
            PacOutcome.THROWS,
            "the JavaScript engine broke down",
        ),
    ],
)
async def test_a_child_that_breaks_down_is_a_result(
    monkeypatch: pytest.MonkeyPatch, child: str, outcome: PacOutcome, reason: str
) -> None:
    monkeypatch.setattr(module, "_COMMAND", (sys.executable, "-c", child))
    found = await run(function("return 'DIRECT';") + "// " + "x" * 1_000_000 + "\n")
    assert found.outcome is outcome
    assert found.reason is not None
    assert found.reason.startswith(reason)


async def test_a_machine_that_is_too_slow_to_begin_is_no_fault_of_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(module, "_START_S", 0.2)
    assert (await run(function("return 'DIRECT';"))).outcome is PacOutcome.NOT_RUN


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("PROXY me:hunter2@proxy:80; DIRECT", "PROXY proxy:80; DIRECT"),
        ("Error: http://me:hunter2@proxy", "Error: http://proxy"),
        ("a\nb", "a\\nb"),
    ],
)
def test_a_scripts_texts_lose_credentials(text: str, kept: str) -> None:
    assert clean(text) == kept
