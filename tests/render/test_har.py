"""The HTTP archive: every exchange, in the form that HAR readers take, and without secrets."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
from haralyzer import HarEntry, HarParser
from hypothesis import given

from conntest.model.failure import Failure
from conntest.model.observation import HttpDetail, HttpStep, attempts
from conntest.model.report import Report
from conntest.model.step import Error
from conntest.render.har import to_har
from tests.every import every
from tests.render import full, samples
from tests.render.har_schema import HAR
from tests.render.hostile import ONE_OF_EACH, hostile, poisoned, quick

READER = jsonschema.Draft202012Validator(HAR)


def entries(report: Report) -> list[dict[str, Any]]:
    document = json.loads(to_har(report))
    READER.validate(document)
    return list(document["log"]["entries"])


def exchange(detail: HttpDetail, failure: Failure | None = None, *, t: float = 0.5) -> Report:
    step = HttpStep(t0=0.1, t=t, error=Error.of(failure, None), detail=detail)
    seen = samples.seen("api.ibkr.com:443", "http", "208.245.107.9", samples.connect_step(took=0.04), step)
    return replace(samples.healthy(), observations=(seen,))


HTTPS = HttpDetail(
    method="GET",
    url="https://api.ibkr.com/a?b=1&c=",
    status=302,
    reason="Found",
    http_version="1.1",
    headers=(("Set-Cookie", "id=secret"), ("Location", "/login"), ("Content-Type", "text/html")),
    body="<p>x",
    body_bytes=4,
    sent_s=0.2,
    first_byte_s=0.45,
)


@every("sample", [samples.healthy, samples.ports_blocked, samples.dns_tampered, full.report])
def test_every_report_is_valid_by_the_schema(sample: Callable[[], Report]) -> None:
    entries(sample())


def test_a_har_reader_reads_it() -> None:
    parser = HarParser(json.loads(to_har(exchange(HTTPS))))
    assert (parser.version, parser.creator) == ("1.2", {"name": "conntest", "version": "0.1.0"})
    (entry,) = (HarEntry(entry) for entry in parser.har_data["entries"])
    assert (entry.request.method, entry.url, entry.response.status) == ("GET", "https://api.ibkr.com/a?b=1&c=", 302)
    assert f"{entry.startTime:%Y-%m-%d %H:%M:%S.%f}" == "2026-11-22 02:35:11.300000"


def test_tls_is_part_of_connecting_and_the_times_add_up() -> None:
    (entry,) = entries(exchange(HTTPS))
    assert entry["timings"] == {
        "blocked": -1,
        "dns": -1,
        "connect": 140.0,
        "ssl": 100.0,
        "send": 0,
        "wait": 250.0,
        "receive": 50.0,
    }
    assert entry["time"] == 440.0
    assert entry["serverIPAddress"] == "208.245.107.9"


def test_a_page_over_the_connection_of_a_handshake_has_no_time_of_connecting() -> None:
    report = exchange(HTTPS)
    (seen,) = attempts(report.observations)
    over = "api.ibkr.com:443/tls@208.245.107.9"
    again = replace(seen, steps=seen.steps[-1:], made_over=over)
    (entry,) = entries(replace(report, observations=(again,)))
    assert (entry["timings"]["connect"], entry["timings"]["ssl"], entry["timings"]["send"]) == (-1, -1, 100.0)
    assert entry["time"] == 400.0
    assert entry["connection"] == over


def test_what_never_came_is_unknown() -> None:
    (entry,) = entries(exchange(HttpDetail(method="GET", url="https://api.ibkr.com/"), Failure.TIMEOUT, t=3.1))
    assert entry["response"]["status"] == 0
    assert entry["response"]["_error"] == "generic_timeout_error"
    assert (entry["timings"]["send"], entry["timings"]["wait"], entry["timings"]["receive"]) == (-1, 3000.0, -1)


def test_no_cookie_and_no_credential_has_a_value() -> None:
    (entry,) = entries(exchange(HTTPS))
    assert "secret" not in json.dumps(entry)
    assert {"name": "Set-Cookie", "value": ""} in entry["response"]["headers"]
    assert entry["response"]["redirectURL"] == "/login"
    assert entry["request"]["queryString"] == [{"name": "b", "value": "1"}, {"name": "c", "value": ""}]


def test_a_proxy_that_was_asked_for_a_tunnel_is_an_exchange() -> None:
    tunnel = next(entry for entry in entries(samples.healthy()) if entry["request"]["method"] == "CONNECT")
    assert tunnel["request"]["url"] == "http://ndc1.ibllc.com:4000"
    assert (tunnel["response"]["status"], tunnel["timings"]["wait"]) == (200, 25.0)
    assert "serverIPAddress" not in tunnel, "that is the proxy's, not the target's"


def test_a_demo_says_so() -> None:
    assert "simulated network" in json.loads(to_har(samples.dns_tampered()))["log"]["comment"]


def test_a_damaged_beginning_still_gives_a_time() -> None:
    report = exchange(HTTPS)
    (entry,) = entries(replace(report, run=replace(report.run, started_at="yesterday")))
    assert entry["startedDateTime"].startswith("1970-01-01")


@quick
@given(hostile)
def test_a_hostile_text_stays_a_string(poison: str) -> None:
    report = replace(ONE_OF_EACH, observations=(*full.report().observations[:8], *exchange(HTTPS).observations))
    text = to_har(poisoned(report, poison))
    assert all(line.isprintable() for line in text.split("\n"))
    READER.validate(json.loads(text))
