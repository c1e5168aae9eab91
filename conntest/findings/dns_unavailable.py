"""No name resolves: name servers are silent, refuse, fail or deny everything, or this computer does not ask them."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.named_endpoints import neutral_rows
from conntest.evidence.names import RowNames
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.dns import CONSEQUENCES, NAME_SERVER_SETTING, RESTART_AND_VPN
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.domains import registered
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.observation import AskedBy, ResolveStep
from conntest.model.privacy import HostName
from conntest.values import dataclass
from conntest.wording import phrases


class ServersDo(StrEnum):
    """What the name servers did, asked by themselves: a system's own lookup does not tell silence from denial."""

    TIMEOUT = "timeout"
    REFUSED = "refused"
    SERVFAIL = "servfail"
    DENIES_ALL = "denies-all"
    MIXED = "mixed"
    NOT_ASKED = "not-asked"
    THIS_COMPUTER = "this-computer"
    #: Silent over UDP, and not over TCP.
    TCP_ALONE = "tcp-alone"


_BY_FAILURE = {
    Failure.DNS_TIMEOUT: ServersDo.TIMEOUT,
    Failure.TIMEOUT: ServersDo.TIMEOUT,
    Failure.DNS_REFUSED: ServersDo.REFUSED,
    Failure.CONNECTION_REFUSED: ServersDo.REFUSED,
    Failure.DNS_SERVFAIL: ServersDo.SERVFAIL,
    Failure.DNS_NXDOMAIN: ServersDo.DENIES_ALL,
    Failure.DNS_NO_ANSWER: ServersDo.DENIES_ALL,
}

_ORDINARY = (
    Remedy(who=Who.YOU, steps=(RESTART_AND_VPN, *NAME_SERVER_SETTING)),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Check that this computer's name servers run, serve its network, and reach the servers they forward to."
            ),
            N_("Check that UDP and TCP port 53 are allowed from this computer to them."),
        ),
    ),
    Remedy(
        who=Who.ISP,
        steps=(N_("If they are the provider's servers and fail for every device on your line, report a fault."),),
    ),
)

_TCP_ALONE = (
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Let UDP port 53 through to these name servers as well: programs ask over UDP first, and give up there."
            ),
        ),
    ),
    *_ORDINARY,
)

_THIS_COMPUTER = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Restart this computer: the service that resolves names may hang."),
            N_(
                "Disconnect a VPN and quit security software that filters names, one after the other, and run "
                "conntest again after each."
            ),
            *NAME_SERVER_SETTING,
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Compare how the system resolves with what its name servers say: Name Resolution Policy Table on "
                "Windows, `scutil --dns` on macOS, the hosts line of /etc/nsswitch.conf on Linux."
            ),
        ),
    ),
)


