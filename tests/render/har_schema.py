"""HAR 1.2 as a JSON Schema, after the format's description (W3C Web Performance, "HTTP Archive (HAR) format")."""

from typing import Any

TEXT = {"type": "string"}
SIZE = {"type": "integer", "minimum": -1}
MILLISECONDS = {"type": "number", "minimum": -1}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}


def record(*optional: str, **fields: dict[str, Any]) -> dict[str, Any]:
    """An object that has all of `fields`, but may be without the optional ones. Of others, only a comment and fields
    of one's own are allowed, which begin with an underscore."""
    return {
        "type": "object",
        "properties": {**fields, "comment": TEXT},
        "required": [name for name in fields if name not in optional],
        "patternProperties": {"^_": {}},
        "additionalProperties": False,
    }


def many(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


PAIR = record(name=TEXT, value=TEXT)

REQUEST = record(
    method=TEXT,
    url=TEXT,
    httpVersion=TEXT,
    cookies=many(PAIR),
    headers=many(PAIR),
    queryString=many(PAIR),
    headersSize=SIZE,
    bodySize=SIZE,
)

RESPONSE = record(
    status={"type": "integer"},
    statusText=TEXT,
    httpVersion=TEXT,
    cookies=many(PAIR),
    headers=many(PAIR),
    content=record("text", size={"type": "integer", "minimum": 0}, mimeType=TEXT, text=TEXT),
    redirectURL=TEXT,
    headersSize=SIZE,
    bodySize=SIZE,
)

ENTRY = record(
    "serverIPAddress",
    "connection",
    startedDateTime=MOMENT,
    time={"type": "number", "minimum": 0},
    request=REQUEST,
    response=RESPONSE,
    cache={"type": "object"},
    timings=record(
        blocked=MILLISECONDS,
        dns=MILLISECONDS,
        connect=MILLISECONDS,
        ssl=MILLISECONDS,
        send=MILLISECONDS,
        wait=MILLISECONDS,
        receive=MILLISECONDS,
    ),
    serverIPAddress=TEXT,
    connection=TEXT,
)

HAR = record(
    log=record(
        version={"const": "1.2"},
        creator=record(name=TEXT, version=TEXT),
        pages={"type": "array", "maxItems": 0},
        entries=many(ENTRY),
    )
)
