"""Runs that ask for a part of the table only."""

from conntest.model.finding import Code
from conntest.model.host import Group
from tests.diagnosis.lookalike import ONLY_TWS_ASKED, UNDECIDED, Lookalike, like
from tests.diagnosis.trouble import of_europe
from tests.diagnosis.world import publishing_ipv6, run_with

LOOKALIKES: tuple[Lookalike, ...] = (
    like("nothing is wrong", *Code, changes=()),
    like(
        "only gateways are asked for",
        Code.NO_INTERNET,
        Code.PORTAL_BLOCKED,
        Code.DNS_UNAVAILABLE,
        changes=(run_with(groups=(Group.GATEWAY,), third_party=False),),
        verdicts=ONLY_TWS_ASKED,
    ),
    like(
        "one primary is asked for",
        Code.REGION_UNREACHABLE,
        Code.TWS_PORT_PARTLY_BLOCKED,
        changes=(run_with(include=("zdc1",)), of_europe),
        verdicts=ONLY_TWS_ASKED,
    ),
    like("one region is mine", Code.REGION_UNREACHABLE, changes=(of_europe,)),
    like(
        "IPv6 alone is asked for, and there is none",
        Code.NO_INTERNET,
        Code.NO_NETWORK,
        Code.TWS_PORTS_BLOCKED,
        changes=(run_with(ipv4=False), publishing_ipv6),
        verdicts=UNDECIDED,
    ),
)
