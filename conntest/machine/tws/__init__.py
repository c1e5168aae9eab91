"""Trader Workstation and IB Gateway on this computer: their files, and (in `running`) their processes."""

from conntest.machine.proxies.system import System
from conntest.machine.proxies.tws import Roots
from conntest.machine.tws.installations import installations, settings_folders
from conntest.machine.tws.log import read_log
from conntest.machine.tws.settings import read_settings
from conntest.model.tws import TwsFacts

__all__ = ["Roots", "read_tws"]


def read_tws(roots: Roots, system: System) -> TwsFacts:
    """What is installed below `roots`, how it is set up, and what it logged last."""
    folders = settings_folders(roots, system)
    return TwsFacts(
        installations=installations(roots, system),
        settings=read_settings(folders, roots.home),
        log=read_log(folders, roots.home),
    )
