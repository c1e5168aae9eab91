"""Trader Workstation and IB Gateway on this computer: their files, and (in `running`) their processes."""

from collections.abc import Iterable, Mapping

from conntest.model.tws import TwsFacts
from conntest.system.operating_system import System
from conntest.system.tws.installations import installations
from conntest.system.tws.log import read_log
from conntest.system.tws.places import Roots
from conntest.system.tws.settings import read_settings
from conntest.system.tws.start_options import settings_folders
from conntest.system.tws.started import Started, started_now

__all__ = ["Roots", "read_tws", "started_now"]


def read_tws(
    roots: Roots, system: System, *, started: Iterable[Started] = (), environment: Mapping[str, str] | None = None
) -> TwsFacts:
    """What is installed below `roots`, how it is set up, and what it logged last. The processes `started` and the
    variables of `environment` lead to folders that are not the usual ones."""
    processes = tuple(started)
    folders = settings_folders(roots, system, processes, environment)
    return TwsFacts(
        installations=installations(roots, system, processes),
        settings=read_settings(folders, roots.home),
        log=read_log(folders, roots.home),
    )
