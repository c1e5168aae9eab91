"""`jts.ini`: which gateway TWS was sent to, and how. Nothing else of it is kept, least of all the names of users.

The file is nobody's format: sections are missing, keys come twice, bytes are of any encoding. So it is read line by
line, and whatever is no `key=value` is passed over. Which keys there are: network-facts.md, A4.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from conntest.model.text import printable
from conntest.model.tws import JtsSettings, TradingMode
from conntest.system.files import read, shown

#: Section and key, in lower case, as TWS writes them.
_REGION = ("communication", "region")
_PEER = ("communication", "peer")
_REMOTE_HOST = ("ibgateway", "remotehostorderrouting")
_SSL = ("logon", "usessl")
_MODE = ("logon", "tradingmode")

_MODES = {"p": TradingMode.PAPER, "l": TradingMode.LIVE}

#: Longest host name (RFC 1035, section 2.3.4), and a port.
_LONGEST_VALUE = 253 + 6


def read_settings(folders: Iterable[Path], home: Path) -> JtsSettings | None:
    """The first `jts.ini` in one of the folders; None where there is none."""
    for folder in folders:
        text = read(folder / "jts.ini")
        if text is not None:
            return parse_settings(text, shown(folder / "jts.ini", home))
    return None


def parse_settings(text: str, source: str) -> JtsSettings:
    """The settings in `text`, whatever it is. Never fails."""
    values = _values(text)
    return JtsSettings(
        source=printable(source, _LONGEST_VALUE),
        region=_text(values, *_REGION),
        peer=_text(values, *_PEER),
        remote_host=_text(values, *_REMOTE_HOST),
        ssl={"true": True, "1": True, "false": False, "0": False}.get((_text(values, *_SSL) or "").lower()),
        mode=_MODES.get((_text(values, *_MODE) or "").lower()),
    )


def _values(text: str) -> Mapping[tuple[str, str], str]:
    """By section and key; the last that says anything counts, as the one written last."""
    section = ""
    found: dict[tuple[str, str], str] = {}
    for line in text.lstrip("\ufeff").splitlines():
        line = line.strip()
        if line.startswith("["):
            section = line[1:].partition("]")[0].strip().lower()
            continue
        key, equals, value = line.partition("=")
        if equals and value.strip():
            found[section, key.strip().lower()] = value.strip()
    return found


def _text(values: Mapping[tuple[str, str], str], section: str, key: str) -> str | None:
    """A value of the section, or of that key before any section begins: the headings may be lost."""
    value = values.get((section, key)) or values.get(("", key))
    return printable(value, _LONGEST_VALUE) if value else None
