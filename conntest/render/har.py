"""Every HTTP exchange of a run as an HTTP archive (HAR 1.2): the format that IBKR's support asks for.

What a page was asked for and what a proxy was asked for by CONNECT are both exchanges. The values of cookies and
credentials are never part of it; -1 is what HAR says for a time that is not known.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from conntest.model.observation import DIRECT, Attempt, HttpStep, ProxyConnectStep, attempts
from conntest.model.proxy import Scheme
from conntest.model.report import Report
from conntest.render import facts, words
from conntest.render import furniture as say
from conntest.render.printable import printable

VERSION = "1.2"
UNKNOWN = -1

#: Headers that hold secrets. Their names are worth keeping, and nothing else of them.
SECRET = frozenset({"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization"})

#: What a request that was never answered has instead of a status, by the habit of browsers.
NO_STATUS = 0

#: Where a report's beginning is no time. HAR wants one, and nobody takes this one for real.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Object = dict[str, Any]
Headers = Iterable[tuple[str, str]]


def to_har(report: Report) -> str:
    """`report` as a JSON document that ends with a newline; its text is ASCII with escapes."""
    log: Object = {
        "version": VERSION,
        "creator": {"name": report.tool.name, "version": report.tool.version},
        "pages": [],
        "entries": [entry for seen in attempts(report.observations) for entry in _entries(report, seen)],
    }
    if cautions := " ".join(facts.cautions(report.run)):
        log["comment"] = cautions
    return json.dumps(_clean({"log": log}), indent=1, allow_nan=False) + "\n"


def _entries(report: Report, seen: Attempt) -> Iterator[Object]:
    asked = seen.proxy_connect
    if asked and asked.detail.scheme in (Scheme.HTTP, Scheme.HTTPS) and asked.detail.target:
        yield _entry(report, seen, asked.t0, _tunnel(asked), _waited(asked))
    if seen.http:
        began = seen.steps[0].t0
        yield _entry(report, seen, began, _page(seen.http), _timings(seen, seen.http))


def _entry(report: Report, seen: Attempt, began: float, exchange: Object, timings: Mapping[str, float]) -> Object:
    moment = words.utc(report.run.started_at, began) or _EPOCH
    # Connecting includes TLS (HAR 1.2, "timings"), so that is not added once more.
    spent = sum(value for name, value in timings.items() if value != UNKNOWN and name != "ssl")
    entry = {
        "startedDateTime": moment.isoformat(timespec="milliseconds"),
        "time": round(spent, 3),
        **exchange,
        "cache": {},
        "timings": timings,
        "comment": say.OBSERVED.format(seen.id, seen.path),
    }
    # Behind a proxy, the address is the proxy's. Which connection it was tells where the time of connecting is.
    address = {"serverIPAddress": seen.address} if seen.address and seen.path == DIRECT else {}
    return entry | address | ({"connection": seen.made_over} if seen.made_over else {})


def _page(step: HttpStep) -> Object:
    detail = step.detail
    version = f"HTTP/{detail.http_version}" if detail.http_version else ""
    size = UNKNOWN if detail.body_bytes is None else detail.body_bytes
    content = {"size": max(0, size), "mimeType": detail.header("content-type") or ""}
    if detail.body is not None:
        content["text"] = detail.body
    return {
        "request": _request(detail.method, detail.url, version),
        "response": {
            "status": detail.status or NO_STATUS,
            "statusText": detail.reason or "",
            "httpVersion": version,
            "cookies": [],
            "headers": _headers(detail.headers),
            "content": content,
            "redirectURL": detail.header("location") or "",
            "headersSize": UNKNOWN,
            "bodySize": size,
            **_error(step),
        },
    }


def _tunnel(step: ProxyConnectStep) -> Object:
    detail = step.detail
    return {
        "request": _request("CONNECT", f"http://{detail.target}", ""),
        "response": {
            "status": detail.status or NO_STATUS,
            "statusText": detail.reason or "",
            "httpVersion": "",
            "cookies": [],
            "headers": _headers(detail.headers),
            "content": {"size": 0, "mimeType": detail.header("content-type") or "", "text": detail.page or ""},
            "redirectURL": "",
            "headersSize": UNKNOWN,
            "bodySize": UNKNOWN,
            **_error(step),
        },
    }


def _request(method: str, url: str, version: str) -> Object:
    """The request's own headers are not part of a report: they say nothing about the network."""
    return {
        "method": method,
        "url": url,
        "httpVersion": version,
        "cookies": [],
        "headers": [],
        "queryString": [{"name": name, "value": value} for name, value in _query(url)],
        "headersSize": UNKNOWN,
        "bodySize": 0,
    }


def _query(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(url).query, keep_blank_values=True)
    except ValueError:
        return []


def _headers(headers: Headers) -> list[Object]:
    return [{"name": name, "value": "" if name.strip().lower() in SECRET else value} for name, value in headers]


def _error(step: HttpStep | ProxyConnectStep) -> Object:
    """HAR lets fields of one's own begin with an underscore; browsers say `_error`."""
    return {"_error": step.failure.value} if step.failure else {}


def _timings(seen: Attempt, step: HttpStep) -> Mapping[str, float]:
    """The name was resolved by a probe of its own, so DNS is unknown here. Over HTTPS, what passes before the request
    is sent is the TLS handshake, which HAR counts as part of connecting; where another probe made it, it is none."""
    before = [other for other in seen.steps if other is not step]
    connect = _milliseconds(before[0].t0, before[-1].t) if before else UNKNOWN
    detail = step.detail
    sent, answered = detail.sent_s, detail.first_byte_s
    shakes_hands = detail.secure and not seen.made_over
    prepared = UNKNOWN if sent is None else _milliseconds(step.t0, sent)
    ssl = prepared if shakes_hands else UNKNOWN
    return {
        "blocked": UNKNOWN,
        "dns": UNKNOWN,
        "connect": round(max(connect, 0) + ssl, 3) if ssl != UNKNOWN else connect,
        "ssl": ssl,
        "send": 0 if shakes_hands and sent is not None else prepared,
        "wait": _milliseconds(step.t0 if sent is None else sent, step.t if answered is None else answered),
        "receive": UNKNOWN if answered is None else _milliseconds(answered, step.t),
    }


def _waited(step: ProxyConnectStep) -> Mapping[str, float]:
    wait = _milliseconds(step.t0, step.t)
    return {
        "blocked": UNKNOWN,
        "dns": UNKNOWN,
        "connect": UNKNOWN,
        "ssl": UNKNOWN,
        "send": 0,
        "wait": wait,
        "receive": 0,
    }


def _milliseconds(since: float, until: float) -> float:
    return round(max(0.0, until - since) * 1000, 3)


def _clean(value: Any) -> Any:
    """Every text on one line and visible, as in all other formats."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _clean(inner) for name, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value
