"""The setup scripts of a run: fetched and evaluated beside its probes, and what their answers add to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from conntest.engine.crash import crashed_script
from conntest.model.observation import Observation
from conntest.model.pac import PacReport
from conntest.model.plan import Probe, ScriptProbe
from conntest.net.proxy_dialer import ProxyDialer
from conntest.probes.pac import PacResult, fetch_and_evaluate
from conntest.probes.world import World
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """What the scripts that are done add to a run: probes, and dialers for the proxies that they go through."""

    probes: Sequence[Probe] = ()
    proxies: Mapping[str, ProxyDialer] = field(default_factory=dict)


#: Gives what the reports of all scripts that are done add. Probes that the run has already may be among them.
Extend = Callable[[tuple[PacReport, ...]], Extension]


def nothing_more(_: tuple[PacReport, ...]) -> Extension:
    """The extension of a run whose scripts add nothing."""
    return Extension()


@dataclass(slots=True, kw_only=True)
class PacJobs:
    """The results of the scripts that are done, in the order in which they came."""

    results: list[PacResult] = field(default_factory=list)

    async def run(self, script: ScriptProbe, world: World) -> None:
        """Fetch and evaluate one script, and keep what came of it."""
        try:
            result = await fetch_and_evaluate(script, world)
        except Exception as error:  # a bug of ours must not cost the run its results
            result = crashed_script(script, error)
        self.results.append(result)

    @property
    def reports(self) -> tuple[PacReport, ...]:
        """What is known of each script, sorted by setting."""
        return tuple(sorted((one.report for one in self.results), key=lambda report: report.setting))

    @property
    def observations(self) -> tuple[Observation, ...]:
        """What was seen on the way to them."""
        return tuple(seen for one in self.results for seen in one.observations)
