"""The helper functions do as those of browsers do: by values recorded in V8, and by a second implementation there.

`recorded.json` holds what Mozilla's library, which Firefox and Chromium ship (netwerk/base/ascii_pac_utils.js,
services/proxy_resolver/pac_js_library.h), answered in Node 20: 958 calls in four time zones. What each browser adds in
C++ is by its documentation: the comments and unit tests of proxy_resolver_v8.cc, and ProxyAutoConfig.cpp.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pac.engine import NAMES, Helpers, helpers, time_zone

pytest.importorskip("quickjs")

FOLDER = Path(__file__).parent

RECORDED: list[dict[str, Any]] = json.loads((FOLDER / "recorded.json").read_text("utf-8"))

#: Friday, 6 March 2026, 13:30:20 GMT.
NOW_MS = 1772803820000.0

#: Firefox resolves to addresses of both families, and the record has IPv4 alone.
_ASKS_DNS = frozenset({"isInNet", "isResolvable"})


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot change its time zone there")
@pytest.mark.parametrize("browser", ["chromium", "firefox"])
@pytest.mark.parametrize("recorded", RECORDED, ids=[one["zone"] for one in RECORDED])
def test_helpers_answer_as_in_v8(recorded: dict[str, Any], browser: str) -> None:
    with time_zone(recorded["zone"]):
        ours = helpers(browser, recorded["now_ms"])
        differing = [
            (name, arguments, right, got)
            for name, arguments, right in recorded["calls"]
            if not (browser == "firefox" and name in _ASKS_DNS) and (got := ours.call(name, arguments)) != right
        ]
    assert differing == []


def test_enough_calls_were_recorded() -> None:
    pairs = {(name, json.dumps(arguments)) for one in RECORDED for name, arguments, _ in one["calls"]}
    assert len(pairs) > 300
    assert {name for name, _ in pairs} >= {"shExpMatch", "isInNet", "dateRange", "timeRange", "weekdayRange"}


def ask(browser: str, *calls: tuple[object, ...]) -> list[object]:
    ours = helpers(browser, NOW_MS)
    return [ours.call(str(name), arguments) for name, *arguments in calls]


def values(browser: str, *calls: tuple[object, ...]) -> list[object]:
    """The values of the calls, or what each threw."""
    return [next(iter(result.values())) for result in ask(browser, *calls) if isinstance(result, dict)]


def test_chromium_has_microsofts_additions() -> None:
    # proxy_resolver_v8.cc: the table of what is returned on failure, SortIpAddressList, IsInNetEx.
    assert values(
        "chromium",
        ("dnsResolveEx", "www.example.com"),
        ("dnsResolveEx", "gone.example.com"),
        ("dnsResolveEx", "::1"),
        ("dnsResolveEx", None),
        ("isResolvableEx", "six.example.com"),
        ("isResolvableEx", "gone.example.com"),
        ("myIpAddressEx",),
        ("sortIpAddressList", "10.2.3.9;2001:4898:28:3:201:2ff:feea:fc14;::1;127.0.0.1;::9"),
        ("sortIpAddressList", " 10.2.3.9 ; 10.2.3.10 ;"),
        ("sortIpAddressList", ""),
        ("sortIpAddressList", " ; "),
        ("sortIpAddressList", "1.2.3.4;x"),
        ("sortIpAddressList", None),
        ("isInNetEx", "2001:db8::5", "2001:db8::/32"),
        ("isInNetEx", "2001:db9::5", "2001:db8::/32"),
        ("isInNetEx", "10.1.2.3", "0.0.0.0/0"),
        ("isInNetEx", "198.95.249.79", "198.95.249.79/32"),
        ("isInNetEx", "198.95.115.10", "198.95.0.0/16"),
        ("isInNetEx", "198.96.115.10", "198.95.0.0/16"),
        ("isInNetEx", "1.2.3.4", "::ffff:1.2.3.0/120"),
        ("isInNetEx", "1.2.3.4", "1.2.3.0/33"),
        ("isInNetEx", "1.2.3.4", "1.2.3.0"),
        ("isInNetEx", "1.2.3.4", "1.2.3.0/24/8"),
        ("isInNetEx", "www.example.com", "192.0.2.0/24"),
        ("isInNetEx", "1.2.3.4", None),
    ) == [
        "2001:db8::1;192.0.2.7", "", "::1", None, True, False, "10.1.2.3",
        "::1;::9;2001:4898:28:3:201:2ff:feea:fc14;10.2.3.9;127.0.0.1", "10.2.3.9;10.2.3.10", False, False, False, None,
        True, False, True, True, True, False, True, False, False, False, False, None,
    ]  # fmt: skip


def test_firefox_has_none_of_them() -> None:
    names = ("dnsResolveEx", "isResolvableEx", "myIpAddressEx", "sortIpAddressList", "isInNetEx", "getClientVersion")
    assert values("firefox", *((name, "1.2.3.4", "1.0.0.0/8") for name in names)) == ["TypeError"] * len(names)
    assert values("chromium", ("getClientVersion",)) == ["TypeError"]


def test_browsers_differ_in_families_and_wrong_arguments() -> None:
    calls = (
        ("dnsResolve", "WWW.example.com"),
        ("dnsResolve", "six.example.com"),
        ("dnsResolve", "::1"),
        ("dnsResolve", None),
        ("dnsResolve",),
        ("isPlainHostName", "www"),
        ("isPlainHostName", "www.x"),
        ("isPlainHostName", "::1"),
        ("isPlainHostName", "a:b"),
        ("isPlainHostName", None),
        ("alert",),
        ("alert", "ignored"),
        ("myIpAddress",),
    )
    assert values("chromium", *calls) == [
        "192.0.2.7", None, None, None, None, True, False, False, True, None, None, None, "10.1.2.3"
    ]  # fmt: skip
    assert values("firefox", *calls) == [
        "2001:db8::1", "2001:db8::6", "::1", None, "TypeError", True, False, False, False, "TypeError", "TypeError",
        None, "10.1.2.3",
    ]  # fmt: skip


class Reference:
    """The second implementation, in Node."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def call(self, browser: str, name: str, arguments: list[object]) -> object:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        call = {"browser": browser, "names": NAMES, "helper": name, "arguments": arguments}
        self.process.stdin.write(json.dumps(call) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def reference() -> Iterator[Reference]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    pipe = subprocess.PIPE
    with subprocess.Popen([node, str(FOLDER / "reference.js")], stdin=pipe, stdout=pipe, text=True) as process:
        yield Reference(process)


@pytest.fixture(scope="module")
def ours() -> dict[str, Helpers]:
    return {browser: helpers(browser, NOW_MS) for browser in ("chromium", "firefox")}


LABELS = st.sampled_from(["www", "WWW", "example", "six", "gone", "com", "ibllc", "1", "192", "0", "2", "7", "", "a-b"])
HOSTS = st.lists(LABELS, max_size=5).map(".".join) | st.sampled_from([*NAMES, "::1", "localhost"])
NUMBERS = st.integers(0, 299).map(str) | st.sampled_from(["0", "255", "256", "01", "x", ""])
ADDRESSES = st.lists(NUMBERS, min_size=3, max_size=5).map(".".join) | st.ip_addresses().map(str)
MASKS = st.sampled_from(["0.0.0.0", "255.0.0.0", "255.255.0.0", "255.255.255.0", "255.255.255.255", "255.0.255.0"])
BLOCKS = st.tuples(ADDRESSES, st.sampled_from(["/0", "/8", "/24", "/32", "/64", "/128", "/129", "", "/x"])).map("".join)
LISTS = st.lists(ADDRESSES | st.sampled_from(["", " ", "::1", "x"]), max_size=4).map(";".join)
PATTERNS = st.lists(LABELS | st.sampled_from([*"*?.()|[]{}+^$\\-!é"]), max_size=8).map("".join)
NOTHING = st.none()

#: A host with an end or a beginning of it, or a pattern made of it: what agrees by chance too seldom.
ENDS = st.tuples(HOSTS, st.integers(0, 3)).map(lambda drawn: (drawn[0], ".".join(drawn[0].split(".")[drawn[1] :])))
BEGINNINGS = HOSTS.map(lambda host: (host.split(".")[0], host))
MATCHING = st.tuples(HOSTS, st.sampled_from("*?."), st.sampled_from([".", "e", "w", "www"])).map(
    lambda drawn: (drawn[0], drawn[0].replace(drawn[2], drawn[1]))
)

CALLS = st.one_of(
    ENDS.map(lambda pair: ("dnsDomainIs", *pair)),
    BEGINNINGS.map(lambda pair: ("localHostOrDomainIs", *pair)),
    MATCHING.map(lambda pair: ("shExpMatch", *pair)),
    st.tuples(st.just("dnsDomainIs"), HOSTS | NOTHING, HOSTS | NOTHING),
    st.tuples(st.just("localHostOrDomainIs"), HOSTS | NOTHING, HOSTS | NOTHING),
    st.tuples(st.just("dnsDomainLevels"), HOSTS),
    st.tuples(st.just("isPlainHostName"), HOSTS | NOTHING),
    st.tuples(st.just("isResolvable"), HOSTS | NOTHING),
    st.tuples(st.just("dnsResolve"), HOSTS | ADDRESSES | NOTHING),
    st.tuples(st.just("isValidIpAddress"), ADDRESSES | HOSTS | NOTHING),
    st.tuples(st.just("convert_addr"), ADDRESSES | HOSTS),
    st.tuples(st.just("isInNet"), ADDRESSES | HOSTS | NOTHING, ADDRESSES, MASKS | ADDRESSES),
    st.tuples(st.just("shExpMatch"), HOSTS | PATTERNS, PATTERNS),
)
CHROMIUM_CALLS = st.one_of(
    st.tuples(st.just("isInNetEx"), ADDRESSES, BLOCKS),
    st.tuples(st.just("sortIpAddressList"), LISTS),
    st.tuples(st.just("dnsResolveEx"), HOSTS | ADDRESSES | NOTHING),
    st.tuples(st.just("isResolvableEx"), HOSTS | NOTHING),
)


@pytest.mark.thorough
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(call=CALLS, browser=st.sampled_from(["chromium", "firefox"]))
def test_both_implementations_agree(
    reference: Reference, ours: dict[str, Helpers], browser: str, call: tuple[Any, ...]
) -> None:
    name, *arguments = call
    assert ours[browser].call(name, arguments) == reference.call(browser, name, arguments)


@pytest.mark.thorough
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(call=CHROMIUM_CALLS)
def test_both_implementations_agree_on_microsofts_additions(
    reference: Reference, ours: dict[str, Helpers], call: tuple[Any, ...]
) -> None:
    name, *arguments = call
    assert ours["chromium"].call(name, arguments) == reference.call("chromium", name, arguments)
