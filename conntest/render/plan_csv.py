"""`conntest plan` as CSV (RFC 4180): a row for every probe, in the order of their turns."""

from collections.abc import Iterator

from conntest.language import ENGLISH, using
from conntest.model.plan import Probe, ProbePlan, ResolveProbe, ScriptProbe
from conntest.render import probe_words
from conntest.render.csv_ import document

COLUMNS = ("probe", "kind", "about", "host", "port", "path", "how", "why")


def to_csv(plan: ProbePlan) -> str:
    """`plan` with a header line; lines end with CRLF. In English. Empty is what does not apply."""
    with using(ENGLISH):
        return document(COLUMNS, _rows(plan))


def _rows(plan: ProbePlan) -> Iterator[tuple[object, ...]]:
    for probe in plan:
        host, port = _place(probe)
        how = probe_words.exactly(probe)
        yield (probe.id, probe_words.kind(probe), probe.subject, host, port, probe.path, how, probe.why)
    for script in plan.scripts:
        yield _script(script)


def _place(probe: Probe) -> tuple[str, int | None]:
    return (probe.name, None) if isinstance(probe, ResolveProbe) else (probe.host, probe.port)


def _script(script: ScriptProbe) -> tuple[object, ...]:
    how = f"GET {' '.join(script.urls)}"
    return (script.id, script.kind.value, script.subject, None, None, script.path, how, script.why)
