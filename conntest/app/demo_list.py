"""`conntest demo --list`, for which no network is built."""

from conntest.app import consoles, streams
from conntest.lab import scenario as shelf
from conntest.render.trials import render_list


def list_command(*, color: bool) -> None:
    """`conntest demo --list`."""
    loaded = (shelf.load(name) for name in shelf.names())
    with streams.writing():
        render_list(((one.name, one.title, one.story) for one in loaded), consoles.console(color=color))
