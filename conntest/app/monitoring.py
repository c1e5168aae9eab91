"""`conntest watch --write-monitoring DIR`: what monitoring systems want beside the metrics, to copy and to change."""

from importlib.resources import files
from pathlib import Path

from conntest.app import streams
from conntest.app.errors import UserError
from conntest.files import OutputError, write_whole
from conntest.language import gettext as _

#: Alert rules for Prometheus, and a dashboard for Grafana.
FILES = ("conntest.rules.yml", "conntest-dashboard.json")

#: Prometheus and Grafana run as users of their own.
_MODE = 0o644


def write_monitoring(folder: str, *, overwrite: bool) -> None:
    """Write them into `folder`, which is made where it is missing. Raises UserError."""
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            write_whole(place / name, text_of(name), overwrite=overwrite, mode=_MODE)
    except OSError as error:
        raise UserError(f"{place}: cannot be made ({error.strerror or error})") from error
    except OutputError as error:
        raise UserError(str(error)) from error
    streams.say(_("Saved: {file}").format(file=", ".join(str(place / name) for name in FILES)))


def text_of(name: str) -> str:
    """One of `FILES`."""
    return files("conntest").joinpath("monitoring", name).read_text(encoding="utf-8")
