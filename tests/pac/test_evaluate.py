"""Setup scripts run in isolation: good ones decide, and whatever a bad one does is a result with a reason."""

import asyncio
import sys
import time

import pytest

from conntest.model.pac import PacOutcome, PacProblem
from conntest.pac import process
from conntest.pac.evaluate import Evaluation, Limits, Surroundings, evaluate
from tests.some import some_of

pytest.importorskip("quickjs")

#: Friday, 6 March 2026, 13:30:20 GMT.
NOW_S = 1772803820.0

SURROUNDINGS = Surroundings(
    names={"www.example.com": ("2001:db8::1", "192.0.2.7"), "gone.example.com": ()}, own_address="10.1.2.3", now_s=NOW_S
)


def function(body: str) -> str:
    return f"function FindProxyForURL(url, host) {{ {body} }}"


async def run(script: str, *hosts: str) -> Evaluation:
    return await evaluate(script, hosts or ("www.example.com",), SURROUNDINGS, limits=Limits(cpu_s=0.1, wall_s=30))


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


async def test_names_that_a_script_looks_up_by_itself_are_told() -> None:
    found = await run(function('return isResolvable("Intranet.corp") && dnsResolve("bad name") ? "DIRECT" : "DIRECT";'))
    assert found.wanted == ("intranet.corp",)


BAD = [
    (function("for (;;) {}"), PacOutcome.ENDLESS, "it runs without end"),
    (function("try { for (;;) {} } catch (e) { return 'DIRECT'; }"), PacOutcome.ENDLESS, "it runs without end"),
    (function("throw new Error('no proxy today');"), PacOutcome.THROWS, "Error: no proxy today"),
    (function("return noSuchFunction(host);"), PacOutcome.THROWS, "noSuchFunction"),
    (function("return FindProxyForURL(url, host);"), PacOutcome.THROWS, "RangeError"),
    ("this is no script", PacOutcome.THROWS, "SyntaxError"),
    ("<html><body>Sign in</body></html>", PacOutcome.THROWS, "SyntaxError"),
    ("var x = 1;", PacOutcome.NO_FUNCTION, "FindProxyForURL"),
    ("var FindProxyForURL = 'PROXY a:80';", PacOutcome.NO_FUNCTION, "FindProxyForURL"),
    ("", PacOutcome.NO_FUNCTION, "FindProxyForURL"),
    (function("var a = []; for (;;) a.push(new Array(100000).fill(1));"), PacOutcome.EATS_MEMORY, "memory"),
    (function("return 'the proxy, please';"), PacOutcome.RUBBISH, "for www.example.com it answers “the proxy"),
    (function("return 42;"), PacOutcome.RUBBISH, "no text but number"),
    (function("return {toString: () => 'DIRECT'};"), PacOutcome.RUBBISH, "no text but object"),
    (function("return '\\ud800\\x1b[2J';"), PacOutcome.RUBBISH, "\\ud800\\x1b[2J"),
    (function("return 'x'.repeat(100000);"), PacOutcome.RUBBISH, "xxx"),
    (function("return '日本';"), PacOutcome.RUBBISH, "日本"),
    ("let FindProxyForURL = () => 'DIRECT';", PacOutcome.NO_FUNCTION, "FindProxyForURL"),
    (function("throw {};"), PacOutcome.THROWS, "undefined"),
]
#: One of each outcome. What eats memory takes long, and is hostile too.
QUICK = (0, 3, 5, 7, 11)


@pytest.mark.parametrize(("script", "outcome", "reason"), some_of(dict(enumerate(BAD)), QUICK))
async def test_a_bad_script_is_a_result_with_a_reason(script: str, outcome: PacOutcome, reason: str) -> None:
    found = await run(script)
    assert found.outcome is outcome
    assert found.reason is not None
    assert reason.lower() in found.reason.lower()
    assert found.reason.isprintable()
    assert len(found.reason) < 300
    assert found.decisions == ()


@pytest.mark.parametrize(
    ("answer", "problem", "words"),
    [
        ("null", None, "null"),
        ("''", None, ""),
        ("undefined", PacProblem.NO_TEXT, "undefined"),
        ("42", PacProblem.NO_TEXT, "number"),
        ("'192.0.2.1:3128'", PacProblem.RUBBISH, "192.0.2.1:3128"),
        ("missing(host)", PacProblem.THREW, "ReferenceError: missing is not defined"),
        ("(() => { for (;;) {} })()", PacProblem.ENDLESS, "InternalError: interrupted"),
        ("'x'.repeat(1e9)", PacProblem.EATS_MEMORY, "InternalError: out of memory"),
    ],
)
async def test_no_answer_for_one_host_is_that_hosts_affair(answer: str, problem: PacProblem | None, words: str) -> None:
    script = function(f"return host === 'b.example' ? {answer} : 'PROXY p:1';")
    found = await run(script, "a.example", "b.example", "c.example")
    assert found.outcome is PacOutcome.EVALUATED
    assert [one.choices for one in found.decisions] == [("http://p:1",), ("direct",), ("http://p:1",)]
    assert [one.problem for one in found.decisions] == [None, problem, None]
    assert found.decisions[1].answer.startswith(words)


async def test_null_for_every_host_means_no_proxy() -> None:
    found = await run(function("return null;"), "a.example", "b.example")
    assert found.outcome is PacOutcome.EVALUATED
    assert [(one.choices, one.problem) for one in found.decisions] == [(("direct",), None)] * 2


