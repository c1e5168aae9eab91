"""From what was seen to what it means. Pure: the same record gives the same report, whenever it is read."""

from dataclasses import replace

from conntest.diagnosis.status import endpoint_results
from conntest.diagnosis.verdicts import domain_verdicts, findings_of, overall
from conntest.evidence.clock import clock_reading
from conntest.evidence.evidence import Evidence
from conntest.evidence.installer import install_reading
from conntest.evidence.machine import machine_reading
from conntest.evidence.proxy_path import judged
from conntest.model.report import Record, Report, Tool


def diagnose(record: Record, tool: Tool) -> Report:
    """The whole report. `tool` is the version that judges, which may be newer than the one that
    looked."""
    evidence = Evidence(record=record)
    findings = findings_of(evidence)
    verdicts = domain_verdicts(evidence, findings)
    verdict = overall(evidence, findings, verdicts)
    return Report(
        tool=tool,
        run=record.run,
        verdict=verdict,
        verdicts=verdicts,
        findings=findings,
        endpoints=endpoint_results(evidence),
        paths=tuple(judged(path, evidence.ways) for path in record.paths),
        observations=record.observations,
        machine=replace(machine_reading(record), clock=clock_reading(record), install=install_reading(record)),
        egress=evidence.egress,
    )
