"""The automatic configuration script does not evaluate to ways out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.setup_scripts import deciding_scripts
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.proxy_advice import SCRIPT_OFF
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.pac import PacOutcome
from conntest.model.privacy import Link, Place, Words
from conntest.wording import phrases


class Invalid(StrEnum):
    """What is wrong with the script."""

    NO_SCRIPT = "no-script"
    THROWS = "throws"
    RUNS_AWAY = "runs-away"
    RUBBISH = "rubbish"


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
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PacInvalid(Conclusion):
    """The script at `url`, which `source` names; `reason` says what happened, as far as that is known."""

    invalid: Invalid
    source: Place
    url: Link | None
    reason: Words | None

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """The script was loaded and run, and did not answer with ways out. Nothing is said of one that could not be run
        here."""
        for report, setting in deciding_scripts(evidence):
            if report.outcome in _INVALID:
                yield cls(
                    severity=Severity.FAIL,
                    subjects=(setting.id,),
                    evidence=report.evidence,
                    domains=frozenset({Domain.PROXY}),
                    invalid=_INVALID[report.outcome],
                    source=setting.source,
                    url=report.url or setting.pac_url,
                    reason=report.reason,
                )

    @property
    def summary(self) -> str:
        return self._template().format(
            source=phrases.place(self.source),
            url=self.url or _("its address"),
            reason=_(self.reason) if self.reason else _("nobody knows why"),
        )

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
        assert_never(self.invalid)
