"""The user's own defaults: `config.toml` in the folder where this system keeps settings of programs.

    region = ["europe"]            # as --region
    site = "berlin-01"             # as --site
    share = "support"              # as --share
    socks = ["socks5://host:1080"] # as --socks
    proxy = ["http://host:3128"]   # as --proxy

What the command line says replaces what stands there.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conntest.app.errors import UserError
from conntest.model.privacy import Share

#: Names another file, or, where it is empty, none.
VARIABLE = "CONNTEST_CONFIG"

#: Keys whose options may be given several times, and those of which there is one.
_LISTS = ("region", "socks", "proxy")
_WORDS = ("site", "share")


def configure(parsed: argparse.Namespace, environ: Mapping[str, str]) -> Path | None:
    """Fill in what the command line leaves open, of the options that the command has. Gives the file, if anything was
    taken from it. Raises UserError for a file that cannot be used."""
    file = config_file(environ)
    settings = read(file) if file else {}
    taken = [key for key in settings if hasattr(parsed, key) and not getattr(parsed, key)]
    for key in taken:
        setattr(parsed, key, settings[key])
    return file if taken else None


def config_file(environ: Mapping[str, str]) -> Path | None:
    """Where the settings are, if there are any."""
    if VARIABLE in environ:
        return Path(environ[VARIABLE]) if environ[VARIABLE] else None
    from platformdirs import user_config_path  # late: tests and scheduled tasks name their file

    file = user_config_path("conntest", appauthor=False) / "config.toml"
    return file if file.is_file() else None


def read(file: Path) -> dict[str, Any]:
    """The settings in `file`, of the types that options have. Raises UserError."""
    import tomllib  # late: most users have no such file

    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{file}: cannot be read ({error.strerror or error})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        # Its text may show the line, which may hold a password.
        raise UserError(f"{file}: this is not TOML{_place(error)}") from None
    except RecursionError:
        raise UserError(f"{file}: this is nested too deeply for settings") from None
    return {key: _checked(file, key, value) for key, value in document.items()}


def _place(error: Exception) -> str:
    """` (at line 3, column 5)`, as tomllib ends its messages."""
    _before, bracket, place = str(error).rpartition("(at line ")
    return f" ({'at line ' + place}" if bracket else ""


def _checked(file: Path, key: str, value: Any) -> Any:
    if key not in (*_LISTS, *_WORDS):
        raise UserError(f"{file}: there is no setting {key}. Known: {', '.join((*_LISTS, *_WORDS))}.")
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not all(isinstance(one, str) and one for one in several):
        raise UserError(f"{file}: {key}: this is no text, nor a list of texts")
    if key in _LISTS:
        return several
    if len(several) != 1 or (key == "share" and several[0] not in list(Share)):
        known = f" of {', '.join(Share)}" if key == "share" else ""
        raise UserError(f"{file}: {key}: this has to be one text{known}")
    return several[0]
