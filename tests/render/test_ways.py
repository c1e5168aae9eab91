"""The ways to the network on a terminal, and `conntest proxies`."""

import json
from dataclasses import dataclass, replace

from conntest.model.finding import Status
from conntest.model.host import Group
from conntest.model.observation import DIRECT
from conntest.model.pac import PacOutcome, PacReport
from conntest.model.proxy import (
    How,
    Program,
    Proxy,
    ProxySetting,
    ProxyState,
    ProxyUse,
    ReadBy,
    Reading,
    Scheme,
    Scope,
    Traffic,
)
from conntest.model.reading import PathReading
from conntest.model.redirector import Redirector, Sign
from conntest.model.report import Listener, Path, Report
from conntest.render import proxies
from conntest.render.terminal import to_text
from conntest.report_io.json import from_json, to_json
from tests.every import every
from tests.render import full
from tests.render.paper import pipe
from tests.render.samples import HOSTILE, healthy

SOCKS = Proxy(scheme=Scheme.SOCKS5H, host="10.0.0.8", port=1080)
LEFT = Proxy(scheme=Scheme.HTTP, host="127.0.0.1", port=7890, has_credentials=True)


@dataclass(frozen=True)
class Tried:
    """A path, and what became of its proxy."""

    path: Path
    reading: PathReading


def with_paths(*tried: Tried) -> Report:
    base = healthy()
    found = tuple(
        replace(result, paths={DIRECT: result.status} | {one.path.id: _status(result.group, one) for one in tried})
        for result in base.endpoints
    )
    return replace(
        base,
        endpoints=found,
        paths=(*base.paths, *(one.path for one in tried)),
        path_readings={one.path.id: one.reading for one in tried},
    )


def _status(group: Group, tried: Tried) -> Status:
    if tried.reading.state is not ProxyState.ALIVE:
        return Status.SKIPPED
    return Status.FAIL if group is Group.GATEWAY else Status.PASS


ALIVE = Tried(
    Path(id=SOCKS.id, source="option --socks", proxy=SOCKS),
    PathReading(state=ProxyState.ALIVE, speaks=(Scheme.SOCKS5H, Scheme.HTTP)),
)
DEAD = Tried(
    Path(
        id=LEFT.id,
        source="variable https_proxy",
        proxy=LEFT,
        used_by=(Scope.TOOLS,),
        listener=Listener(listening=False),
    ),
    PathReading(state=ProxyState.REFUSED),
)


def printed(report: Report, width: int = 80) -> str:
    console = pipe(width)
    proxies.render(report, console)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def section(text: str) -> list[str]:
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Paths to the network"))
    return [line for line in lines[start + 1 : start + 9] if line.strip()]


def test_the_direct_way_alone_needs_no_section() -> None:
    assert "Paths to the network" not in to_text(healthy(), verbose=True)


def test_each_way_has_a_row_and_each_group_a_column() -> None:
    heading, direct, socks, left, *_ = section(to_text(with_paths(ALIVE, DEAD), verbose=True))
    assert heading.split() == ["gateways", "websites", "portal", "services", "neutral"]
    assert direct.split() == ["direct", "✓", "36/36", "✓", "10/10", "✓", "2/2", "✓", "4/4", "✓", "2/2"]
    assert socks.split()[:3] == [SOCKS.id, "✗", "0/36"]
    assert left.split(maxsplit=1) == [LEFT.id, "✗ refuses connections"]


@every("width", [40, 60, 80, 110])
def test_nothing_sticks_out(width: int) -> None:
    long = replace(ALIVE, path=replace(ALIVE.path, id="socks5h://a-rather-long-name.of-a-proxy.company.example:1080"))
    report = with_paths(long, DEAD)
    for text in (to_text(report, width=width, verbose=True), printed(report, width)):
        assert all(len(line) <= max(width, 60) and line == line.rstrip() for line in text.splitlines())


def test_the_report_comes_back_with_its_ways() -> None:
    report = with_paths(ALIVE, DEAD)
    assert from_json(to_json(report)).paths == report.paths


def with_settings(*settings: ProxySetting) -> Report:
    base = with_paths(ALIVE, DEAD)
    return replace(base, machine=replace(base.machine, proxies=settings))


SETTING = ProxySetting(
    id="env:https_proxy",
    source="variable https_proxy",
    how=How.MANUAL,
    scopes=(Scope.TOOLS,),
    active=True,
    proxies=(LEFT,),
    wins_for=(Scope.TOOLS,),
)


def test_a_look_at_proxies_lists_settings_states_and_users() -> None:
    off = replace(SETTING, id="gnome:http", source="GNOME", active=False, wins_for=())
    text = " ".join(printed(with_settings(SETTING, off)).split())
    assert "variable https_proxy http://127.0.0.1:7890 decides for: command-line tools" in text
    assert "GNOME http://127.0.0.1:7890 not in use" in text
    assert f"{SOCKS.id} ✓ alive, speaks SOCKS 5 and HTTP option --socks" in text
    assert "✗ refuses connections variable https_proxy; nothing listens there; used by command-line tools" in text


