"""Programs that lead other programs' connections through a proxy, without any setting that those could read."""

from enum import StrEnum

from conntest.model.privacy import Place, ProcessName, Public
from conntest.values import dataclass


class Sign(StrEnum):
    """By what a redirector was recognised, the strongest first."""

    #: It runs: what it redirects depends on its rules.
    PROCESS = "process"
    #: A running TWS or IB Gateway was started with its library.
    PRELOADED = "preloaded"
    #: Its configuration is there; by itself that redirects nothing.
    CONFIGURATION = "configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirector:
    """One redirector on this computer. `process` is the running program's name; `configuration` the place of its
    configuration, of which nothing is read but that it is there."""

    name: Public
    signs: tuple[Sign, ...]
    process: ProcessName | None = None
    configuration: Place | None = None

    @property
    def works(self) -> bool:
        """Whether it redirects connections now, or may by its rules."""
        return Sign.PROCESS in self.signs or Sign.PRELOADED in self.signs
