"""All of what a run does, from the table, the options and what is known of this machine."""

from collections.abc import Iterable, Sequence

from conntest.model.host import HostTable
from conntest.model.plan import ProbePlan
from conntest.model.proxy import Proxy
from conntest.model.report import Machine, RunOptions
from conntest.plan.egress import with_egress
from conntest.plan.preinstall import with_preinstall
from conntest.plan.proxies import with_proxies
from conntest.plan.scripts import with_scripts
from conntest.plan.subjects import direct_plan


def make_plan(
    table: HostTable, options: RunOptions, machine: Machine, *, proxies: Iterable[Proxy], domains: Sequence[str]
) -> ProbePlan:
    """Every probe that a run begins with: the hosts of `table`, directly and through each of `proxies`; where TWS is to
    be installed, its installer; the public address; and the setup scripts that `machine` is set to. `domains` are those
    in which a script is looked for."""
    plan = with_proxies(direct_plan(table, options, machine.name_servers), proxies)
    return with_scripts(with_egress(with_preinstall(plan), table), machine, domains)
