"""`conntest demo --list`, for which no network is built."""

from conntest.app import streams
from conntest.lab import scenario as shelf
from conntest.render.scenarios import scenario_lines


def list_command() -> None:
    """`conntest demo --list`. Raises UserError."""
    streams.write_text("\n".join(scenario_lines(shelf.introductions())) + "\n")
