"""Do connections leave through Tor, or through a VPN?"""

from collections.abc import Iterator
from ipaddress import ip_address

from conntest.diagnosis import phrases
from conntest.diagnosis.case import Case
from conntest.diagnosis.rules.egress import is_taken
from conntest.diagnosis.tunnels import tunnels_of
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Draft, Severity
from conntest.model.observation import DIRECT
from conntest.model.proxy import SOCKS_SCHEMES
from conntest.model.report import Path

#: Where Tor listens on a computer: the daemon, and the browser.
_TOR_PORTS = (9050, 9150)

#: The one answer by which Tor's list in DNS says yes (Tor Project, 2020). Any other is a name server's own idea.
_LISTED = "127.0.0.2"


def anonymiser_exit(case: Case) -> Iterator[Draft]:
    """Tor's own service or Tor's own list counts our address among its exits, or a proxy in use is a local Tor."""
    for seen in case.record.observations:
        for step in seen.echoes:
            if step.detail.tor and is_taken(case, seen.path):
                yield _anonymised("check", (seen.id,), address=step.detail.address or "", connections=_yours(seen.path))
                return
    own = {exit_list: address for address, exit_list in _exit_list_names(case)}
    for seen in case.observations:
        for lookup in seen.resolves:
            if lookup.detail.name in own and lookup.detail.addresses == (_LISTED,):
                yield _anonymised("list", (seen.id,), address=own[lookup.detail.name])
                return
    for path in case.record.paths:
        if _is_tor_port(path) and path.used_by and not _denied(case, path.id):
            yield _anonymised("proxy", (), proxy=path.id)
            return


def _yours(path: str) -> str:
    if path == DIRECT:
        return _("your connections")
    return _("your connections through {proxy}").format(proxy=path)


def _exit_list_names(case: Case) -> Iterator[tuple[str, str]]:
    for known in case.egress.addresses if case.egress else ():
        if ":" not in known.address:
            yield known.address, f"{'.'.join(reversed(known.address.split('.')))}.dnsel.torproject.org"


def _is_tor_port(path: Path) -> bool:
    """By its number, or by the name of the program that listens."""
    proxy, listener = path.proxy, path.listener
    if proxy is None or proxy.scheme not in SOCKS_SCHEMES or not _is_here(proxy.host):
        return False
    named = listener.process.lower().removesuffix(".exe") if listener and listener.process else None
    return named == "tor" if named else proxy.port in _TOR_PORTS


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _denied(case: Case, path: str) -> bool:
    """Tor's own service was reached through the proxy, and says that this is no exit of Tor."""
    return any(
        step.detail.tor is False for seen in case.record.observations if seen.path == path for step in seen.echoes
    )


def _anonymised(variant: str, evidence: tuple[str, ...], **params: str) -> Draft:
    return Draft(
        code=Code.ANONYMISER_EXIT,
        severity=Severity.FAIL,
        variant=variant,
        params=params,
        evidence=evidence,
        domains=frozenset({Domain.EGRESS, Domain.TWS}),
        explains=frozenset({Code.EGRESS_IP_ROTATION, Code.EGRESS_IP_CHANGED}),
        everywhere=True,
    )


def vpn_active(case: Case) -> Iterator[Draft]:
    """The interface that the kernel chose for addresses all over the internet is a tunnel by its driver, or by name."""
    known = tunnels_of(case.machine)
    tunnels = [name for name in case.machine.route_interfaces or () if name in known]
    if tunnels:
        yield Draft(
            code=Code.VPN_ACTIVE,
            severity=Severity.INFO,
            params={"interfaces": phrases.listed(tunnels)},
            domains=frozenset({Domain.MACHINE}),
        )
