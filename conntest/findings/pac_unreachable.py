"""The automatic configuration script cannot be fetched."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.evidence import Evidence
from conntest.evidence.setup_scripts import deciding_scripts
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.proxy_advice import SCRIPT, SCRIPT_OFF
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Severity
from conntest.model.pac import Browser, PacOutcome, PacReport
from conntest.model.privacy import Link, Place, Words
from conntest.values import dataclass
from conntest.wording import phrases

_NO_NAME = frozenset({Failure.DNS_TIMEOUT, Failure.DNS_SERVFAIL, Failure.DNS_REFUSED, Failure.DNS_SERVER_ERROR})

_ORDINARY = (SCRIPT_OFF, SCRIPT)


_ABOUT = About(
    code=Code.PAC_UNREACHABLE,
    title=N_("The proxy setup script cannot be loaded"),
    meaning=N_(
        "This computer is told to fetch a script that says which proxy to use, and the script cannot be loaded. "
        "Programs then wait, or go out directly, or do not go out at all.\n\n"
        "The script was fetched directly, as systems do it. Its address may belong to another network, such as the "
        "office, while this computer is at home."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.PROXY_CONNECTION_FAILED,
        Symptom.NO_INTERNET_CONNECTIVITY,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PacUnreachable(Conclusion):
    """The script at `url`, which `source` names. `reason` is why it could not be loaded, as far as that is known."""

    source: Place
    url: Link | None
    reason: Words | None
    #: Chrome and Edge read no scripts from files, and connect directly whether it is there or not.
    ignored_by_chromium: bool

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """The script of a setting that decides for some program was not to be had. Silent where automatic detection
        found nothing, which is usual, and where no name at all resolves, of which the script's is but one."""
        for report, setting in deciding_scripts(evidence):
            if report.outcome is PacOutcome.NOT_FETCHED and not _is_symptom(evidence, report):
                ignored = Browser.CHROMIUM in report.not_followed_by
                yield cls(
                    severity=Severity.WARN if ignored else Severity.FAIL,
                    subjects=(setting.id,),
                    evidence=report.evidence,
                    domains=frozenset({Domain.PROXY}),
                    source=setting.source,
                    url=report.url or setting.pac_url,
                    reason=report.reason,
                    ignored_by_chromium=ignored,
                )

    @property
    def summary(self) -> str:
        return self._template().format(
            source=phrases.place(self.source),
            # translators: the address of a setup script, where none is known.
            url=self.url or _("its address"),
            reason=_(self.reason) if self.reason else _("nobody knows why"),
        )

    def _template(self) -> str:
        if self.ignored_by_chromium:
            return _(
                "According to {source}, a setup script at {url} decides about proxies. It could not be loaded: "
                "{reason}. Chrome and Edge read no scripts from files, and connect directly."
            )
        return _(
            "According to {source}, a setup script at {url} decides about proxies. It could not be loaded: {reason}."
        )


def _is_symptom(evidence: Evidence, report: PacReport) -> bool:
    return report.failure in _NO_NAME and not any(names.resolved for names in evidence.names.values())