async def test_a_function_that_ends_without_an_answer_may_have_some_for_other_hosts() -> None:
    found = await run(function("if (dnsDomainIs(host, '.corp.example')) return 'PROXY p:1';"), "a.example", "b.example")
    assert found.outcome is PacOutcome.EVALUATED
    assert [(one.choices, one.problem) for one in found.decisions] == [(("direct",), PacProblem.NO_TEXT)] * 2


async def test_a_script_that_firefox_alone_understands_is_one() -> None:
    found = await run(function("return 'HTTP p:1';"))
    assert found.outcome is PacOutcome.EVALUATED
    (decision,) = found.decisions
    assert (decision.choices, decision.firefox, decision.problem) == (("direct",), ("http://p:1",), PacProblem.RUBBISH)


async def test_a_script_without_hosts_to_ask_for_is_loaded() -> None:
    loaded = await evaluate(function("return 1;"), (), SURROUNDINGS)
    assert (loaded.outcome, loaded.decisions) == (PacOutcome.EVALUATED, ())
    assert (await evaluate("(", (), SURROUNDINGS)).outcome is PacOutcome.THROWS


async def test_what_firefox_decides_otherwise_is_said_beside() -> None:
    script = function("""
        if (host === 'same.example') return 'PROXY p:1';
        if (host === 'http.example') return 'HTTP p:2; DIRECT';
        return isInNetEx('10.1.2.3', '10.0.0.0/8') ? 'PROXY p:3' : 'DIRECT';
    """)
    found = await run(script, "same.example", "http.example", "ex.example")
    assert [(one.choices, one.firefox) for one in found.decisions] == [
        (("http://p:1",), None),
        (("direct",), ("http://p:2", "direct")),
        (("http://p:3",), ("direct",)),
    ]
    assert [one.ignored for one in found.decisions] == [0, 1, 0]
    assert [proxy.id for proxy in found.proxies] == ["http://p:1", "http://p:2", "http://p:3"]


CONDITIONS = "".join(f"if (host === 'a{number}') return 'DIRECT'; else " for number in range(3000))
HOSTS = ",".join(f"'h{number}.example': 1" for number in range(20_000))

LARGE = {
    "3,000 conditions": function(CONDITIONS + "return 'PROXY p:1';"),
    "1,500 parentheses": function("return " + "(" * 1500 + "'PROXY p:1'" + ")" * 1500 + ";"),
    "a comment of HTML": "<!-- an old habit\n" + function("return 'PROXY p:1';") + "\n//-->",
    "a list of 20,000 hosts": f"var list = {{{HOSTS}}};" + function("return list[host] ? 'DIRECT' : 'PROXY p:1';"),
}


@pytest.mark.parametrize("script", LARGE.values(), ids=LARGE)
async def test_what_browsers_manage_is_managed(script: str) -> None:
    found = await run(script)
    assert found.reason is None
    assert found.decisions[0].choices == ("http://p:1",)


async def test_a_script_has_neither_files_nor_modules_nor_processes() -> None:
    absent = " || ".join(f"typeof {name} !== 'undefined'" for name in ("require", "process", "std", "os", "print"))
    found = await run(function(f"return {absent} ? 'PROXY leak:1' : 'DIRECT';"))
    assert found.decisions[0].choices == ("direct",)


async def test_what_the_engine_cannot_interrupt_is_ended_from_outside() -> None:
    begun = time.monotonic()
    found = await evaluate(function("for (;;) {}"), ["h"], SURROUNDINGS, limits=Limits(cpu_s=60, wall_s=0.5))
    assert found.outcome is PacOutcome.ENDLESS
    assert found.reason == "it runs without end"
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
                await evaluate(function("for (;;) {}"), ["h"], SURROUNDINGS, limits=Limits(cpu_s=60, wall_s=60))


async def test_without_an_engine_nothing_is_said_of_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    # An interpreter that sees the standard library alone.
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-I", "-S"))
    found = await run(function("return 'DIRECT';"))
    assert found.outcome is PacOutcome.NOT_RUN
    assert "quickjs" in (found.reason or "")


async def test_without_an_interpreter_nothing_is_said_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_COMMAND", ("/no/such/python",))
    assert (await run(function("return 'DIRECT';"))).outcome is PacOutcome.NOT_RUN


@pytest.mark.parametrize(
    ("child", "outcome", "reason"),
    [
        ("raise SystemExit(9)", PacOutcome.NOT_RUN, "the JavaScript engine could not be started"),
        (
            "import sys; sys.stdin.readline(); print('running'); raise SystemExit(9)",
            PacOutcome.THROWS,
            "the JavaScript engine broke down",
        ),
    ],
)
async def test_a_child_that_breaks_down_is_a_result(
    monkeypatch: pytest.MonkeyPatch, child: str, outcome: PacOutcome, reason: str
) -> None:
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-c", child))
    found = await run(function("return 'DIRECT';") + "// " + "x" * 1_000_000 + "\n")
    assert found.outcome is outcome
    assert found.reason is not None
    assert found.reason.startswith(reason)


async def test_a_machine_that_is_too_slow_to_begin_is_no_fault_of_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(process, "_START_S", 0.2)
    assert (await run(function("return 'DIRECT';"))).outcome is PacOutcome.NOT_RUN
