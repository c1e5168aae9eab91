"""What a parser finds: a setting as a report may show it, and apart from it the credentials that it holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from conntest.language import N_
from conntest.model.proxy import How, ProxySetting, Reading, Scope, Traffic
from conntest.model.secret import Credentials
from conntest.system.proxies.proxy_url import ParsedProxy, script_address
from conntest.values import dataclass

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
    named: ParsedProxy | Sequence[ParsedProxy],
    *,
    id: str,
    source: str,
    scopes: tuple[Scope, ...],
    traffic: tuple[Traffic, ...],
    active: bool = True,
    bypass: tuple[str, ...] = (),
    note: str | None = None,
    readings: tuple[Reading, ...] = (),
) -> ParsedSetting:
    """A setting that names a proxy, or several in the order in which they are tried, well or badly. It is malformed
    where none of them can be understood."""
    every = (named,) if isinstance(named, ParsedProxy) else tuple(named)
    proxies = tuple(one.proxy for one in every if one.proxy)
    wrong = next((one.malformed for one in every if one.malformed), None)
    notes = dict.fromkeys((note, *(one.note for one in every)))
    setting = ProxySetting(
        id=id,
        source=source,
        how=How.MANUAL,
        scopes=scopes,
        traffic=traffic,
        active=active,
        proxies=proxies,
        bypass=bypass,
        malformed=None if proxies else wrong,
        note=" ".join(filter(None, notes)) or None,
        readings=readings,
    )
    secrets = {one.proxy.id: one.credentials for one in every if one.proxy and one.credentials}
    return ParsedSetting(setting=setting, secrets=secrets)


def automatic(
    address: str,
    *,
    id: str,
    source: str,
    active: bool,
    scopes: tuple[Scope, ...] = (Scope.WEB,),
    note: str | None = None,
) -> ParsedSetting:
    """A setting that leaves the choice to a script: the one at `address` or, without one, whatever is detected."""
    url = script_address(address)
    return ParsedSetting(
        setting=ProxySetting(
            id=id,
            source=source,
            how=How.PAC if address else How.WPAD,
            scopes=scopes,
            traffic=WEB_TRAFFIC,
            active=active,
            pac_url=url,
            malformed=N_("the script's address cannot be one") if address and not url else None,
            note=note,
        )
    )


def direct(*, id: str, source: str, active: bool, scopes: tuple[Scope, ...], note: str | None = None) -> ParsedSetting:
    """A setting that asks for no proxy, and by that keeps weaker ones from being used."""
    return ParsedSetting(
        setting=ProxySetting(
            id=id, source=source, how=How.DIRECT, scopes=scopes, traffic=WEB_TRAFFIC, active=active, note=note
        )
    )


def unreadable(*, id: str, source: str, scopes: tuple[Scope, ...], why: str) -> ParsedSetting:
    """A place that holds something, and nobody knows what."""
    return ParsedSetting(
        setting=ProxySetting(id=id, source=source, how=How.NONE, scopes=scopes, active=False, malformed=why)
    )


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
