"""From what was seen to what it means. Pure: the same record gives the same report, whenever it is read."""

from dataclasses import replace

from conntest.diagnosis.catalogue import word
from conntest.diagnosis.firewalls import with_firewalls
from conntest.diagnosis.headline import headline
from conntest.diagnosis.rules.clock import clock_reading
from conntest.diagnosis.status import endpoint_results
from conntest.diagnosis.verdicts import asked_for, causes, domain_verdicts, overall, phones_are_told
from conntest.evidence.evidence import Evidence
from conntest.evidence.installer import install_reading
from conntest.evidence.machine import machine_reading
from conntest.evidence.proxy_path import judged
from conntest.model.report import Record, Report, Tool


def diagnose(record: Record, tool: Tool) -> Report:
    """The whole report, in the language in use. `tool` is the version that judges, which may be newer than the one that
    looked."""
    case = Evidence(record=record)
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
        paths=tuple(judged(path, case.ways) for path in record.paths),
        observations=record.observations,
        machine=replace(machine_reading(record), clock=clock_reading(record), install=install_reading(record)),
        egress=case.egress,
    )
