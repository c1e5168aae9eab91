"""What the engine tells whoever watches a run."""

from collections.abc import Callable

from conntest.model.observation import Observation
from conntest.model.plan import Probe
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGrew:
    """`total` probes are known now."""

    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeStarted:
    probe: Probe
    t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeEnded:
    """`observations` is empty where the probe was skipped: its condition was not met."""

    probe: Probe
    t: float
    observations: tuple[Observation, ...]


Event = PlanGrew | ProbeStarted | ProbeEnded
Watcher = Callable[[Event], None]
