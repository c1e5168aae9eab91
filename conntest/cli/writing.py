"""Options that the commands which print a report, or another document, have in common."""

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from conntest.render.formats import FORMATS, SUFFIXES

if TYPE_CHECKING:
    from conntest.app.wanted import Output
    from conntest.app.writing import Target
    from conntest.model.privacy import Share
    from conntest.model.report import Labels

#: Characters of `--site` or `--note`: a few sentences. They stand on the report's first page.
_LONGEST_LABEL = 500

#: As `conntest.language` has them, which is loaded when a command is.
LANGUAGES = ("en", "ja", "zh-Hans")


def add_writing(parser: argparse.ArgumentParser, formats: Sequence[str], default: str) -> None:
    """`-o FILE`, `--format F`, `--force`, `--lang` and `--no-color`."""
    output = parser.add_argument_group("output")
    several = "write there instead of to stdout (repeatable)"
    output.add_argument("-o", "--output", metavar="FILE", action="append", default=[], help=several)
    told = f"{alternatives(formats)} ({default}, or what the suffix of FILE says)"
    output.add_argument("--format", metavar="F", help=told)
    output.add_argument("--force", action="store_true", help="replace a file that exists")
    add_no_color(output)
    add_language(output)


def add_listing(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    """`--format F` of a command that prints a list, `--json`, `--lang` and `--no-color`. The first of `formats` is the
    default."""
    default, *others = formats
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--format", choices=formats, default=default, metavar="F", help=alternatives((*others, default)))
    one.add_argument("--json", action="store_const", dest="format", const="json", help="the same as --format json")
    add_no_color(parser)
    add_language(parser)


def alternatives(words: Iterable[str]) -> str:
    """`json, txt or html`."""
    *others, last = words
    return f"{', '.join(others)} or {last}"


def targets(parsed: argparse.Namespace) -> "tuple[Target, ...]":
    """Where the documents go."""
    from conntest.app.writing import Target

    level = share(parsed) if "share" in parsed else None
    files = parsed.output or [None]
    return tuple(Target(file=file, overwrite=parsed.force, color=not parsed.no_color, share=level) for file in files)


def add_report(parser: argparse.ArgumentParser, *, file: str, form: str, quiet: str, json: bool = False) -> None:
    """Where a report goes, how much of it, and what it means for the exit code. `file` begins what help says of `-o`,
    `form` and `quiet` are what it says of `--format` and `--quiet`. `json`: whether there is `--json` too."""
    group = parser.add_argument_group("output")
    suffixes = " ".join(f".{name}" for name in SUFFIXES)
    group.add_argument(
        "-o",
        "--output",
        action="append",
        default=[],
        metavar="FILE",
        help=f"{file} (repeatable); the suffix picks the format: {suffixes}; - is stdout",
    )
    group.add_argument("--format", metavar="F", help=form)
    group.add_argument("--force", action="store_true", help="replace files that exist")
    if json:
        group.add_argument("--json", action="store_true", help="one JSON document on stdout, nothing else")
    group.add_argument("--open", action="store_true", help="show the page that was saved in the browser")
    group.add_argument(
        "--fail-on",
        choices=("fail", "warn", "never"),
        default="fail",
        help="the mildest result that makes the exit code non-zero (fail)",
    )
    group.add_argument("-q", "--quiet", action="store_true", help=quiet)
    group.add_argument("-v", "--verbose", action="store_true", help="everything, in full")
    add_no_color(group)
    add_share(group)
    add_language(group)


def add_run_report(parser: argparse.ArgumentParser) -> None:
    """The same for a command that makes the report."""
    add_report(
        parser,
        file="write the report there",
        form=f"the format of -o -: {alternatives(FORMATS)}",
        quiet="one sentence, no progress",
        json=True,
    )
    group = parser.add_argument_group("labels, kept in the report")
    group.add_argument("--site", type=_label, metavar="NAME", help="what this place is called, such as berlin-01")
    group.add_argument("--note", type=_label, metavar="TEXT", help='such as "ticket 123: Connection attempt #"')


def _label(text: str) -> str:
    """A label on one line. Raises ArgumentTypeError for an empty or a very long one."""
    label = " ".join(text.split())
    if not 0 < len(label) <= _LONGEST_LABEL:
        raise argparse.ArgumentTypeError(f"a label has 1 to {_LONGEST_LABEL} characters")
    return label


def labels(parsed: argparse.Namespace) -> "Labels":
    """What the user calls the run."""
    from conntest.model.report import Labels

    return Labels(site=parsed.site, note=parsed.note)


def output(parsed: argparse.Namespace, *, unasked: bool) -> "Output":
    """Where the report goes. `unasked`: also where nothing is asked for."""
    from conntest.app.wanted import Output

    return Output(
        files=tuple(parsed.output),
        stdout_format=parsed.format,
        json=parsed.json,
        overwrite=parsed.force,
        quiet=parsed.quiet,
        verbose=parsed.verbose,
        color=not parsed.no_color,
        unasked=unasked,
        share=share(parsed),
        open_page=parsed.open,
    )


#: The levels of sharing, as `conntest.model.privacy` has them.
SHARES = ("internal", "support", "public")


def add_share(group: "argparse._ActionsContainer") -> None:
    """`--share`. Without it, documents are for support, and the terminal shows everything."""
    group.add_argument(
        "--share",
        choices=SHARES,
        help="what is taken out. internal: nothing; support: names of users, computers and home folders, logins,"
        " hardware addresses; public: addresses, organisations and others' words as well (documents: support)",
    )


def share(parsed: argparse.Namespace) -> "Share | None":
    """The level that was asked for."""
    from conntest.model.privacy import Share

    return Share(parsed.share) if parsed.share else None


def add_no_color(group: "argparse._ActionsContainer") -> None:
    """`--no-color`."""
    group.add_argument("--no-color", action="store_true", help="no colours (NO_COLOR does the same)")


def add_language(group: "argparse._ActionsContainer") -> None:
    """`--lang`. Without it, texts are in the language that the system is set to."""
    group.add_argument(
        "--lang",
        type=_language,
        metavar="L",
        help=f"the language of texts: {', '.join(LANGUAGES)} (this system's, or en)",
    )


def _language(word: str) -> str:
    """In any spelling of a language tag: `zh_CN` and `zh-hans` are both Simplified Chinese."""
    from conntest.language import matching

    found = matching(word)
    if found == "en" and not word.lower().startswith("en"):
        raise argparse.ArgumentTypeError(f"{word!r}: there is no such translation. Known: {', '.join(LANGUAGES)}.")
    return found
