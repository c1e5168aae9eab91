"""A network that resembles a troubled one, and what must not be said of it."""

from dataclasses import dataclass, field, replace

from conntest.model.finding import Code, Domain, Verdict
from conntest.model.host import Evidence, Group, Host, HostTable, Region, Role, TableInfo
from tests.diagnosis.answers import addresses, nxdomain
from tests.diagnosis.trouble import WORKS
from tests.diagnosis.world import Change, names, row, table


@dataclass(frozen=True, kw_only=True)
class Lookalike:
    """A network about which no finding of `resembles` may be made. At most `but` are found, and none of them as a
    failure; `verdicts` are what the run comes to."""

    name: str
    changes: tuple[Change, ...]
    resembles: frozenset[Code]
    verdicts: dict[Domain, Verdict] = field(default_factory=lambda: WORKS)
    but: frozenset[Code] = frozenset()


def like(name: str, *resembles: Code, changes: tuple[Change, ...], **more: object) -> Lookalike:
    return Lookalike(name=name, changes=changes, resembles=frozenset(resembles), **more)  # type: ignore[arg-type]


UNDECIDED = {Domain.TWS: Verdict.INCONCLUSIVE, Domain.PORTAL: Verdict.INCONCLUSIVE}

TWS_UNDECIDED = {Domain.TWS: Verdict.INCONCLUSIVE, Domain.PORTAL: Verdict.PASS}

ONLY_TWS_ASKED = {Domain.TWS: Verdict.PASS}


def own_table(*hosts: Host) -> Change:
    def changed(shipped: HostTable) -> HostTable:
        info = TableInfo(source="own.yaml", version="1", updated="2026-11-22")
        return replace(shipped, info=info, hosts=hosts)

    return table(changed)


def gateway(id_: str, host: str, region_: Region = Region.EUROPE, role: Role = Role.PRIMARY) -> Host:
    return Host(
        id=id_,
        label=id_,
        host=host,
        ports=(4000, 4001),
        group=Group.GATEWAY,
        region=region_,
        role=role,
        service="Gateway",
        required=True,
        source="our network team",
        evidence=Evidence.SINGLE,
    )


FORWARDER = own_table(gateway("ours", "tws.corp.example"))

PRIVATE = names(row("ours")).here(addresses("10.1.2.3", genuine=True))

UNKNOWN_OUTSIDE = names(row("ours")).publicly(nxdomain)
