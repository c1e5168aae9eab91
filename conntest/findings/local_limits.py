"""This computer ran out of descriptors, ports or memory: some of the run could not be done."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.evidence import Evidence, endpoint_ids
from conntest.findings.base import About, Advice, Conclusion
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.observation import attempts
from conntest.model.privacy import HostName, Words
from conntest.values import dataclass
from conntest.wording import phrases

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Close programs that hold many connections (downloads, file sharing, scanners), and run conntest again."
            ),
            N_(
                "Windows: see with `netstat -ano` which program holds most connections; restart the computer if none "
                "is."
            ),
            N_("macOS: raise the limit of open files for this terminal with `ulimit -n 1024`."),
            N_("Linux: raise the limit of open files for this shell with `ulimit -n 1024`."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "In a container or a service, look for limits of descriptors, memory or processes (`LimitNOFILE`, "
                "`--ulimit`, cgroup limits) that a few hundred connections exceed."
            ),
        ),
    ),
)

_ABOUT = About(
    code=Code.LOCAL_LIMITS,
    title=N_("This computer ran out of resources during the run"),
    meaning=N_(
        "Some attempts could not be made, because this computer had no descriptors, ports or memory left for them. "
        "What could not be tested is said, and nothing is concluded from it. TWS needs few connections, but may meet "
        "the same limit.\n\n"
        "The operating system itself refused to open a socket or to start a connection (EMFILE, ENFILE, ENOBUFS, "
        "ENOMEM, or no free port). Nothing of that was asked of the network."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    healthy_cause=N_("Another program may have used up a limit for a moment."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalLimits(Conclusion):
    """`attempts` could not be made, about `hosts`; `reason` is the system's own text for the first of them. `untested`
    are those of the hosts of which nothing else is known either."""

    attempts: int
    hosts: tuple[HostName, ...]
    untested: tuple[HostName, ...]
    reason: Words

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """This computer's own system refused to make attempts, for want of descriptors, ports or memory."""
        starved = [seen for seen in attempts(evidence.record.observations) if not seen.tells_of_network]
        if not starved:
            return
        concerned = [v for v in evidence.views if v.id in evidence.exhausted or v.endpoint.row in evidence.exhausted]
        errors = (
            step.error.text
            for seen in starved
            for step in seen.steps
            if step.error and step.failure is Failure.LOCAL_RESOURCES_EXHAUSTED
        )
        yield cls(
            severity=Severity.WARN,
            subjects=endpoint_ids(concerned),
            evidence=tuple(seen.id for seen in starved[:6]),
            domains=frozenset({Domain.MACHINE}),
            attempts=len(starved),
            hosts=tuple(dict.fromkeys(view.endpoint.host for view in concerned)),
            untested=tuple(dict.fromkeys(view.endpoint.host for view in concerned if not view.tested)),
            reason=next((text for text in errors if text), ""),
        )

    @property
    def summary(self) -> str:
        if self.untested:
            text = _(
                "This computer had no resources left for some attempts ({count}; {reason}). Not tested for that "
                "reason: {untested}."
            )
        else:
            text = _(
                "This computer had no resources left for some attempts ({count}; {reason}). Other attempts at the same "
                "hosts were made: {hosts}."
            )
        return text.format(
            count=self.attempts,
            reason=self.reason or _("no reason given"),
            untested=phrases.listed(self.untested),
            hosts=phrases.listed(self.hosts) or _("none of the table"),
        )
