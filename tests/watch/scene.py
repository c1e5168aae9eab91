"""What tests of the watch share: rounds made by hand, and the two simulated days, watched once."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

from conntest.app.watched_days import DaysClocks, DaysNetwork
from conntest.hosts import load_table
from conntest.lab.days import two_days
from conntest.model.host import Region, Role
from conntest.watch.loop import Watched, watch
from conntest.watch.prober import Prober
from conntest.watch.recorder import Head, Recorder
from conntest.watch.targets import NAME_SERVER, ROUTER, choose
from conntest.watch.values import Contact, Kind, Recording, Round, Surroundings, Target

BEGAN = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOME = Surroundings(addresses=frozenset({"192.168.1.7"}), router="192.168.1.1", name_servers=("192.168.1.1",))
NOWHERE = Surroundings(addresses=frozenset(), router=None, name_servers=())

NEUTRAL = Target(row="neutral", kind=Kind.NEUTRAL, host="203.0.113.1", ports=(443,))
SECOND = Target(row="second", kind=Kind.NEUTRAL, host="neutral.example", ports=(443,))
PRIMARY = Target(row="ndc1", kind=Kind.GATEWAY, host="ndc1.example", ports=(4000, 4001), role=Role.PRIMARY)
BACKUP = Target(row="ndc1-hb1", kind=Kind.GATEWAY, host="hb1.example", ports=(4000, 4001), role=Role.BACKUP)
PORTAL = Target(row="portal", kind=Kind.PORTAL, host="portal.example", ports=(443,))
COMPARISON = Target(row="quiz", kind=Kind.COMPARISON, host="quiz.example", ports=(4000, 4001))

TARGETS = (ROUTER, NAME_SERVER, NEUTRAL, SECOND, PRIMARY, BACKUP, PORTAL, COMPARISON)

HEAD = Head(
    tool="conntest 1", host_table="1", simulated=False, region=Region.AMERICA_EAST, every_s=30.0, targets=TARGETS
)


def seen(
    at_s: float = 0.0,
    *,
    fails: tuple[Target, ...] = (),
    unknown: tuple[Target, ...] = (),
    compared: bool | None = None,
    around: Surroundings = HOME,
    in_reset: bool = False,
) -> Round:
    """A round in which all but `fails` answer, and nothing is known of `unknown`. The gateways' ports alternate."""
    odd = int(at_s // 30) % 2
    ports: Mapping[str, int] = {"ndc1": 4000 + odd, "ndc1-hb1": 4001 - odd}
    contacts = [
        Contact(
            target=target,
            port=ports.get(target.row),
            answered=None if target in unknown else target not in fails,
            rtt_s=0.01,
        )
        for target in TARGETS
        if target is not COMPARISON
    ]
    if compared is not None:
        contacts.append(Contact(target=COMPARISON, port=4001, answered=compared))
    return Round(
        at=BEGAN + timedelta(seconds=at_s),
        elapsed_s=at_s,
        around=around,
        contacts=tuple(contacts),
        in_reset=in_reset,
    )


def recorder() -> Recorder:
    return Recorder(HEAD, BEGAN)


@cache
def watched_days(every_s: float = 60.0) -> Recording:
    """The recording of the two days."""
    days, table = two_days(), load_table()
    clock = DaysClocks(days)
    targets = choose(table, Region.AMERICA_EAST, third_party=True)
    network = DaysNetwork(days=days, clock=clock, targets=targets)
    head = Head(
        tool="conntest 1",
        host_table="1",
        simulated=True,
        region=Region.AMERICA_EAST,
        every_s=every_s,
        targets=targets,
    )
    made = Recorder(head, clock.wall())
    given = Watched(
        prober=Prober(targets, network, network),
        keeper=network,
        clocks=clock.clocks(),
        around=network.around,
        windows=table.reset_windows,
        region=Region.AMERICA_EAST,
        every_s=every_s,
    )
    asyncio.run(watch(given, made, go_on=lambda: clock.now_s < days.long_s, tell=lambda news: None))
    return made.recording()
