"""The catalogues of translations, and every message of the program that belongs into them.

`python -m tests.languages` brings the catalogues up to date with the program, compiles them, and says what is left to
translate.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from conntest.language import ENGLISH, LANGUAGES
from tests.languages.data_files import data_texts

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "conntest"

#: A comment that begins like this, on the lines above a message, is shown to translators.
REMARK = "translators:"

#: gettext's own functions, as the program calls them.
KEYWORDS = {name: DEFAULT_KEYWORDS[name] for name in ("_", "N_", "gettext", "ngettext", "pgettext")}

#: A call of one of them. Most files have none, and to take a file apart takes long.
_CALL = re.compile(rb"(?:%s)\(" % "|".join(KEYWORDS).encode())

#: How jinja2 reads templates, as `conntest.render.html` sets it.
TEMPLATE_OPTIONS = {"trimmed": "true", "silent": "false"}

#: What it says (a pair where it has a plural), the remarks on it, its context.
Found = tuple[str | tuple[str, str], list[str], str | None]


def folder(language: str) -> Path:
    return PACKAGE / "locale" / LANGUAGES[language] / "LC_MESSAGES"


def translated() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(language for language in LANGUAGES if language != ENGLISH)


def read(language: str) -> Catalog:
    path = folder(language) / "conntest.po"
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGES[language])


def _empty(language: str) -> Catalog:
    return Catalog(
        LANGUAGES[language],
        header_comment=f"# The texts of conntest: {language}.",
        project="conntest",
        version="1",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        revision_date=datetime.now(UTC),
    )


def messages() -> Catalog:
    """Every message of the program, by the file that it stands in."""
    found = Catalog(project="conntest")
    for path in sorted(PACKAGE.rglob("*")):
        for text, remarks, context in _of(path):
            where = (path.relative_to(ROOT).as_posix(), 0)
            found.add(text, None, locations=[where], auto_comments=remarks, context=context)
    for path, text in data_texts():
        found.add(text, None, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return found


def _of(path: Path) -> Iterator[Found]:
    if path.suffix == ".py" and _CALL.search(path.read_bytes()):
        yield from _marked(path, "python", {})
    elif path.suffix == ".j2":
        yield from _marked(path, "jinja2.ext:babel_extract", TEMPLATE_OPTIONS)


def _marked(path: Path, method: str, options: dict[str, str]) -> Iterator[Found]:
    with path.open("rb") as file:
        found = extract(method, file, KEYWORDS, (REMARK,), options, strip_comment_tags=True)
        for _, text, remarks, context in found:
            yield text, list(remarks), context


def updated(language: str) -> Catalog:
    """The catalogue as it has to be: the program's messages, with the translations that there are."""
    catalogue, found = read(language), messages()
    catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    return catalogue


def is_translated(message: Message) -> bool:
    """Whether a message of a catalogue has all its forms. One without an id is the header."""
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return not message.id or (bool(forms) and all(forms))


def write(language: str, catalogue: Catalog) -> None:
    folder(language).mkdir(parents=True, exist_ok=True)
    with (folder(language) / "conntest.po").open("wb") as file:
        write_po(file, catalogue, sort_by_file=True, include_lineno=False, width=100)
    with (folder(language) / "conntest.mo").open("wb") as file:
        write_mo(file, catalogue)
