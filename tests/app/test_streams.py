"""A language is spoken only where its letters can be shown."""

import errno
import io

import pytest

from conntest.app.streams import reader_left, say, speakable


@pytest.mark.parametrize(
    ("encoding", "language", "spoken"),
    [
        ("utf-8", "ja", "ja"),
        ("utf-8", "zh-Hans", "zh-Hans"),
        ("cp932", "ja", "ja"),
        ("cp932", "zh-Hans", "en"),
        ("gbk", "zh-Hans", "zh-Hans"),
        ("cp1252", "ja", "en"),
        ("ascii", "zh-Hans", "en"),
        ("ascii", "en", "en"),
    ],
)
def test_what_stdout_cannot_show_is_told_in_english(
    encoding: str, language: str, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert speakable(language) == spoken


def test_a_closed_stdout_shows_nothing_in_any_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    assert speakable("ja") == "ja"


@pytest.mark.parametrize(
    ("platform", "error", "left"),
    [
        ("linux", BrokenPipeError(errno.EPIPE, "Broken pipe"), True),
        ("win32", OSError(errno.EINVAL, "Invalid argument"), True),
        ("linux", OSError(errno.EINVAL, "Invalid argument"), False),
        ("win32", OSError(errno.ENOSPC, "No space left on device"), False),
    ],
)
def test_a_reader_that_left_is_known_by_what_its_system_says(
    platform: str, error: OSError, left: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert reader_left(error) is left


def test_no_password_of_a_url_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    say("left out: http:/jane:s3cret@proxy/x: there is no such file")
    assert capsys.readouterr().err == "left out: http:/proxy/x: there is no such file\n"