def test_a_machine_without_proxies_is_told_so() -> None:
    base = healthy()
    report = replace(base, machine=replace(base.machine, proxies=()))
    assert printed(report).split("\n\n")[1].strip() == "No proxy is set anywhere on this computer."


def test_as_json_it_is_what_a_report_says() -> None:
    document = json.loads(proxies.to_json(with_settings(SETTING)))
    assert list(document) == ["summary", "programs", "redirectors", "settings", "scripts", "proxies", "findings"]
    assert [path["id"] for path in document["proxies"]] == [SOCKS.id, LEFT.id]
    assert document["proxies"][0]["state"] == "alive"
    assert document["settings"][0]["proxies"][0]["has_credentials"] is True


def test_a_look_at_proxies_begins_with_who_uses_what() -> None:
    base = with_settings(SETTING)
    machine = replace(
        base.machine,
        proxy_uses=(
            *(
                ProxyUse(
                    program=program, traffic=Traffic.HTTPS, how=How.MANUAL, proxies=(SOCKS,), settings=(SETTING.id,)
                )
                for program in (Program.CHROME, Program.EDGE)
            ),
            ProxyUse(program=Program.FIREFOX, traffic=Traffic.HTTPS, how=How.DIRECT),
            ProxyUse(program=Program.TWS_GATEWAYS, traffic=Traffic.TCP, how=How.DIRECT),
            ProxyUse(program=Program.JAVA, traffic=Traffic.HTTPS, how=How.PAC, pac_url="http://wpad/p.pac"),
        ),
        redirectors=(
            Redirector(name="Proxifier", signs=(Sign.PROCESS,), process="Proxifier.exe"),
            Redirector(name="redsocks", signs=(Sign.CONFIGURATION,), configuration="/etc/redsocks.conf"),
        ),
    )
    text = " ".join(printed(replace(base, machine=machine), 110).split())
    assert text.startswith(
        "TWS's gateway connections go directly; browsers go different ways. Proxifier may lead any connection through a"
        " proxy, whatever the settings say. Who uses which proxy"
    )
    assert f"Chrome, Edge through {SOCKS.id} variable https_proxy Firefox directly" in text
    assert "Java programs as a setup script says" in text
    assert "Redirector Proxifier: it runs Redirector redsocks: its configuration is there" in text
    document = json.loads(proxies.to_json(replace(base, machine=machine)))
    assert document["summary"].startswith("TWS's gateway connections go directly")
    assert document["programs"][0]["proxies"][0]["host"] == SOCKS.host
    assert document["redirectors"][0] == {
        "name": "Proxifier",
        "signs": ["process"],
        "process": "Proxifier.exe",
        "configuration": None,
    }


def test_findings_stand_in_the_json_document_as_in_a_report() -> None:
    document = json.loads(proxies.to_json(full.report()))
    whole = json.loads(to_json(full.report()))
    assert document["findings"] == whole["findings"]


def test_proxies_that_a_script_names_stand_in_its_programs_row() -> None:
    base = with_settings()
    use = ProxyUse(program=Program.CHROME, traffic=Traffic.HTTPS, how=How.PAC, settings=("wininet:pac",))
    gateways = ProxyUse(program=Program.TWS_GATEWAYS, traffic=Traffic.TCP, how=How.DIRECT)
    script = PacReport(setting="wininet:pac", url="http://w/p", outcome=PacOutcome.EVALUATED, proxies=(SOCKS,))
    report = replace(base, machine=replace(base.machine, proxy_uses=(use, gateways), pac=(script,)))
    assert f"browsers go as a setup script says: {SOCKS.id}." in " ".join(printed(report, 110).split())


def test_what_is_malformed_is_said_with_why_and_what_programs_make_of_it() -> None:
    reading = Reading(by=ReadBy.FIREFOX)
    other = Reading(by=ReadBy.CHROMIUM, traffic=(Traffic.HTTPS,), proxies=(LEFT,))
    broken = replace(SETTING, proxies=(), malformed="the host name is malformed", readings=(reading, other))
    text = " ".join(printed(with_settings(broken), 110).split())
    assert "variable https_proxy not understood: the host name is malformed" in text
    assert "Read by Firefox: nothing" in text
    assert f"Read by Chrome and Edge: {LEFT.id}" in text


def test_hostile_texts_do_not_act() -> None:
    hostile = replace(SETTING, source=HOSTILE, note=HOSTILE, malformed=HOSTILE)
    text = printed(with_settings(hostile))
    assert all(character.isprintable() or character == "\n" for character in text)