_ABOUT = About(
    code=Code.DNS_UNAVAILABLE,
    title=N_("Nothing can be reached by name: DNS does not work here"),
    meaning=N_(
        "Every program needs a name server to find IBKR's addresses, and no name asked for could be resolved here. "
        "TWS, the browser and everything else fail for that reason, even if the line itself works.\n\n"
        "Programs were given no address for any name, and each configured server that is known was asked by itself "
        "as well. A timeout means that the server is down or that a firewall drops port 53; a refusal means that it "
        "does not serve this network; a server failure, or the denial of every name, means that it cannot resolve "
        "anything itself. If servers answer when asked by themselves, the fault is on this computer."
    ),
    advice=(
        Advice(remedies=_ORDINARY),
        Advice(when=N_("Where name servers answer and this computer's own lookups fail"), remedies=_THIS_COMPUTER),
        Advice(when=N_("Where name servers answer over TCP alone"), remedies=_TCP_ALONE),
    ),
    symptoms=(
        Symptom.UNKNOWN_HOST,
        Symptom.NAME_NOT_RESOLVED,
        Symptom.NO_INTERNET_CONNECTIVITY,
        Symptom.MISC_URLS,
        Symptom.CREATING_SOCKET_FAILED,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsUnavailable(Conclusion):
    """`servers` are those that were asked by themselves."""

    servers_do: ServersDo
    servers: tuple[HostName, ...]

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Not one name resolved, neutral ones included or at least names of different zones: no answers, errors, or a
        denial that anything exists. Names that public resolvers deny too count for nothing, and a denial of the
        operator's names alone is another finding."""
        failed = [names for names in evidence.names.values() if names.looked_up and not names.missing_everywhere]
        pending = {view.endpoint.host for view in evidence.views if evidence.unknown(view)}
        if any(names.resolved for names in evidence.names.values()) or len(failed) <= max(len(pending), 1):
            return
        if not any(names in failed for names in neutral_rows(evidence)) and not _is_broken(failed):
            return
        own = [step for names in failed for step in names.asked(AskedBy.NAME_SERVER)]
        yield cls(
            severity=Severity.FAIL,
            evidence=tuple(seen for names in failed[:3] for seen in names.evidence()),
            domains=frozenset({Domain.DNS, Domain.TWS, Domain.PORTAL}),
            explains=CONSEQUENCES | {Code.DNS_NAMES_MISSING, Code.DNS_SLOW, Code.DNS_TAMPERED, Code.CAPTIVE_PORTAL},
            everywhere=True,
            servers_do=ServersDo.TCP_ALONE if _answer_over_tcp_alone(failed, own) else _servers_do(own),
            servers=tuple(dict.fromkeys(step.detail.party for step in own)),
        )

    @property
    def summary(self) -> str:
        return self._template().format(servers=phrases.listed(self.servers))

    def _template(self) -> str:
        match self.servers_do:
            case ServersDo.TIMEOUT:
                return _(
                    "None of this computer's name servers answers in time, so no name can be resolved. Servers asked: "
                    "{servers}."
                )
            case ServersDo.REFUSED:
                return _(
                    "This computer's name servers refuse its questions, so no name can be resolved. Servers asked: "
                    "{servers}. Servers that belong to another network behave like that."
                )
            case ServersDo.SERVFAIL:
                return _(
                    "This computer's name servers answer every question with a server failure, so no name can be "
                    "resolved. Servers asked: {servers}. They seem to have no way to the internet themselves."
                )
            case ServersDo.DENIES_ALL:
                return _(
                    "This computer's name servers deny that any name exists, neutral ones included. Servers asked: "
                    "{servers}. They may serve another network's names only, or have no way to the internet themselves."
                )
            case ServersDo.MIXED:
                return _(
                    "None of this computer's name servers gives a usable answer, so no name can be resolved. Servers "
                    "asked: {servers}."
                )
            case ServersDo.NOT_ASKED:
                return _(
                    "No name could be resolved on this computer, neutral ones included. Which name servers it uses "
                    "could not be found out, so none of them was asked by itself."
                )
            case ServersDo.THIS_COMPUTER:
                return _(
                    "Programs on this computer cannot resolve any name, although name servers answer when they are "
                    "asked by themselves ({servers}). The fault seems to be in this computer's own settings or "
                    "software."
                )
            case ServersDo.TCP_ALONE:
                return _(
                    "This computer's name servers do not answer over UDP, so programs resolve no name; over TCP they "
                    "answer. Servers asked: {servers}. Something seems to drop UDP port 53."
                )
        assert_never(self.servers_do)

    def advice(self) -> tuple[Remedy, ...]:
        match self.servers_do:
            case ServersDo.THIS_COMPUTER:
                return _THIS_COMPUTER
            case ServersDo.TCP_ALONE:
                return _TCP_ALONE
            case _:
                return _ORDINARY


def _is_broken(failed: Sequence[RowNames]) -> bool:
    """Without a neutral name: names of several zones got no answer at all, which no zone's own servers can cause."""
    return not any(names.missing for names in failed) and len({registered(names.host) for names in failed}) > 1


def _answer_over_tcp_alone(failed: Sequence[RowNames], own: Sequence[ResolveStep]) -> bool:
    """Nothing came back over UDP from the system's own name servers, and addresses did over TCP."""
    asked = [step for names in failed for step in names.over_tcp if step.detail.asked_by is AskedBy.NAME_SERVER]
    silent = bool(own) and all(step.failure is Failure.DNS_TIMEOUT for step in own)
    return silent and any(step.detail.addresses for step in asked)


def _servers_do(own: Sequence[ResolveStep]) -> ServersDo:
    if not own:
        return ServersDo.NOT_ASKED
    good = [step for step in own if step.detail.addresses]
    # Half of all steps are AAAA, which most names do not have.
    if len(good) > len(own) / 4:
        return ServersDo.THIS_COMPUTER
    kinds = {_BY_FAILURE.get(step.failure, ServersDo.MIXED) for step in own if step.failure}
    return kinds.pop() if len(kinds) == 1 else ServersDo.MIXED
