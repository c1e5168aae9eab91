"""The password of a proxy from where other people of this computer cannot see it: a file, or the terminal. The command
line of a process can be read by all of them, and its environment by its user's programs."""

import getpass
import sys
from pathlib import Path

from conntest.app.errors import UserError
from conntest.language import gettext as _

#: Bytes of the first line of a file. SOCKS allows passwords of 255 bytes (RFC 1929).
_LONGEST = 1024

#: In the place of a file: ask at the terminal.
ASK = "-"

_OPTION = "--proxy-password-file"


def password_from(place: str) -> str:
    """The first line of the file `place`, without its end, or what is typed at the terminal where it is `ASK`. Raises
    UserError, whose text holds nothing of it."""
    password = _asked() if place == ASK else _first_line(Path(place))
    if not password:
        raise UserError(f"{_OPTION}: there is no password in {place}")
    return password


def _asked() -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise UserError(f"{_OPTION} {ASK}: there is no terminal to ask at; name a file")
    try:
        return getpass.getpass(_("Password of the proxy: "))
    except EOFError:
        return ""


def _first_line(file: Path) -> str:
    """Pipes are read too, as a shell's `<(pass show proxy)` is one."""
    try:
        with file.open("rb") as opened:
            line = opened.readline(_LONGEST + 1)
    except OSError as error:
        raise UserError(f"{_OPTION}: cannot read {file} ({error.strerror or error})") from error
    if len(line) > _LONGEST:
        raise UserError(f"{_OPTION}: the first line of {file} is too long for a password")
    try:
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise UserError(f"{_OPTION}: the first line of {file} is no UTF-8 text") from None
