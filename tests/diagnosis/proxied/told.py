"""A network with a proxy, and what is to be said of it."""

from dataclasses import dataclass

from conntest.model.finding import Code, Severity, Verdict
from conntest.model.proxy import Scope
from tests.diagnosis.beyond import (
    Beyond,
)
from tests.diagnosis.world import Change

PASS, WARN, FAIL = Verdict.PASS, Verdict.WARN, Verdict.FAIL

#: Who uses a proxy that is only set for browsers.
BROWSER = (Scope.WEB,)


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """`first` is the first finding's code and variant by its words; `codes` all that may be said."""

    name: str
    beyond: Beyond
    changes: tuple[Change, ...] = ()
    first: Code | None
    severity: Severity | None = None
    also: frozenset[Code] = frozenset()
    says: tuple[str, ...] = ()
    tws: Verdict = PASS
    portal: Verdict = PASS
    proxy: Verdict = PASS
