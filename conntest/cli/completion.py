"""`conntest completion`: what shells need to complete commands, options and files, made from the grammar."""

import argparse
from collections.abc import Iterator

from conntest.cli.exit_codes import PASS

SHELLS = ("bash", "zsh", "fish", "powershell")

#: How options and arguments call what is a file.
_FILES = ("FILE", "JSON", "INVENTORY")


def add(parser: argparse.ArgumentParser) -> None:
    """The grammar of the command."""
    parser.set_defaults(command=completion)
    parser.epilog = (
        "bash: conntest completion bash > ~/.local/share/bash-completion/completions/conntest; "
        "zsh: conntest completion zsh > a file _conntest in a folder of $fpath; "
        "fish: conntest completion fish > ~/.config/fish/completions/conntest.fish; "
        "PowerShell: conntest completion powershell >> $PROFILE"
    )
    parser.add_argument("shell", choices=SHELLS, help="the shell to complete in")


def completion(parsed: argparse.Namespace) -> int:
    """Exits with 0."""
    import shtab

    from conntest.app.streams import write_text
    from conntest.cli.parser import parser

    grammar = parser()
    for action in _actions(grammar):
        if str(action.metavar or "").upper().endswith(_FILES):
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # where shtab looks for it
    write_text(shtab.complete(grammar, shell=parsed.shell))
    return PASS


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Those of all commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)
