"""A running TWS, an installation to be, and notifications to phones: what is said of them, and what never is."""

from dataclasses import replace

import pytest

from conntest.diagnosis import diagnose
from conntest.evidence.evidence import Evidence
from conntest.findings.disk_space_low import DiskSpaceLow
from conntest.findings.install_folder_not_writable import InstallFolderNotWritable
from conntest.findings.push_notifications_blocked import PushNotificationsBlocked
from conntest.findings.tws_running import TwsRunning
from conntest.model.finding import Code, Domain, Severity, Verdict
from conntest.model.host import Group
from conntest.model.install import Install, Installer
from conntest.model.observation import DIRECT, Attempt, HttpDetail, HttpStep, ProbeKind
from conntest.model.proxy import Proxy, Scheme
from conntest.model.report import Path, Record
from conntest.model.tws import (
    Installation,
    JtsSettings,
    LiveConnection,
    LoggedError,
    Program,
    RunningTws,
    Settled,
    TradingMode,
)
from conntest.render.facts import computer
from conntest.report_io.json import from_json, record_of, to_json
from conntest.wording.headline import headline
from tests.diagnosis.peers import dropped
from tests.diagnosis.seeing import TOOL, observe
from tests.diagnosis.world import everything, gateways, port, row, run_with

GATEWAY = "zdc1.ibllc.com"


@pytest.fixture(scope="module")
def healthy() -> Record:
    return observe()


def address_of(record: Record, host: str) -> str:
    seen = (s for s in record.observations if (s.endpoint or "").startswith(host.partition(".")[0] + ":") and s.address)
    return str(next(seen).address)


def connection(address: str, number: int = 4001, settled: Settled = Settled.ESTABLISHED) -> LiveConnection:
    return LiveConnection(local_address="192.168.1.20", remote_address=address, remote_port=number, settled=settled)


def said(record: Record, *connections: LiveConnection, api: tuple[int, ...] = ()) -> tuple[str, str]:
    """What its connections came to, and the summary where a TWS with these connections runs."""
    process = RunningTws(program=Program.TWS, connections=connections, api_ports=api)
    record = replace(record, machine=replace(record.machine, tws_running=(process,)))
    (finding,) = TwsRunning.conclude(Evidence(record=record))
    assert (finding.severity, finding.domains) == (Severity.INFO, frozenset({Domain.MACHINE}))
    return finding.connected, finding.summary


def test_a_tws_that_is_connected_says_to_which_gateway(healthy: Record) -> None:
    assert said(healthy, connection(address_of(healthy, GATEWAY))) == (
        "connected",
        "TWS is running and has an open connection to zdc1.ibllc.com on 4001, by eth0.",
    )


def test_a_tws_that_nobody_answers_is_stuck(healthy: Record) -> None:
    stuck = connection(address_of(healthy, GATEWAY), 4000, Settled.CONNECTING)
    assert said(healthy, stuck) == (
        "stuck",
        "TWS is running and tries to connect to zdc1.ibllc.com on 4000; nothing has answered it yet.",
    )


def test_an_old_address_on_a_gateways_port_is_no_known_gateway(healthy: Record) -> None:
    connected, summary = said(healthy, connection("203.0.113.9"))
    assert connected == "elsewhere" and "203.0.113.9 on 4001" in summary


def test_clients_of_its_own_ports_are_no_connection_to_ibkr(healthy: Record) -> None:
    connected, summary = said(healthy, connection("203.0.113.9", 443), api=(7496,))
    assert connected == "no-connection"
    assert summary.endswith("on 7496; that is TWS's own port, not a connection to IBKR.")


def test_a_connection_to_a_proxy_of_the_run(healthy: Record) -> None:
    proxy = Proxy(scheme=Scheme.SOCKS5, host="localhost", port=1080)
    record = replace(healthy, paths=(Path(id=DIRECT, source=""), Path(id=proxy.id, source="x", proxy=proxy)))
    connected, summary = said(record, connection("127.0.0.1", 1080))
    assert connected == "through-proxy" and "127.0.0.1 on 1080" in summary


def test_connections_that_may_not_be_seen(healthy: Record) -> None:
    process = RunningTws(program=Program.GATEWAY, connections=None, api_ports=None)
    record = replace(healthy, machine=replace(healthy.machine, tws_running=(process,)))
    (finding,) = TwsRunning.conclude(Evidence(record=record))
    assert finding.summary == "IB Gateway is running. The system does not permit to see its connections."


@pytest.mark.parametrize("found", [None, ()])
def test_without_a_process_nothing_is_said(healthy: Record, found: tuple[RunningTws, ...] | None) -> None:
    record = replace(healthy, machine=replace(healthy.machine, tws_running=found))
    assert not list(TwsRunning.conclude(Evidence(record=record)))


def test_a_tws_that_runs_changes_no_verdict(healthy: Record) -> None:
    process = RunningTws(program=Program.TWS, connections=(), api_ports=())
    report = diagnose(replace(healthy, machine=replace(healthy.machine, tws_running=(process,))), TOOL)
    assert report.verdict is Verdict.PASS
    assert [finding.code for finding in report.findings] == [Code.TWS_RUNNING]


GOOD = Install(folder="~/Jts", writable=True, error=None, disk_free=50 * 1024**3, memory=8 * 1024**3, bits=64)


