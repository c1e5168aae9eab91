"""Who uses which proxy: one sentence, and a row for each program."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from conntest import lists
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.proxy import How, Program, Proxy, ProxyUse, ReadBy, Reading
from conntest.model.report import Machine
from conntest.values import dataclass
from conntest.wording import phrases

_PROGRAM: Mapping[Program, str] = {
    Program.CHROME: "Chrome",
    Program.EDGE: "Edge",
    Program.FIREFOX: "Firefox",
    Program.TWS_WEB: N_("TWS's web pages"),
    Program.TWS_GATEWAYS: N_("TWS's gateway connections"),
    Program.JAVA: N_("Java programs"),
    Program.TOOLS: N_("Command-line tools"),
    Program.CONTAINERS: N_("Docker containers"),
}

_BROWSERS = (Program.CHROME, Program.EDGE, Program.FIREFOX)

_READER: Mapping[ReadBy, str] = {ReadBy.CHROMIUM: N_("Chrome and Edge"), ReadBy.FIREFOX: "Firefox"}


@dataclass(frozen=True, slots=True, kw_only=True)
class UseLine:
    """`programs` are those that do the same; `goes` is where their connections go, `source` where that is set."""

    programs: str
    goes: str
    source: str


def sentence(machine: Machine) -> str:
    """The shortest answer: how TWS's connections to its gateways go, and how browsers do; nothing where nobody worked
    it out."""
    uses = {use.program: use for use in machine.proxy_uses or ()}
    if not uses:
        return ""
    if all(use.how is How.DIRECT for use in uses.values()):
        said = _("By these settings every program connects directly.")
    else:
        browsers = {_goes(uses[program], machine) for program in _BROWSERS if program in uses}
        said = _("TWS's gateway connections go {gateways}; browsers go {browsers}.").format(
            gateways=_goes(uses[Program.TWS_GATEWAYS], machine),
            browsers=browsers.pop() if len(browsers) == 1 else _("different ways"),
        )
    return lists.sentences((said, *_redirected(machine)))


def _redirected(machine: Machine) -> Iterator[str]:
    running = [one.name for one in machine.redirectors or () if one.works]
    if running:
        yield _("{programs} may lead any connection through a proxy, whatever the settings say.").format(
            programs=lists.listed(running)
        )


def lines(machine: Machine) -> tuple[UseLine, ...]:
    """A row for each program; browsers that do the same share one."""
    found = []
    for _key, group in groupby(machine.proxy_uses or (), key=_alike):
        uses = tuple(group)
        found.append(
            UseLine(
                programs=lists.separated(_(_PROGRAM[use.program]) for use in uses),
                goes=_goes(uses[0], machine),
                source=lists.separated(_sources(uses[0], machine)),
            )
        )
    return tuple(found)


def _alike(use: ProxyUse) -> tuple[object, ...]:
    of_browser = use.program in _BROWSERS
    return (of_browser or use.program, use.how, use.proxies, use.pac_url, use.settings)


def _goes(use: ProxyUse, machine: Machine) -> str:
    """How connections go, to stand after "go": `directly`, `through http://proxy:3128`."""
    match use.how:
        case How.MANUAL:
            return _("through {proxies}").format(proxies=_ids(use.proxies))
        case How.PAC | How.WPAD:
            return _scripted(use, machine)
        case How.DIRECT | How.NONE:
            return _("directly")


def _scripted(use: ProxyUse, machine: Machine) -> str:
    named = [one.proxies for one in machine.pac or () if one.setting in use.settings and one.proxies]
    if named:
        return _("as a setup script says: {proxies}").format(proxies=_ids(named[0]))
    if use.how is How.WPAD:
        return _("directly unless automatic detection finds a script")
    return _("as a setup script says")


def _ids(proxies: Sequence[Proxy]) -> str:
    return ", ".join(proxy.id for proxy in proxies)


def _sources(use: ProxyUse, machine: Machine) -> Iterator[str]:
    places = {setting.id: setting.source for setting in machine.proxies or ()}
    yield from dict.fromkeys(phrases.place(places[id]) for id in use.settings if id in places)


def readings(found: Sequence[Reading]) -> Iterator[str]:
    """What single programs make of a setting: `Read by Firefox: socks4://127.0.0.1:1080`."""
    for by, group in groupby(found, key=lambda one: one.by):
        proxies = list(dict.fromkeys(proxy.id for reading in group for proxy in reading.proxies))
        told = _("Read by {program}: {proxies}") if proxies else _("Read by {program}: nothing")
        yield told.format(program=_(_READER[by]), proxies=", ".join(proxies))
