"""The language of texts for people: gettext catalogues in `conntest/locale`, and which of them is in use.

A sentence is marked where it stands, `_("TWS can work from here.")`, or with `N_` where it stands in a table that is
read later. The English text is the key; codes, and everything in a JSON document, stay English.
"""

import gettext as _gettext
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Final

#: The language that sentences are written in.
ENGLISH: Final = "en"

#: The languages there are, by their tag (BCP 47), with the folder of each catalogue.
LANGUAGES: Final[Mapping[str, str]] = {ENGLISH: "", "ja": "ja", "zh-Hans": "zh_Hans"}

#: Not a `Path`: that module takes longer to load than all of this one.
_FOLDER = os.path.join(os.path.dirname(__file__), "locale")

#: The variables that name a language, in the order in which POSIX and GNU gettext heed them.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

#: Regions and scripts for which `zh` means something else than Simplified Chinese.
_TRADITIONAL = ("hant", "tw", "hk", "mo")

#: Seconds that `defaults` may take; it reads one file.
_ASKING_S = 2.0

_used: ContextVar[str] = ContextVar("language", default=ENGLISH)


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    """Raises FileNotFoundError if the catalogue was not compiled, as a build of the package does."""
    if language == ENGLISH:
        return _gettext.NullTranslations()
    return _gettext.translation("conntest", _FOLDER, [LANGUAGES[language]])


@contextmanager
def using(language: str) -> Iterator[None]:
    """Within, texts are in `language`, one of `LANGUAGES`."""
    before = _used.set(language)
    try:
        yield
    finally:
        _used.reset(before)


def used() -> str:
    """The language in use."""
    return _used.get()


def gettext(message: str) -> str:
    """`message` in the language in use. An empty one stays empty: catalogues keep their own header under it."""
    return _catalogue(_used.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, number: float) -> str:
    """`one` or `many`, whichever suits `number` in the language in use. The number is not filled in."""
    # What English calls plural holds for any number but one, 0.5 too.
    return _catalogue(_used.get()).ngettext(one, many, 1 if number == 1 else 2)


def pgettext(context: str, message: str) -> str:
    """`message`, where a word alone does not say enough for a translator. `context` is never shown."""
    return _catalogue(_used.get()).pgettext(context, message)


def N_(message: str) -> str:
    """Marks `message` for translators. It is translated where it is read, with `gettext`."""
    return message


def preferred(environ: Mapping[str, str]) -> str:
    """The language that the user's system is set to, if it is one of `LANGUAGES`; English otherwise."""
    # GNU gettext heeds a variable that is set to nothing as little as one that is not set.
    named = next((environ[name] for name in _VARIABLES if environ.get(name)), None)
    return matching(named or _of_system())


def matching(tag: str) -> str:
    """The language of a tag such as `ja_JP.UTF-8`, `zh-Hans` or `zh_CN`; English if there is none for it."""
    language, *rest = tag.partition(".")[0].replace("-", "_").lower().split("_")
    if language == "zh":
        return ENGLISH if any(part in _TRADITIONAL for part in rest) else "zh-Hans"
    return language if language in LANGUAGES else ENGLISH


def _of_system() -> str:
    """The display language of a system that sets no variable for it: Windows' shells never do, and macOS' not over ssh,
    in some editors, or where language and region are no pair that it has a locale for."""
    if sys.platform == "win32":
        import ctypes
        import locale

        ask = ctypes.windll.kernel32.GetUserDefaultUILanguage
        ask.restype = ctypes.c_ushort  # LANGID
        return locale.windows_locale.get(ask(), ENGLISH)
    elif sys.platform == "darwin":
        return first_apple_language(_apple_languages())
    else:
        return ENGLISH


def first_apple_language(answer: str) -> str:
    """The first tag of the list that `defaults read -g AppleLanguages` prints, such as `("zh-Hans-JP", en)`."""
    found = re.search(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*", answer)
    return found[0] if found else ENGLISH


def _apple_languages() -> str:
    import subprocess

    command = ("/usr/bin/defaults", "read", "-g", "AppleLanguages")
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=_ASKING_S, check=False).stdout
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return ""
