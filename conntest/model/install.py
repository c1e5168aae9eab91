"""Whether TWS could be installed on this computer. None is what the system did not tell."""

from conntest.model.privacy import HostName, Place, Public, Words
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Installer:
    """What the installers' host answered when it was asked for the first bytes of one: `note` is a few words."""

    host: HostName
    reachable: bool
    note: Public


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """`folder` is where the installer puts TWS by itself; `writable` whether a file could be written there, or the
    folder be made, and `error` why not. Sizes are in bytes."""

    folder: Place
    writable: bool
    error: Words | None
    disk_free: int | None
    memory: int | None
    bits: int
