"""What a parser finds: a setting as a report may show it, and apart from it the credentials that it holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from conntest.language import N_
from conntest.model.proxy import How, Proxy, ProxySetting, Scope, Traffic
from conntest.model.secret import Credentials
from conntest.system.proxies.proxy_url import ParsedProxy, script_address

WEB_TRAFFIC = (Traffic.HTTP, Traffic.HTTPS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSetting:
    """One setting, and the credentials of its proxies by the proxy's id."""

    setting: ProxySetting
    secrets: Mapping[str, Credentials] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyFacts:
    """All that is set on this machine. `secrets` maps a proxy's id to what it wants to see; no report holds them."""

    settings: tuple[ProxySetting, ...]
    secrets: Mapping[str, Credentials]


def manual(
    claim: ParsedProxy,
    *,
    id: str,
    source: str,
    scopes: tuple[Scope, ...],
    traffic: tuple[Traffic, ...],
    active: bool = True,
    bypass: tuple[str, ...] = (),
    note: str | None = None,
) -> ParsedSetting:
    """A setting that names one proxy, well or badly."""
    proxies: tuple[Proxy, ...] = (claim.proxy,) if claim.proxy else ()
    setting = ProxySetting(
        id=id,
        source=source,
        how=How.MANUAL,
        scopes=scopes,
        traffic=traffic,
        active=active,
        proxies=proxies,
        bypass=bypass,
        malformed=claim.malformed,
        note=" ".join(filter(None, (note, claim.note))) or None,
    )
    secrets = {claim.proxy.id: claim.credentials} if claim.proxy and claim.credentials else {}
    return ParsedSetting(setting=setting, secrets=secrets)


def automatic(address: str, *, id: str, source: str, active: bool, note: str | None = None) -> ParsedSetting:
    """A setting that leaves the choice to a script: the one at `address` or, without one, whatever is detected."""
    url = script_address(address)
    return ParsedSetting(
        setting=ProxySetting(
            id=id,
            source=source,
            how=How.PAC if address else How.WPAD,
            scopes=(Scope.WEB,),
            traffic=WEB_TRAFFIC,
            active=active,
            pac_url=url,
            malformed=N_("the script's address cannot be one") if address and not url else None,
            note=note,
        )
    )


def scopes_of(traffic: tuple[Traffic, ...], *, alone: bool) -> tuple[Scope, ...]:
    """Whose connections a system-wide entry governs. A SOCKS proxy that is set `alone` gets the web's as well."""
    if Traffic.TCP not in traffic:
        return (Scope.WEB,)
    return (Scope.RAW_TCP, Scope.WEB) if alone else (Scope.RAW_TCP,)


def facts(found: Iterable[ParsedSetting]) -> ProxyFacts:
    """All findings together, before anyone asked which one wins: each once, with an id of its own. Where two settings
    have credentials for one proxy, those of the active setting are kept."""
    every = tuple(found)
    secrets: dict[str, Credentials] = {}
    for one in sorted(every, key=lambda one: one.setting.active):
        secrets.update(one.secrets)
    return ProxyFacts(settings=tuple(_distinct(one.setting for one in every)), secrets=secrets)


def _distinct(settings: Iterable[ProxySetting]) -> Iterator[ProxySetting]:
    """Two versions of TWS may share a runtime's file, which is then read twice; one file may set a thing twice."""
    seen: dict[str, list[ProxySetting]] = {}
    for one in settings:
        same_id = seen.setdefault(one.id, [])
        if one not in same_id:
            same_id.append(one)
            yield one if len(same_id) == 1 else replace(one, id=f"{one.id}:{len(same_id)}")
