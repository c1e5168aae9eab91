"""What was heard about the names of one row."""

from conntest.evidence.names import RowNames
from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, Attempt, ProbeKind, ResolveDetail, ResolveStep
from conntest.model.step import Error


def looked_up(name: str, asked_by: AskedBy) -> Attempt:
    server = None if asked_by is AskedBy.SYSTEM else "192.0.2.53"
    detail = ResolveDetail(name=name, asked_by=asked_by, server=server, rrtype="A")
    step = ResolveStep(t0=0.0, t=0.1, error=Error(kind=Failure.DNS_NXDOMAIN), detail=detail)
    return Attempt(id=f"{name}@{asked_by}", kind=ProbeKind.RESOLVE, row="ndc1", steps=(step,))


def test_evidence_begins_with_the_name_that_the_row_has_now() -> None:
    asked = (AskedBy.INDEPENDENT, AskedBy.SYSTEM)
    heard = tuple(looked_up(name, by) for by in asked for name in ("gdc1.ibllc.com", "ndc1.ibllc.com"))
    names = RowNames(row="ndc1", host="ndc1.ibllc.com", observations=heard)
    assert names.evidence() == ("ndc1.ibllc.com@system", "gdc1.ibllc.com@system")