def with_install(record: Record, install: Install, *, asked: bool = True) -> Evidence:
    run = replace(record.run, options=replace(record.run.options, preinstall=asked))
    return Evidence(record=replace(record, run=run, machine=replace(record.machine, install=install)))


def test_a_folder_that_refuses(healthy: Record) -> None:
    case = with_install(healthy, replace(GOOD, writable=False, error="Permission denied"))
    (finding,) = InstallFolderNotWritable.conclude(case)
    assert finding.severity is Severity.FAIL
    assert finding.summary == "conntest could not create a file in ~/Jts: Permission denied."


def test_a_folder_that_refuses_is_a_warning_where_nobody_asked(healthy: Record) -> None:
    case = with_install(healthy, replace(GOOD, writable=False, error="Permission denied"), asked=False)
    (finding,) = InstallFolderNotWritable.conclude(case)
    assert finding.severity is Severity.WARN


def test_little_room(healthy: Record) -> None:
    (finding,) = DiskSpaceLow.conclude(with_install(healthy, replace(GOOD, disk_free=1024**3 // 2)))
    assert finding.severity is Severity.WARN
    assert finding.summary == "The disk of ~/Jts has 0.5 GiB left, and TWS should have 2 GiB."


@pytest.mark.parametrize("install", [GOOD, replace(GOOD, disk_free=None)])
def test_a_machine_that_is_fit_or_says_nothing(healthy: Record, install: Install) -> None:
    case = with_install(healthy, install)
    assert not [*InstallFolderNotWritable.conclude(case), *DiskSpaceLow.conclude(case)]


push = run_with(groups=(Group.PUSH,))


def test_phones_that_are_reached() -> None:
    report = diagnose(observe(push), TOOL)
    assert (report.verdict, report.findings) == (Verdict.PASS, ())
    assert headline(report) == "What brings notifications to phones can be reached from here."
    assert {result.group for result in report.endpoints} >= {Group.PUSH, Group.CONTROL}


def test_one_port_is_enough_for_a_phone() -> None:
    only_443 = (port(5228) | port(5229) | port(5230) | port(5223)).are(dropped)
    assert diagnose(observe(push, only_443), TOOL).verdict is Verdict.PASS


def test_android_alone_is_cut_off() -> None:
    report = diagnose(observe(push, row("push-google").are(dropped)), TOOL)
    (finding,) = report.findings
    assert (finding.code, finding.severity) == (Code.PUSH_NOTIFICATIONS_BLOCKED, Severity.WARN)
    assert "Notifications may not reach Android phones on this network" in finding.summary
    assert "5228, 5229, 5230 and 443" in finding.summary
    assert report.verdict is Verdict.WARN
    assert report.verdicts[Domain.TWS].because == ()
    assert any("Challenge/Response" in step for remedy in finding.remedies for step in remedy.steps)


def test_a_network_without_internet_is_not_said_to_block_phones() -> None:
    codes = [finding.code for finding in diagnose(observe(push, everything.are(dropped)), TOOL).findings]
    assert codes == [Code.NO_INTERNET]


def test_a_run_that_does_not_ask_for_phones_does_not_touch_them() -> None:
    assert Group.PUSH not in {endpoint.group for endpoint in observe(gateways.are(dropped)).endpoints}
    assert not list(PushNotificationsBlocked.conclude(Evidence(record=observe())))


@pytest.mark.parametrize(("status", "reachable"), [(206, True), (200, True), (403, False)])
def test_what_became_of_the_installer_is_told(healthy: Record, status: int, reachable: bool) -> None:
    detail = HttpDetail(method="GET", url="https://download2.interactivebrokers.com/x", status=status)
    step = HttpStep(t0=1.0, t=1.1, error=None, detail=detail)
    seen = Attempt(
        id="download2:443/installer@81.2.69.1",
        kind=ProbeKind.INSTALLER,
        endpoint="download2:443",
        address="81.2.69.1",
        steps=(step,),
    )
    record = with_install(healthy, GOOD).record
    report = diagnose(replace(record, observations=(*record.observations, seen)), TOOL)
    assert report.machine_reading.installer == Installer(
        host="download2.interactivebrokers.com", reachable=reachable, note=f"HTTP {status}"
    )


def test_all_of_it_survives_a_saved_report(healthy: Record) -> None:
    machine = replace(
        healthy.machine,
        tws=(Installation(program=Program.TWS, version="1030", folder="~/Jts/1030"),),
        tws_settings=JtsSettings(source="~/Jts/jts.ini", peer=f"{GATEWAY}:4001", ssl=True, mode=TradingMode.PAPER),
        tws_running=(RunningTws(program=Program.TWS, connections=(connection("203.0.113.9"),), api_ports=(7497,)),),
        tws_log=(LoggedError(source="~/Jts/launcher.log", at="2026-11-21 09:00:30", error="x", meaning="y"),),
        install=GOOD,
    )
    record = replace(healthy, machine=machine)
    report = diagnose(record, TOOL)
    saved = from_json(to_json(report))
    assert saved.machine == report.machine
    assert record_of(saved).machine == machine
    told = dict(computer(saved))
    assert told["TWS"] == "1030 in ~/Jts/1030"
    assert told["Set up in"] == "~/Jts/jts.ini: last gateway zdc1.ibllc.com:4001, with TLS, paper account"
    assert told["Installing TWS"] == "~/Jts can be written, 50.0 GiB free, 8.0 GiB of memory, 64-bit"
