"""What setup scripts add to a run, in the terms of its engine."""

from collections.abc import Sequence
from dataclasses import replace

from conntest.app.proxies import Ways, with_ways
from conntest.engine import Extend, Extension
from conntest.model.pac import PacReport
from conntest.model.plan import ProbePlan
from conntest.model.report import Path
from conntest.plan.proxies import proxy_probes
from conntest.plan.script_paths import with_script_paths
from conntest.probes.world import World
from conntest.system.listeners import listener
from conntest.system.proxies import proxy_uses, this_system
from conntest.system.proxies.precedence import after_detection, detected_by


def ways_with(ways: Ways, reports: Sequence[PacReport]) -> Ways:
    """`ways` and the proxies that scripts name, with who decides now that it is known what detection has found."""
    settings = after_detection(ways.settings, this_system(), reports)
    known = frozenset(path.id for path in ways.paths)
    paths = with_script_paths(ways.paths, settings, reports)
    return replace(
        ways,
        settings=settings,
        paths=tuple(path if path.id in known else _listened_to(path) for path in paths),
        uses=proxy_uses(settings, this_system(), detected=detected_by(settings, reports)),
    )


def _listened_to(path: Path) -> Path:
    """`path` with the program of this machine that is its proxy, if one is."""
    return replace(path, listener=listener(path.proxy.host, path.proxy.port)) if path.proxy else path


def extension(plan: ProbePlan, ways: Ways, world: World) -> Extend:
    """What the scripts of a run of `plan` add to it: their proxies, as far as they are none of its `ways`."""
    known = frozenset(ways.proxies)

    def extend(reports: tuple[PacReport, ...]) -> Extension:
        more = ways_with(ways, reports)
        further = [proxy for proxy in more.proxies if proxy not in known]
        return Extension(probes=proxy_probes(plan, further), proxies=with_ways(world, more).proxies)

    return extend
