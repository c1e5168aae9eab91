"""The automatic configuration script does not evaluate to ways out."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.setup_scripts import deciding_scripts
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.proxy_advice import SCRIPT_OFF
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.pac import PacDecision, PacOutcome, PacProblem, PacReport
from conntest.model.privacy import Content, HostName, Link, Place, Words
from conntest.model.proxy import ProxySetting
from conntest.values import dataclass
from conntest.wording import phrases


class Invalid(StrEnum):
    """What is wrong with the script."""

    NO_SCRIPT = "no-script"
    THROWS = "throws"
    RUNS_AWAY = "runs-away"
    RUBBISH = "rubbish"
    #: It has answers for some hosts; browsers go on, and connect directly to the others.
    SOME_HOSTS = "some-hosts"


_INVALID = {
    PacOutcome.NO_SCRIPT: Invalid.NO_SCRIPT,
    PacOutcome.TOO_LARGE: Invalid.NO_SCRIPT,
    PacOutcome.NO_FUNCTION: Invalid.NO_SCRIPT,
    PacOutcome.THROWS: Invalid.THROWS,
    PacOutcome.ENDLESS: Invalid.RUNS_AWAY,
    PacOutcome.EATS_MEMORY: Invalid.RUNS_AWAY,
    PacOutcome.RUBBISH: Invalid.RUBBISH,
}

_ORDINARY = (
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Repair the script: it has to define FindProxyForURL and return DIRECT or a list such as “PROXY "
                "host:port; DIRECT”."
            ),
            N_("Return DIRECT for IBKR's gateways if ports 4000 and 4001 are open."),
        ),
    ),
    SCRIPT_OFF,
)


_ABOUT = About(
    code=Code.PAC_INVALID,
    title=N_("The proxy setup script does not work"),
    meaning=N_(
        "The script that says which proxy to use was loaded, but it is faulty: it stops with an error, runs without "
        "end, or answers something that is no proxy. Programs then behave differently from one another.\n\n"
        "The script was run in isolation with a time limit. Browsers are more forgiving than others, so a script "
        "that works in one of them may still be faulty."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.PROXY_CONNECTION_FAILED,
        Symptom.NO_INTERNET_CONNECTIVITY,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostTrouble:
    """Why there is no answer for one host; `answer` is what came instead."""

    host: HostName
    problem: PacProblem
    answer: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class PacInvalid(Conclusion):
    """The script at `url`, which `source` names; `reason` says what happened, as far as that is known. `troubles` are
    the hosts without an answer, where it has answers for others."""

    invalid: Invalid
    source: Place
    url: Link | None
    reason: Words | None
    troubles: tuple[HostTrouble, ...] = ()

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """The script was loaded and run, and did not answer with ways out. Where it has answers for some hosts,
        browsers go on, and connect directly to the others. Nothing is said of one that could not be run here."""
        for report, setting in deciding_scripts(evidence):
            if report.outcome in _INVALID:
                yield cls._of(report, setting, _INVALID[report.outcome], Severity.FAIL)
            elif report.troubled:
                found = cls._of(report, setting, Invalid.SOME_HOSTS, Severity.WARN)
                yield replace(found, troubles=tuple(map(_trouble, report.troubled)))

    @classmethod
    def _of(cls, report: PacReport, setting: ProxySetting, invalid: Invalid, severity: Severity) -> Self:
        return cls(
            severity=severity,
            subjects=(setting.id,),
            evidence=report.evidence,
            domains=frozenset({Domain.PROXY}),
            invalid=invalid,
            source=setting.source,
            url=report.url or setting.pac_url,
            reason=report.reason,
        )

    @property
    def summary(self) -> str:
        return self._template().format(
            source=phrases.place(self.source),
            url=self.url or _("its address"),
            reason=self._reason(),
            hosts=phrases.listed(one.host for one in self.troubles),
        )

    def _reason(self) -> str:
        if self.troubles:
            return _why(self.troubles[0])
        return _(self.reason) if self.reason else _("nobody knows why")

    def _template(self) -> str:
        match self.invalid:
            case Invalid.NO_SCRIPT:
                return _("According to {source}, there is a setup script at {url}. What came is none: {reason}.")
            case Invalid.THROWS:
                return _("The setup script at {url}, which {source} names, stops with an error: {reason}.")
            case Invalid.RUNS_AWAY:
                return _("The setup script at {url}, which {source} names, had to be stopped: {reason}.")
            case Invalid.RUBBISH:
                return _("The setup script at {url}, which {source} names, does not answer with a way out: {reason}.")
            case Invalid.SOME_HOSTS:
                return _(
                    "Browsers connect directly to {hosts}. The setup script at {url}, which {source} names, has no "
                    "answer that they understand: {reason}."
                )
        assert_never(self.invalid)


def _trouble(decision: PacDecision) -> HostTrouble:
    return HostTrouble(host=decision.host, problem=decision.problem or PacProblem.RUBBISH, answer=decision.answer)


def _why(trouble: HostTrouble) -> str:
    match trouble.problem:
        case PacProblem.THREW:
            return _("it stops with {answer}").format(answer=trouble.answer)
        case PacProblem.NO_TEXT:
            return _("its answer is no text but {answer}").format(answer=trouble.answer)
        case PacProblem.RUBBISH:
            return _("it answers “{answer}”").format(answer=trouble.answer)
        case PacProblem.ENDLESS:
            return _("it runs without end")
        case PacProblem.EATS_MEMORY:
            return _("it wants more memory than 64 MiB")
    assert_never(trouble.problem)
