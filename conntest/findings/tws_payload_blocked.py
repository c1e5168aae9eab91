"""Gateways accept connections, and every one is cut or stays silent as soon as data flows."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.endpoint import EndpointView, outcomes_of
from conntest.evidence.evidence import Evidence, endpoint_ids, observation_ids
from conntest.findings.advice import ALLOW_GATEWAYS, COMPARE_SCANNERS, EXEMPT_GATEWAYS, HOTSPOT
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.outcome import Outcomes, Response
from conntest.model.privacy import HostName
from conntest.wording import outcomes, phrases

#: The connection opened, and whatever was sent was cut off or vanished.
_STOPPED = frozenset({Response.CUT, Response.UNACKNOWLEDGED})

#: The same, and responses which real gateways may end in for all that is known.
_FRUITLESS = _STOPPED | {Response.SILENT, Response.UNCLEAR}


class Stop(StrEnum):
    """What becomes of the data."""

    CUT = "cut"
    UNACKNOWLEDGED = "unacknowledged"
    SILENT = "silent"


_ORDINARY = (
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Search the log of application control and intrusion prevention for sessions from this computer "
                "to ports 4000 and 4001 that were allowed first and ended after a few bytes (unknown-tcp, "
                "unknown application, policy-deny, reset-both)."
            ),
            ALLOW_GATEWAYS,
            EXEMPT_GATEWAYS,
            N_("Prove the cure with conntest, not with telnet or a port scan: those pass before it as well."),
        ),
        link=HOSTS_AND_PORTS,
    ),
    COMPARE_SCANNERS,
)

_SILENT = (
    Remedy(
        who=Who.YOU,
        steps=(N_("Start TWS and see whether it logs in. If it does, there is nothing to repair."), HOTSPOT),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "If TWS does not log in, capture one connection to port 4001 at the firewall, on both sides: the "
                "gateway's answer is either missing outside too, or lost between the two sides."
            ),
            EXEMPT_GATEWAYS,
        ),
        link=HOSTS_AND_PORTS,
    ),
)


_ABOUT = About(
    code=Code.TWS_PAYLOAD_BLOCKED,
    title=N_("Gateway connections open, but no gateway answers"),
    meaning=N_(
        "The gateway ports look open: a connection can be made. As soon as anything is sent over it, it is cut or "
        "goes silent, so TWS cannot log in. A simple port test such as telnet passes here and misleads.\n\n"
        "Firewalls that identify applications behave like this: they let the connection open, look at its first "
        "bytes, and end it when the application is unknown or not allowed. The same cut on every gateway, while TLS "
        "works elsewhere, supports that. Silence after bytes that may well have arrived is weaker evidence: a gateway "
        "may have reasons of its own not to answer, so it is reported as a warning."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where the bytes may have arrived and nothing came back"), remedies=_SILENT),
    ),
    healthy_cause=N_(
        "Gateways that are restarting, or that answer only to TWS itself, may stay silent; TWS then works all the same."
    ),
    symptoms=(
        Symptom.CONNECTION_ATTEMPT,
        Symptom.SSL_HANDSHAKE,
        Symptom.NO_AUTH_RESPONSE,
        Symptom.SERVER_DISCONNECTED,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwsPayloadBlocked(Conclusion):
    """`ports` open gateway ports in `regions` regions are affected; TLS to the `witnesses` works."""

    stop: Stop
    ports: int
    regions: int
    outcomes: Outcomes
    witnesses: tuple[HostName, ...]

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Gateways of several regions, on all ports or on one, accept connections, and every one of these is cut, or
        its data eaten, as soon as data flows, while TLS to other hosts works. One region alone may be having a restart.

        Only a warning where some merely stay silent although our data arrived: it is not confirmed that no gateway does
        so."""
        tls_works = [view for view in evidence.web if view.answered or view.certificate_failure]
        fruitless = _fruitless(evidence)
        regions = {view.endpoint.region for view in fruitless}
        if not tls_works or len(regions) < 2:
            return
        is_stopped = all(_is_stopped(view) for view in fruitless)
        yield cls(
            severity=Severity.FAIL if is_stopped else Severity.WARN,
            subjects=endpoint_ids(fruitless),
            evidence=observation_ids(fruitless),
            domains=frozenset({Domain.TWS}),
            explains=frozenset({Code.REGION_UNREACHABLE, Code.PRIMARY_UNREACHABLE}) if is_stopped else frozenset(),
            everywhere=is_stopped,
            stop=_stop(fruitless, is_stopped=is_stopped),
            ports=len(fruitless),
            regions=len(regions),
            outcomes=outcomes_of(fruitless),
            witnesses=tuple(view.endpoint.host for view in tls_works),
        )

    @property
    def summary(self) -> str:
        return self._template().format(
            count=phrases.gateway_count(self.ports, self.regions),
            how=outcomes.how(self.outcomes),
            witness=phrases.witness(self.witnesses),
        )

    def _template(self) -> str:
        match self.stop:
            case Stop.CUT:
                return _(
                    "Connections open on {count} and are cut as soon as data flows ({how}), while {witness}. A "
                    "firewall that inspects applications and does not allow this one behaves like that."
                )
            case Stop.UNACKNOWLEDGED:
                return _(
                    "Connections open on {count}, but the bytes sent over them are never acknowledged, while "
                    "{witness}. Something on the way lets connections open and then discards their data."
                )
            case Stop.SILENT:
                return _(
                    "Connections open on {count}, but no gateway's answer came back over them ({how}). This is not "
                    "confirmed as a block: whether gateways may stay silent for reasons of their own is not publicly "
                    "known."
                )
        assert_never(self.stop)

    def advice(self) -> tuple[Remedy, ...]:
        return _SILENT if self.stop is Stop.SILENT else _ORDINARY


def _stop(fruitless: list[EndpointView], *, is_stopped: bool) -> Stop:
    if not is_stopped:
        return Stop.SILENT
    return Stop.CUT if any(view.response is Response.CUT for view in fruitless) else Stop.UNACKNOWLEDGED


def _fruitless(evidence: Evidence) -> list[EndpointView]:
    """The open gateways if none of them answered; else those of a port on which every one was stopped."""
    opened = [view for view in evidence.gateways if view.is_open]
    if all(view.response in _FRUITLESS for view in opened):
        return opened
    ports = sorted({view.endpoint.port for view in opened})
    by_port = ([view for view in opened if view.endpoint.port == port] for port in ports)
    return next((views for views in by_port if all(_is_stopped(view) for view in views)), [])


def _is_stopped(view: EndpointView) -> bool:
    """In TLS too: what becomes of the greeting alone proves nothing (domain.md)."""
    return view.response in _STOPPED and any(seen.tls for seen in view.attempts)
