"""From what was seen to what it means. Pure: the same record gives the same report, whenever it is read."""

from conntest.diagnosis.status import endpoint_results
from conntest.diagnosis.verdicts import domain_verdicts, findings_of, overall
from conntest.evidence.evidence import Evidence
from conntest.evidence.installer import installer_reading
from conntest.evidence.machine import resolver_readings, tunnels_up
from conntest.evidence.proxy_path import path_readings
from conntest.model.reading import MachineReading
from conntest.model.report import Record, Report, Tool


def diagnose(record: Record, tool: Tool) -> Report:
    """The whole report. `tool` is the version that judges, which may be newer than the one that
    looked."""
    return judge(Evidence(record=record), tool)


def judge(evidence: Evidence, tool: Tool) -> Report:
    """The whole report, where the evidence has been looked at before."""
    record = evidence.record
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
        paths=record.paths,
        observations=record.observations,
        machine=record.machine,
        machine_reading=_machine_reading(evidence),
        path_readings=path_readings(evidence.ways),
        egress=evidence.egress,
    )


def _machine_reading(evidence: Evidence) -> MachineReading:
    record = evidence.record
    return MachineReading(
        clock=evidence.clock,
        tunnels=tunnels_up(record.machine),
        resolvers=tuple(resolver_readings(record)),
        installer=installer_reading(record),
    )
