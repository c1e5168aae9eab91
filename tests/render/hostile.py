"""Reports in which every text is hostile, for every renderer's tests."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from conntest.model.egress import Egress
from conntest.model.finding import Finding
from conntest.model.report import Machine, Path
from tests.render import samples
from tests.render.filled import filled

#: Any text, and pieces of what terminals, markup languages and layouts trip over.
PIECES = (
    "\x1b[2J",
    "\x1b]8;;http://x\x1b\\",
    "\x9b31m",
    "[red]",
    "[/red]",
    "[/]",
    "\\[",
    ":warning:",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200d",
    "\ufe0f",
    "\u3000",
    "\u00ad",
    "\U000e0041",
    "\ud800",
    "\r",
    "\n",
    "\t",
    "\x00",
    "\x7f",
    "日本語",
    "e\u0301",
    "👩\u200d🚀",
    "{x}",
    "%s",
    '"',
    "\\u001b",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='x",
    "<!--",
    "]]>",
    "&amp;",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "`code",
    "![x](https://evil.example/)",
    "| a | b |",
    "*",
    "_",
    "=1+1",
    "-1",
    "@SUM(A1)",
    "\uff1d1",
    ",",
    ";",
    "\ufffe",
    "\u2028",
    "שלם",
    "مرحبا 123",
    "e" + "\u0301" * 40,
    " " * 90,
    "x" * 200,
    "語" * 60,
)
hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=6).map("".join)

SAMPLE = samples.ports_blocked()
ONE_OF_EACH = replace(
    SAMPLE,
    findings=(*SAMPLE.findings, filled(Finding)),
    endpoints=SAMPLE.endpoints[::9],
    observations=SAMPLE.observations[::9],
    paths=(*SAMPLE.paths, filled(Path)),
    machine=filled(Machine),
    egress=filled(Egress),
    redactions={"user_names": 2, "something": 1},
)

quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def poisoned(value: Any, poison: str, *, name: str = "") -> Any:
    """`value` with `poison` behind every text in it, but for the closed list that `rrtype` and the versions are."""
    if isinstance(value, str) and not isinstance(value, Enum) and name not in ("rrtype", "schema_version"):
        return value + poison
    if isinstance(value, tuple):
        return tuple(poisoned(item, poison) for item in value)
    if isinstance(value, dict):
        return {poisoned(key, poison): poisoned(item, poison) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: poisoned(getattr(value, f.name), poison, name=f.name) for f in fields(value)}
        return replace(value, **changed)
    return value
