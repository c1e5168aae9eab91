"""This computer's clock is off."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Self

from conntest.evidence.clock import dated_page, moment
from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.host import Group
from conntest.model.reading import Clock
from conntest.model.report import Record
from conntest.values import dataclass
from conntest.wording import phrases

#: From here on misdated logs and one-time codes become a nuisance; beyond five minutes certificates, Kerberos and
#: one-time codes start to fail (contract.md).
_SKEW_WARN_S = 60.0
_SKEW_FAIL_S = 300.0

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Windows: Settings → Time & language → Date & time: switch on “Set time automatically” and press "
                "“Sync now”."
            ),
            N_("macOS: System Settings → General → Date & Time: switch on “Set time and date automatically”."),
            N_("Linux: run `sudo timedatectl set-ntp true` and see the result with `timedatectl`"),
            N_("Check the time zone as well, and run conntest again."),
            N_("If the time is wrong again after every restart, the battery on the mainboard may be empty."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Computers in a domain take the time from it: check its time source, and that UDP port 123 to the "
                "time servers is allowed."
            ),
        ),
    ),
)


_ABOUT = About(
    code=Code.CLOCK_SKEW,
    title=N_("Logins may fail: this computer's clock is wrong"),
    meaning=N_(
        "The clock differs from that of several web servers by more than it should. Certificates may be taken for "
        "expired or not yet valid, login codes that depend on the time may be refused, and the times in logs and "
        "orders cannot be compared with IBKR's.\n\n"
        "The offset is the median over several operators' answers, with an error of about a second, so one server with "
        "a wrong clock does not decide. IBKR states no limit in public; the effect on certificates is certain once "
        "the offset passes their dates, the others are possible."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.NOT_PRIVATE,
        Symptom.CERTIFICATE_PATH,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSkew(Conclusion):
    """`offset_s` is how far this clock is ahead (behind, if negative), as servers of `operators` operators agree."""

    offset_s: float
    operators: int

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Web servers of at least three operators, and most of those asked, agree that this machine's clock is off.
        Only servers count that proved themselves, or gave the very answer that was expected of them."""
        clock = evidence.clock
        if clock is None or abs(clock.offset_s) <= _SKEW_WARN_S:
            return
        misdated = [view for view in evidence.own_web if _is_misdated(view, evidence.record, clock)]
        portal = {Domain.PORTAL} if any(view.endpoint.group is not Group.SERVICE for view in misdated) else set()
        yield cls(
            severity=Severity.FAIL if abs(clock.offset_s) > _SKEW_FAIL_S else Severity.WARN,
            subjects=tuple(view.id for view in misdated),
            evidence=tuple(seen.id for seen in evidence.observations if dated_page(seen))[:3],
            domains=frozenset({Domain.MACHINE} | portal),
            explains=frozenset({Code.TLS_CERTIFICATE_INVALID}) if misdated else frozenset(),
            offset_s=clock.offset_s,
            operators=clock.operators,
        )

    @property
    def summary(self) -> str:
        if self.offset_s > 0:
            text = _("This computer's clock is {amount} ahead of the web servers' time ({operators} operators agree).")
        else:
            text = _("This computer's clock is {amount} behind the web servers' time ({operators} operators agree).")
        return text.format(amount=phrases.seconds(abs(self.offset_s)), operators=self.operators)


def _is_misdated(view: EndpointView, record: Record, clock: Clock) -> bool:
    """Its certificate is refused for its dates, which are good at the true time."""
    if view.certificate_failure not in (Failure.SSL_EXPIRED, Failure.SSL_NOT_YET_VALID) or not view.chain:
        return False
    started, begins, ends = map(moment, (record.run.started_at, view.chain[0].not_before, view.chain[0].not_after))
    if started is None or begins is None or ends is None:
        return False
    return begins <= started - timedelta(seconds=clock.offset_s) <= ends
