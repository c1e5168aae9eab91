"""Documents that are made of several reports keep no more than documents of one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conntest.app import diff, merge, sharing
from conntest.app.writing import Target
from conntest.language import ENGLISH, using
from conntest.model.comparison import About
from conntest.model.privacy import Share
from conntest.model.proxy import ProxySetting
from conntest.model.report import Report
from conntest.report_io.json import to_json
from tests.render import samples
from tests.share import planted
from tests.share.any_report import OWN
from tests.share.planted import PRIVATE, SECRET
from tests.share.test_release import readings

FORBIDDEN = {Share.SUPPORT: SECRET, Share.PUBLIC: SECRET | PRIVATE}


@pytest.fixture(autouse=True)
def janes_laptop(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sharing, "this_computer", lambda: OWN)
    with using(ENGLISH):
        yield


def save(path: Path, report: Report) -> str:
    path.write_text(to_json(report), encoding="utf-8")
    return str(path)


def shown_by(document: str, level: Share) -> list[str]:
    return [what for what, secret in FORBIDDEN[level].items() for view in readings(document) if secret.lower() in view]


@pytest.mark.thorough
@pytest.mark.parametrize("level", FORBIDDEN)
@pytest.mark.parametrize("form", diff.FORMATS)
def test_no_comparison_shows_a_secret(form: str, level: Share, tmp_path: Path) -> None:
    old, new = save(tmp_path / "old.json", samples.healthy()), save(tmp_path / "new.json", planted.report())
    out = tmp_path / f"found.{form}"
    found = diff.diff_command(old, new, [Target(file=str(out), share=level)], None)
    assert any(secret in repr(found) for secret in SECRET.values()), "there is something to be taken out"
    assert shown_by(out.read_text("utf-8"), level) == []


@pytest.mark.thorough
@pytest.mark.parametrize("level", FORBIDDEN)
@pytest.mark.parametrize("form", merge.FORMATS)
def test_no_merged_report_shows_a_secret(form: str, level: Share, tmp_path: Path) -> None:
    files = [save(tmp_path / "a.json", samples.healthy()), save(tmp_path / "b.json", planted.report())]
    out = tmp_path / f"all.{form}"
    merge.merge_command(merge.Asked(reports=files), [Target(file=str(out), share=level)], None)
    assert shown_by(out.read_text("utf-8"), level) == []


def test_documents_are_for_support_and_the_screen_shows_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = save(tmp_path / "old.json", samples.healthy()), save(tmp_path / "new.json", planted.report())
    diff.diff_command(old, new, [Target()], None)
    assert SECRET["proxy"] in capsys.readouterr().out
    diff.diff_command(old, new, [Target()], "json")
    assert SECRET["proxy"] not in capsys.readouterr().out
    diff.diff_command(old, new, [Target(share=Share.SUPPORT)], None)
    assert SECRET["proxy"] not in capsys.readouterr().out


def test_a_setting_that_changed_is_told_without_its_names(tmp_path: Path) -> None:
    report = planted.report()
    proxies = report.machine.proxies or ()
    other = replace(report, machine=replace(report.machine, proxies=tuple(_off(one) for one in proxies)))
    old, new = save(tmp_path / "old.json", report), save(tmp_path / "new.json", other)
    out = tmp_path / "found.txt"
    found = diff.diff_command(old, new, [Target(file=str(out))], None)
    assert [change for change in found.changes if change.about is About.PROXY_SETTING]
    assert "local-host-" in out.read_text("utf-8")
    assert shown_by(out.read_text("utf-8"), Share.SUPPORT) == []


def _off(setting: ProxySetting) -> ProxySetting:
    return replace(setting, active=False, wins_for=())
