"""From what was seen to what it means. Pure: the same record gives the same report, whenever it is read."""

from dataclasses import replace

from conntest.diagnosis.case import Case
from conntest.diagnosis.catalogue import word
from conntest.diagnosis.firewalls import with_firewalls
from conntest.diagnosis.headline import headline
from conntest.diagnosis.installer import installer_reading
from conntest.diagnosis.rules.clock import clock_reading
from conntest.diagnosis.status import endpoint_results
from conntest.diagnosis.surroundings import resolver_readings, tunnels_of
from conntest.diagnosis.verdicts import asked_for, causes, domain_verdicts, overall, phones_are_told
from conntest.diagnosis.ways import path_readings
from conntest.model.reading import MachineReading
from conntest.model.report import Record, Report, Tool


def diagnose(record: Record, tool: Tool) -> Report:
    """The whole report, in the language in use. `tool` is the version that judges, which may be newer than the one that
    looked."""
    case = Case(record=record)
    found = causes(case)
    verdicts = domain_verdicts(case, found)
    verdict = overall(case, found, verdicts)
    worded = (with_firewalls(word(cause.draft), cause.draft, record.machine) for cause in found)
    findings = tuple(replace(finding, explains=cause.hides) for finding, cause in zip(worded, found, strict=True))
    return Report(
        tool=tool,
        run=record.run,
        verdict=verdict,
        headline=headline(verdicts, asked_for(case), findings, phones=phones_are_told(case, found)),
        verdicts=verdicts,
        findings=findings,
        endpoints=endpoint_results(case),
        paths=record.paths,
        observations=record.observations,
        machine=record.machine,
        machine_reading=_machine_reading(record),
        path_readings=path_readings(case.ways),
        egress=case.egress,
    )


def _machine_reading(record: Record) -> MachineReading:
    return MachineReading(
        clock=clock_reading(record),
        tunnels=tunnels_of(record.machine),
        resolvers=tuple(resolver_readings(record)),
        installer=installer_reading(record),
    )
