"""The helper functions of setup scripts, called one by one in this process, as the two browsers have them."""

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

#: Names that resolve, as the reference has them.
NAMES = {"www.example.com": ["2001:db8::1", "192.0.2.7"], "six.example.com": ["2001:db8::6"]}

HELPERS = files("conntest.pac").joinpath("helpers.js").read_text("utf-8")

#: One call with what it gave: a value, null for undefined, or the name of what it threw.
_CALLER = """(function (name, given) {
  try {
    const value = globalThis[name](...JSON.parse(given));
    return JSON.stringify({ value: value === undefined ? null : value });
  } catch (error) {
    return JSON.stringify({ throws: typeof error === "string" ? error : error.name });
  }
})"""


@dataclass(frozen=True, slots=True)
class Helpers:
    """The helpers of one browser at one moment."""

    caller: Any

    def call(self, name: str, arguments: Sequence[object]) -> object:
        """`{"value": …}`, or `{"throws": …}`."""
        return json.loads(self.caller(name, json.dumps(arguments)))


def helpers(browser: str, now_ms: float, names: Mapping[str, Sequence[str]] = NAMES) -> Helpers:
    """The helpers as `browser` has them."""
    import quickjs

    context = quickjs.Context()
    world = context.parse_json(json.dumps({"names": names, "me": "10.1.2.3", "now": now_ms}))
    context.eval(HELPERS)(world, browser)
    return Helpers(context.eval(_CALLER))


@contextmanager
def time_zone(name: str) -> Iterator[None]:
    """This process in that time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()
