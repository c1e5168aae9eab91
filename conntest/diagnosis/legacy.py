"""A draft of the rules that are not typed findings yet, as a finding."""

from collections.abc import Callable, Iterator

from conntest.diagnosis.catalogue import entry, remedies_of, summary_of
from conntest.diagnosis.firewalls import with_firewalls
from conntest.evidence.evidence import Evidence
from conntest.language import gettext as _
from conntest.model.finding import Draft, Finding, WordedFinding


def legacy(rule: Callable[[Evidence], Iterator[Draft]]) -> Callable[[Evidence], Iterator[Finding]]:
    def concluded(evidence: Evidence) -> Iterator[Finding]:
        for draft in rule(evidence):
            yield WordedFinding(
                severity=draft.severity,
                subjects=draft.subjects,
                evidence=draft.evidence,
                domains=draft.domains,
                explains=draft.explains,
                everywhere=draft.everywhere,
                worded_code=draft.code,
                worded_variant=draft.variant,
                worded_title=_(entry(draft.code).title_of(draft.variant)),
                worded_summary=summary_of(draft),
                worded_remedies=with_firewalls(remedies_of(draft), draft, evidence.machine),
            )

    return concluded
