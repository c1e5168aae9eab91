"""Which proxy setup scripts a run looks at, and where automatic detection looks for one. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from conntest.model.addresses import is_address, parsed
from conntest.model.host import OPERATOR_GROUPS
from conntest.model.pac_url import not_followed_by
from conntest.model.plan import ProbePlan, ScriptProbe
from conntest.model.proxy import How, ProxySetting
from conntest.model.report import Machine

#: A computer has one domain or two; each level of one is a name to be asked for.
_MOST_DOMAINS = 3
_MOST_LEVELS = 4

_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+")

#: Second labels under which countries register domains, as in `co.uk`; with those of up to three letters.
_REGISTRIES = frozenset({"gouv", "govt", "info", "name", "school", "ltda"})


def with_scripts(plan: ProbePlan, machine: Machine, domains: Sequence[str]) -> ProbePlan:
    """`plan` with a probe for each script that an active setting of `machine` names or wants detected. `domains` are
    those of this machine, for detection."""
    hosts = tuple(dict.fromkeys(one.host for one in plan.endpoints if one.group in OPERATOR_GROUPS))
    probes: dict[tuple[str, ...], ScriptProbe] = {}
    for setting in machine.proxies or ():
        urls = _urls(setting, domains)
        if setting.active and urls is not None:
            probes.setdefault(urls, _probe(setting, urls, hosts, _own_address(machine)))
    return replace(plan, scripts=tuple(probes.values()))


def _urls(setting: ProxySetting, domains: Sequence[str]) -> tuple[str, ...] | None:
    match setting.how:
        case How.PAC:
            return (setting.pac_url,) if setting.pac_url else None
        case How.WPAD if setting.pac_url:
            # What DHCP named.
            return (setting.pac_url,)
        case How.WPAD:
            return tuple(dict.fromkeys(url for domain in domains[:_MOST_DOMAINS] for url in wpad_urls(domain)))
        case How.MANUAL | How.DIRECT | How.NONE:
            return None


def _probe(setting: ProxySetting, urls: tuple[str, ...], hosts: tuple[str, ...], own_address: str) -> ScriptProbe:
    detected = setting.how is How.WPAD
    looked_for = "the setup script that browsers follow"
    if detected:
        looked_for = "a setup script, looked for as browsers do"
    elif any(not_followed_by(url) for url in urls):
        looked_for = "a setup script that Firefox follows, and Chrome and Edge do not"
    return ScriptProbe(
        id=f"script:{setting.id}",
        setting=setting.id,
        why=f"{looked_for}: set in {setting.source}",
        set_in=setting.source,
        urls=urls,
        hosts=hosts,
        detected=detected,
        own_address=own_address,
    )


def wpad_urls(domain: str) -> Iterator[str]:
    """Where automatic detection looks for a script from within `domain`: one level up at a time, never past the part
    that somebody can register. DHCP is asked before: where the system keeps its answer, that is a setting of its own.

    Without a list of all registries this stops early rather than late: at two labels, or three under a country's
    second level such as `co.uk`.
    """
    name = domain.lower().strip(".")
    if not _NAME.fullmatch(name) or is_address(name):
        return
    labels = name.split(".")
    least = 3 if _is_registry(labels[-2:]) else 2
    for start in range(min(len(labels) - least + 1, _MOST_LEVELS)):
        yield f"http://wpad.{'.'.join(labels[start:])}/wpad.dat"


def _is_registry(labels: Sequence[str]) -> bool:
    second, top = labels
    return len(top) == 2 and (len(second) <= 3 or second in _REGISTRIES)


def _own_address(machine: Machine) -> str:
    """This machine's first IPv4 address that others could reach; browsers say 127.0.0.1 where there is none."""
    addresses: Iterable[str] = (
        address for interface in machine.interfaces or () if interface.up for address in interface.addresses
    )
    usable = (address for address in addresses if ":" not in address and not _is_local(address))
    return next(usable, "127.0.0.1")


def _is_local(address: str) -> bool:
    value = parsed(address)
    return value is not None and (value.is_loopback or value.is_link_local)
