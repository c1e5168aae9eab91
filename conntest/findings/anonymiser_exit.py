"""Traffic leaves through Tor, which IBKR rejects."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self, assert_never

from conntest.evidence.evidence import Evidence
from conntest.evidence.taken_paths import is_taken
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import is_this_machine, version_of
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.observation import DIRECT, attempts
from conntest.model.privacy import Address, Id
from conntest.model.proxy import SOCKS_SCHEMES
from conntest.model.report import Path
from conntest.values import dataclass

#: Where Tor listens on a computer: the daemon, and the browser.
_TOR_PORTS = (9050, 9150)

#: The one answer by which Tor's list in DNS says yes (Tor Project, 2020). Any other is a name server's own idea.
_LISTED = "127.0.0.2"


class KnownBy(StrEnum):
    """Who says that it is Tor."""

    CHECK = "check"
    LIST = "list"
    PROXY = "proxy"


_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Quit Tor or the anonymising service, or exempt TWS, IB Gateway and IBKR's web hosts from it."),
            N_("Remove a SOCKS setting that points to 127.0.0.1 on port 9050 or 9150, if there is one."),
            N_("Run conntest again."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(N_("If the network itself sends traffic through such a service, exempt IBKR's hosts from it."),),
    ),
)


_ABOUT = About(
    code=Code.ANONYMISER_EXIT,
    title=N_("IBKR may refuse logins: you use Tor or a similar service"),
    meaning=N_(
        "Your connections reach the internet through Tor or a similar service. IBKR does not allow that, and its "
        "gateways reject such connections by themselves, whatever else is in order.\n\n"
        "The public address was compared with what the service itself publishes about its exits. An address listed "
        "there is good evidence; one that is not listed proves little, since lists lag behind."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.BROKEN_SOCKET,
        Symptom.CONNECTION_ATTEMPT,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnonymiserExit(Conclusion):
    """`address` is the public address that is Tor's, `path` the way on which it was seen, or Tor's own port."""

    known_by: KnownBy
    address: Address | None
    path: Id

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """Tor's own service or Tor's own list counts our address among its exits, or a proxy in use is a local Tor."""
        yield from list(cls._all(evidence))[:1]

    @classmethod
    def _all(cls, evidence: Evidence) -> Iterator[Self]:
        for seen in attempts(evidence.record.observations):
            for step in seen.echoes:
                if step.detail.tor and is_taken(evidence, seen.path):
                    yield cls._of(KnownBy.CHECK, step.detail.address, seen.path, seen.id)
        own = {exit_list: address for address, exit_list in _exit_list_names(evidence)}
        for seen in evidence.observations:
            for lookup in seen.resolves:
                if lookup.detail.name in own and lookup.detail.addresses == (_LISTED,):
                    yield cls._of(KnownBy.LIST, own[lookup.detail.name], DIRECT, seen.id)
        for path in evidence.record.paths:
            if _is_tor_port(path) and path.used_by and not _denied(evidence, path.id):
                yield cls._of(KnownBy.PROXY, None, path.id)

    @classmethod
    def _of(cls, known_by: KnownBy, address: str | None, path: str, *observations: str) -> Self:
        return cls(
            severity=Severity.FAIL,
            evidence=observations,
            domains=frozenset({Domain.EGRESS, Domain.TWS}),
            explains=frozenset({Code.EGRESS_IP_ROTATION, Code.EGRESS_IP_CHANGED}),
            everywhere=True,
            known_by=known_by,
            address=address,
            path=path,
        )

    @property
    def summary(self) -> str:
        connections = _("your connections")
        if self.path != DIRECT:
            connections = _("your connections through {proxy}").format(proxy=self.path)
        return self._template().format(address=self.address or "", connections=connections, proxy=self.path)

    def _template(self) -> str:
        match self.known_by:
            case KnownBy.CHECK:
                return _(
                    "Tor's own check service lists {address} as a Tor exit, and {connections} leave from "
                    "there. IBKR rejects Tor."
                )
            case KnownBy.LIST:
                return _(
                    "Tor's own list of exits in DNS has {address}, and your connections leave from there. "
                    "IBKR rejects Tor."
                )
            case KnownBy.PROXY:
                return _("The proxy {proxy}, which a setting on this computer makes programs use, is Tor's own port.")
        assert_never(self.known_by)


def _exit_list_names(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Each IPv4 address that connections left from, with the name under which Tor's list would have it."""
    for known in evidence.egress.addresses if evidence.egress else ():
        if version_of(known.address) == 4:
            yield known.address, f"{'.'.join(reversed(known.address.split('.')))}.dnsel.torproject.org"


def _is_tor_port(path: Path) -> bool:
    """By its number, or by the name of the program that listens."""
    proxy, listener = path.proxy, path.listener
    if proxy is None or proxy.scheme not in SOCKS_SCHEMES or not is_this_machine(proxy.host):
        return False
    named = listener.process.lower().removesuffix(".exe") if listener and listener.process else None
    return named == "tor" if named else proxy.port in _TOR_PORTS


def _denied(evidence: Evidence, path: str) -> bool:
    """Tor's own service was reached through the proxy, and says that this is no exit of Tor."""
    echoes = (step for seen in attempts(evidence.record.observations) if seen.path == path for step in seen.echoes)
    return any(step.detail.tor is False for step in echoes)
