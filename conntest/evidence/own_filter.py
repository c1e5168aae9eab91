"""Whether this computer's own filter keeps what is sent from leaving it, as the kill switch of a VPN does."""

from conntest.evidence.evidence import Evidence
from conntest.model.addresses import is_global
from conntest.model.echo import EchoStep
from conntest.model.failure import Failure
from conntest.model.observation import ResolveStep, Step, attempts


def sending_is_forbidden(evidence: Evidence) -> bool:
    """The system refused to send both to name servers and to other services outside, and neither answered one question.

    Linux reports a rule that drops what leaves this computer for UDP alone (EPERM): connections just stay silent. A
    rule against name servers of others, or against STUN, does not show in both.
    """
    steps = [step for seen in attempts(evidence.record.observations) for step in seen.steps]
    lookups = [step for step in steps if isinstance(step, ResolveStep) and is_global(step.detail.server or "")]
    echoes = [step for step in steps if isinstance(step, EchoStep)]
    answered = any(step.detail.addresses for step in lookups) or any(step.detail.address for step in echoes)
    return not answered and any(map(_is_forbidden, lookups)) and any(map(_is_forbidden, echoes))


def _is_forbidden(step: Step) -> bool:
    return step.failure is Failure.PERMISSION_DENIED
