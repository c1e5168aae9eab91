"""--region auto, --preinstall and --group push: what they make of a run. Nothing is sent."""

import json
from pathlib import Path

import pytest

from conntest.model.host import Group, Region
from conntest.model.plan import HttpProbe
from tests.cli.conftest import Conntest, Examined

Home = Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of the test's own, in which a Linux TWS would be."""
    folder = tmp_path / "home"
    (folder / "Jts").mkdir(parents=True)
    monkeypatch.setattr(Path, "home", lambda: folder)
    monkeypatch.setattr("conntest.app.installed.this_system", lambda: "linux")
    return folder


def settings(home: Home, *lines: str) -> None:
    (home / "Jts" / "jts.ini").write_text("\n".join(("[Communication]", *lines)), encoding="utf-8")


@pytest.mark.parametrize("words", [(), ("--region", "auto")])
@pytest.mark.parametrize(
    ("lines", "region"),
    [
        (("Peer=zdc1.ibllc.com:4001", "Region=us"), Region.EUROPE),
        (("Peer=GDC1.ibllc.com:4000",), Region.AMERICA_EAST),
        (("Peer=hdc1_hb1.ibllc.com.:4000",), Region.ASIA),
        (("Peer=unknown.example:4000", "Region=hk"), Region.ASIA),
        (("[IBGateway]", "RemoteHostOrderRouting=cdc1.ibllc.com"), Region.AMERICA_CENTRAL),
    ],
)
def test_the_installed_tws_tells_the_region(
    conntest: Conntest, examined: Examined, home: Home, words: tuple[str, ...], lines: tuple[str, ...], region: Region
) -> None:
    settings(home, *lines)
    conntest(*words)
    options = examined.jobs[0].options
    assert (options.regions, options.region_source) == ((region,), "~/Jts/jts.ini")
    plan = examined.jobs[0].plan
    assert {one.region for one in plan.endpoints if one.group is Group.GATEWAY and one.required} == {region}


def test_a_region_that_the_user_names_is_theirs(conntest: Conntest, examined: Examined, home: Home) -> None:
    settings(home, "Peer=zdc1.ibllc.com:4001")
    conntest("--region", "asia")
    options = examined.jobs[0].options
    assert (options.regions, options.region_source) == ((Region.ASIA,), None)


def test_us_is_two_regions_and_so_none(conntest: Conntest, examined: Examined, home: Home) -> None:
    settings(home, "Region=us")
    conntest()
    assert examined.jobs[0].options.regions == ()


@pytest.mark.parametrize(
    ("lines", "why"),
    [(("Region=us",), "~/Jts/jts.ini does not tell it"), ((), "there is no jts.ini of TWS or IB Gateway here")],
)
def test_a_region_that_is_asked_for_and_cannot_be_told(
    conntest: Conntest, home: Home, lines: tuple[str, ...], why: str
) -> None:
    if lines:
        settings(home, *lines)
    done = conntest("--region", "auto")
    assert done.code == 2
    assert f"--region auto: {why}" in done.err


def test_auto_and_a_region_exclude_one_another(conntest: Conntest) -> None:
    done = conntest("--region", "auto", "--region", "asia")
    assert done.code == 2
    assert "--region auto leaves the choice to the installed TWS; --region asia makes it" in done.err


def installer(examined: Examined) -> list[HttpProbe]:
    probes = examined.jobs[-1].plan.probes
    return [probe for probe in probes if isinstance(probe, HttpProbe) and probe.first_bytes is not None]


def test_preinstall_asks_for_the_first_kib_of_an_installer(conntest: Conntest, examined: Examined, home: Home) -> None:
    conntest()
    assert installer(examined) == []
    conntest("--preinstall")
    (probe,) = installer(examined)
    assert (probe.id, probe.first_bytes) == ("download2:443/installer", 1024)
    assert probe.after in {other.id for other in examined.jobs[-1].plan}
    assert examined.jobs[-1].machine.install is None


def test_push_is_tested_only_where_it_is_named(conntest: Conntest, examined: Examined, home: Home) -> None:
    conntest()
    conntest("--group", "push")
    groups = [{endpoint.group for endpoint in job.plan.endpoints} for job in examined.jobs]
    assert Group.PUSH not in groups[0]
    assert groups[1] == {Group.PUSH, Group.CONTROL, Group.CAPTIVE_CHECK, Group.CANARY}
    ports = {(one.host, one.port) for one in examined.jobs[1].plan.endpoints if one.group is Group.PUSH}
    assert ports == {
        *(("mtalk.google.com", port) for port in (5228, 5229, 5230, 443)),
        *(("1-courier.push.apple.com", port) for port in (5223, 443)),
    }


def test_the_plan_shows_both(conntest: Conntest, home: Home) -> None:
    shown = json.loads(conntest("plan", "--group", "push", "--json").out)
    assert "push-google:5228/connect" in {probe["id"] for probe in shown["probes"]}
    assert "Notifications to phones" in conntest("hosts", "-v", "--group", "push").out


@pytest.mark.parametrize("form", ["txt", "json", "csv"])
def test_the_host_table_is_the_same_whatever_tws_is_set_to(conntest: Conntest, home: Home, form: str) -> None:
    before = conntest("hosts", "--format", form).out
    settings(home, "Peer=zdc1.ibllc.com:4001")
    assert [conntest("hosts", "--format", form, *words).out for words in ((), ("--region", "auto"))] == [before] * 2


def test_the_host_table_of_a_region_that_cannot_be_told_is_refused(conntest: Conntest, home: Home) -> None:
    done = conntest("hosts", "--region", "auto")
    assert (done.code, done.out) == (2, "")
    assert "--region auto: there is no jts.ini of TWS or IB Gateway here" in done.err
