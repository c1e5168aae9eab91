"""What was heard about the names of one row."""

from conntest.evidence.names import RowNames
from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, Observation, ResolveDetail, ResolveStep


def looked_up(name: str, asked_by: AskedBy) -> Observation:
    detail = ResolveDetail(name=name, asked_by=asked_by, server="192.0.2.53", rrtype="A")
    step = ResolveStep(t0=0.0, t=0.1, failure=Failure.DNS_NXDOMAIN, raw_error=None, detail=detail)
    return Observation(id=f"{name}@{asked_by}", endpoint="ndc1", path="direct", address=None, steps=(step,))


def test_evidence_begins_with_the_name_that_the_row_has_now() -> None:
    asked = (AskedBy.INDEPENDENT, AskedBy.SYSTEM)
    heard = tuple(looked_up(name, by) for by in asked for name in ("gdc1.ibllc.com", "ndc1.ibllc.com"))
    names = RowNames(row="ndc1", host="ndc1.ibllc.com", observations=heard)
    assert names.evidence() == ("ndc1.ibllc.com@system", "gdc1.ibllc.com@system")
