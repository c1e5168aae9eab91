"""Gateways accept connections, and every one is cut or stays silent as soon as data flows."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Self, assert_never

from conntest import lists
from conntest.evidence.data_centres import data_centres
from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence, endpoint_ids
from conntest.findings.advice import ALLOW_GATEWAYS, COMPARE_SCANNERS, EXEMPT_GATEWAYS, HOTSPOT
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.blocked import carries
from conntest.findings.links import HOSTS_AND_PORTS
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.gateway_port import TLS_PORT, in_own_language
from conntest.model.outcome import OutcomeCount, Outcomes, Response
from conntest.model.privacy import HostName
from conntest.values import dataclass
from conntest.wording import outcomes, phrases

#: The connection opened, and whatever was sent was cut off or vanished.
_STOPPED = frozenset({Response.CUT, Response.UNACKNOWLEDGED})

#: The same, and responses which real gateways may end in for all that is known.
_FRUITLESS = _STOPPED | {Response.SILENT, Response.UNCLEAR}


#: One data centre alone may be having a restart.
_SEVERAL = 2

#: Observations that are quoted.
_EVIDENCE = 6


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
    title=N_("TWS connects and gets no answer: its data is stopped"),
    meaning=N_(
        "The gateway ports look open: a connection can be made. As soon as anything is sent over it, it is cut or "
        "goes silent, so TWS cannot log in. A simple port test such as telnet passes here and misleads.\n\n"
        "Firewalls that identify applications behave like this: they let the connection open, look at its first "
        "bytes, and end it when the application is unknown or not allowed. The same cut on every gateway, while TLS "
        "works elsewhere, supports that. Each port is judged by its own language: 4000 by the greeting that TWS sends "
        "first of all, 4001 by TLS. Silence after bytes that may well have arrived is weaker evidence: a gateway may "
        "have reasons of its own not to answer, so it is reported as a warning."
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
    """`ports` open gateway ports in `regions` regions are affected; TLS to the `witnesses` works. `port` is the one
    port that is affected, where gateways answer on the other."""

    stop: Stop
    ports: int
    regions: int
    port: int | None = None
    outcomes: Outcomes
    witnesses: tuple[HostName, ...]

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Gateways of several data centres, on all ports or on one, accept connections, and every one of these is cut,
        or its data eaten, as soon as data flows in the port's own language, while TLS to other hosts works. One data
        centre alone may be having a restart.

        Only a warning where some merely stay silent although our data arrived: it is not confirmed that no gateway does
        so."""
        tls_works = [view for view in evidence.web if view.answered or view.certificate_failure]
        stopped = _affected(evidence, _STOPPED)
        fruitless = stopped or _affected(evidence, _FRUITLESS)
        if not tls_works or not fruitless:
            return
        yield cls(
            severity=Severity.FAIL if stopped else Severity.WARN,
            subjects=endpoint_ids(fruitless),
            evidence=_deciding(fruitless),
            domains=frozenset({Domain.TWS}),
            explains=frozenset({Code.REGION_UNREACHABLE, Code.PRIMARY_UNREACHABLE}) if stopped else frozenset(),
            everywhere=bool(stopped),
            stop=_stop(fruitless) if stopped else Stop.SILENT,
            ports=len(fruitless),
            regions=len({view.endpoint.region for view in fruitless}),
            port=_only_port(evidence, fruitless),
            outcomes=_outcomes(fruitless),
            witnesses=tuple(view.endpoint.host for view in tls_works),
        )

    @property
    def summary(self) -> str:
        text = self._template().format(
            count=phrases.gateway_count(self.ports, self.regions),
            how=outcomes.how(self.outcomes),
            witness=phrases.witness(self.witnesses),
        )
        return lists.sentences((text, self._alone())) if self.port else text

    def _alone(self) -> str:
        """What it means that only one port is affected."""
        text = _(
            "Only port {port} is affected; the other one answers. As far as is publicly known, port {port} carries "
            "{carries}."
        )
        return text.format(port=self.port, carries=carries(self.port or 0))

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


def _stop(stopped: Sequence[EndpointView]) -> Stop:
    return Stop.CUT if any(_ended(view) is Response.CUT for view in stopped) else Stop.UNACKNOWLEDGED


def _ended(view: EndpointView) -> Response:
    """How talking to it ended. On the port of logins, TLS that is stopped counts even where the greeting was answered:
    that shows a gateway, and TWS does not log in by it."""
    is_stopped = view.endpoint.port == TLS_PORT and view.own_response in _STOPPED
    return view.own_response if is_stopped else view.response


def _outcomes(views: Iterable[EndpointView]) -> Outcomes:
    """How talking to these endpoints ended, most frequent first."""
    counts = Counter(map(_ended, views)).most_common()
    return Outcomes(counts=tuple(OutcomeCount(outcome=one, count=count) for one, count in counts))


def _affected(evidence: Evidence, responses: Collection[Response]) -> list[EndpointView]:
    """The open gateways of all ports on which every one ended in these responses, in several data centres."""
    opened = [view for view in evidence.gateways if view.is_open]
    by_port = [[view for view in opened if view.endpoint.port == port] for port in _ports(opened)]
    alike = [views for views in by_port if all(_ended(view) in responses for view in views)]
    affected = {view.id for views in alike if data_centres(evidence, views) >= _SEVERAL for view in views}
    return [view for view in opened if view.id in affected]


def _ports(views: Iterable[EndpointView]) -> list[int]:
    return sorted({view.endpoint.port for view in views})


def _only_port(evidence: Evidence, affected: Sequence[EndpointView]) -> int | None:
    """The port that is affected, where gateways answer on another."""
    ports = _ports(affected)
    others = [view for view in evidence.gateways if view.endpoint.port not in ports]
    return ports[0] if len(ports) == 1 and any(view.answered for view in others) else None


def _deciding(affected: Iterable[EndpointView]) -> tuple[str, ...]:
    """Of each of the first few, the attempt in the port's own language, on which the conclusion rests."""
    own = ((seen.id for seen in v.attempts if in_own_language(seen, v.endpoint.port)) for v in affected)
    return tuple(first for ids in own if (first := next(ids, None)))[:_EVIDENCE]
