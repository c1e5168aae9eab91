"""A proxy's password from a file or the terminal, so that it is in no list of processes."""

import io
import sys
from pathlib import Path

import pytest

from conntest.app.errors import UserError
from conntest.app.proxies import given
from conntest.model.secret import Credentials
from conntest.share.credentials import without_passwords

SECRET = "hünter 2:/@"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def passwords(*proxies: str, place: str) -> list[Credentials]:
    return [its for one in given(["alice@a"], proxies, place) for its in one.wallet.values()]


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\nmore of it"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_it_is_the_first_line_of_the_file(end: str, mark: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(f"{mark}{SECRET}{end}".encode())
    assert passwords(place=str(tmp_path / "secret")) == [Credentials(user="alice", password=SECRET)]


def test_it_is_for_all_that_name_a_user_without_one(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    found = passwords("http://bob@b", "http://eve:own@c", "http://d", place=str(tmp_path / "secret"))
    assert [(one.user, one.password) for one in found] == [("alice", SECRET), ("bob", SECRET), ("eve", "own")]


def test_it_is_asked_for_at_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or SECRET)
    assert passwords("http://bob@b", place="-")[1].password == SECRET
    assert asked == ["Password of the proxy: "]


BAD = {
    "empty": (b"\n", "there is no password"),
    "long": (b"a" * 2000, "too long"),
    "no text": (b"\xff\xfe\x00", "no UTF-8 text"),
    "absent": (None, "cannot read"),
}


@pytest.mark.parametrize(("content", "complaint"), BAD.values(), ids=BAD)
def test_what_is_none_is_said_without_a_piece_of_it(content: bytes | None, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UserError, match=complaint) as told:
        passwords(place=str(file))
    assert "aaa" not in str(told.value)


def test_without_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(SECRET))
    with pytest.raises(UserError, match="no terminal to ask at"):
        passwords(place="-")


@pytest.mark.parametrize("proxies", [(), ("http://a:1",), ("http://u:p@a:1",)])
def test_a_password_that_no_proxy_wants_is_a_mistake(proxies: tuple[str, ...]) -> None:
    with pytest.raises(UserError, match="names a user without a password"):
        given((), proxies, "/nowhere")


@pytest.mark.parametrize("name", ["password", "pwd", "secret.txt"])
def test_the_complaint_names_the_file_and_what_is_wrong_where_the_file_is_called_after_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as told:
        passwords(place=name)
    assert without_passwords(str(told.value)) == str(told.value)
