"""The words of the command line: arguments to options, outcomes to exit codes.

Only argparse is imported here. `conntest --version` must not pay for the rest (performance.md), and click alone costs
more than the whole budget.
"""

import argparse
import contextlib
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from conntest import __version__, signals
from conntest.cli.exit_codes import BUG, INTERRUPTED, NAGIOS, PASS, UNKNOWN, USAGE
from conntest.cli.parser import names, parser, unknown_command, with_command
from conntest.cli.window import keep_open, opened_for_us, sharing_console

#: New objects after which garbage is looked for. Python's own 700 are for programs whose objects die: here modules are
#: loaded, all of which stay, and looking through them was a tenth of a run's processor time. Commands that only look
#: something up make fewer than these.
_GARBAGE = 50_000


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The `conntest` command. Exits with a code of contract.md."""
    is_program = arguments is None
    if is_program:
        gc.set_threshold(_GARBAGE)
    words = list(sys.argv[1:] if arguments is None else arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What an old encoding lacks becomes an escape; the alternative is an exception in the middle of a report.
        sys.stdout.reconfigure(errors="backslashreplace")
    double_click = opened_for_us(words, sharing_console())
    with signals.as_interrupts():
        try:
            code = _answer(["run", "--open"] if double_click else words)
        except KeyboardInterrupt:
            _leave_now()
        if code == INTERRUPTED or signals.exit_code():
            # A further signal would only fill the interpreter's own exit with tracebacks.
            signals.ignore_all()
            code = signals.exit_code() or code
    if double_click:
        keep_open()
    if is_program:
        gc.freeze()  # or the interpreter would look through all of it once more before it ends, for 0.2 s
    sys.exit(code)


def _answer(words: list[str]) -> int:
    try:
        return _code_of(with_command(words))
    finally:
        _flush()


def _parsed(words: list[str]) -> argparse.Namespace:
    """Raises SystemExit: for bad usage with 2, which to a monitoring system would mean that something is broken."""
    try:
        return parser(only=words[0]).parse_args(words)
    except SystemExit as ended:
        if ended.code == USAGE and NAGIOS in words:
            print("CONNTEST UNKNOWN - bad usage")
            raise SystemExit(UNKNOWN) from None
        raise


def _flush() -> None:
    """Here, because what fails at the interpreter's own exit is a message and exit code of its making."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        from conntest.app.streams import abandon

        abandon(sys.stdout)


def _leave_now() -> NoReturn:
    """Past the interpreter's own exit, which would wait for what is under way, and may turn the exit code into a
    death by signal: CPython does so where the KeyboardInterrupt came while a module was made."""
    with contextlib.suppress(KeyboardInterrupt):
        _flush()
    os._exit(signals.exit_code() or INTERRUPTED)


def _code_of(words: list[str]) -> int:
    """The exit code of the command that `words` begin with, or of the complaint that there is none."""
    if words[0] in ("-V", "--version"):
        # argparse would load what lays out help, for one line.
        print(f"conntest {__version__}")
        return PASS
    if not words[0].startswith("-") and words[0] not in names():
        from conntest.app.streams import say

        say(unknown_command(words[0]))
        return USAGE
    return _guarded(_parsed(words))


def _guarded(parsed: argparse.Namespace) -> int:
    """Run the command; what the user can mend is one sentence and exit code 2, a bug of ours is told as one."""
    from conntest.app.errors import UserError, exhausted
    from conntest.language import preferred, using

    command: Callable[[argparse.Namespace], int] = parsed.command
    try:
        with using(getattr(parsed, "lang", None) or preferred(os.environ)):
            if getattr(parsed, "configured", False):
                _configure(parsed)
            return command(parsed)
    except UserError as error:
        from conntest.app.streams import say
        from conntest.share import without_passwords

        # What was mistaken may be a URL with a login in it, given where a file's name belongs.
        told = without_passwords(str(error))
        say(f"conntest: {told}")
        return _unknown(parsed, USAGE, told)
    except Exception as error:
        if sentence := exhausted(error):
            from conntest.app.streams import say

            say(f"conntest: {sentence}")
            return _unknown(parsed, USAGE, sentence)
        return _unknown(parsed, _report_bug(), f"conntest {__version__} has a bug")


def _unknown(parsed: argparse.Namespace, code: int, told: str) -> int:
    """`code`, or where a monitoring system asks, the state that is no failure of what is checked, said on stdout."""
    if getattr(parsed, "format", None) != NAGIOS:
        return code
    print(f"CONNTEST UNKNOWN - {told.splitlines()[0]}".replace("|", "/"))
    return UNKNOWN


def _configure(parsed: argparse.Namespace) -> None:
    """What the user's settings say, and that they do. Raises UserError."""
    from conntest.app.config import configure

    file = configure(parsed, os.environ)
    if file and not getattr(parsed, "quiet", False):
        from conntest.app.streams import say
        from conntest.language import gettext

        say(gettext("Settings are taken from {file}.").format(file=file))


def _report_bug() -> int:
    import platform
    import traceback

    from conntest.app.sharing import trace

    print(trace(traceback.format_exc()), end="", file=sys.stderr)
    print(
        f"\nconntest {__version__} has a bug, and this is it. Please report it with the lines above,"
        f"\nyour command line, Python {platform.python_version()} and {platform.platform()}.",
        file=sys.stderr,
    )
    return BUG
