"""Trader Workstation and IB Gateway on this computer: their files, and (in `running`) their processes."""

from conntest.model.tws import TwsFacts
from conntest.system.proxies.system import System
from conntest.system.proxies.tws import Roots
from conntest.system.tws.installations import installations, settings_folders
from conntest.system.tws.log import read_log
from conntest.system.tws.settings import read_settings

__all__ = ["Roots", "read_tws"]


def read_tws(roots: Roots, system: System) -> TwsFacts:
    """What is installed below `roots`, how it is set up, and what it logged last."""
    folders = settings_folders(roots, system)
    return TwsFacts(
        installations=installations(roots, system),
        settings=read_settings(folders, roots.home),
        log=read_log(folders, roots.home),
    )
