"""The operator's network as public sources describe it: names share addresses, and each port speaks one language."""

from datetime import UTC, datetime

from conntest.lab.places import Layout

from ..change import Change, Rules
from ..gateway_server import CLEAR_SILENT, CUT, SECURE_CUT, SECURE_SILENT, SILENT
from ..scenario import GATEWAY_PORTS, INCONCLUSIVE, Scenario, fails, healthy, warns

BLOCKED, PAYLOAD, PARTLY = "tws-ports-blocked", "tws-payload-blocked", "tws-port-partly-blocked"
ONLY_TWS = {"tws": "fail", "portal": "pass", "dns": "pass"}
WORKS = {"tws": "pass", "portal": "pass", "dns": "pass"}

#: Of many names, of five regions (places.SHARED).
_CHICAGO = "8.17.22.31"
_ZURICH = "217.192.86.32"

#: Within the operator's weekend window, Friday 23:00 to Saturday 03:00 in New York; in the daily one of Europe, 06:25
#: to 07:45 in Zurich; and on a weekday in none.
WEEKEND = datetime(2026, 12, 5, 5, 30, tzinfo=UTC)
EUROPE_DAILY = datetime(2026, 12, 2, 6, 0, tzinfo=UTC)
WEEKDAY = datetime(2026, 12, 2, 15, 0, tzinfo=UTC)


def _shared(router: str = "", internet: str = "", **more: object) -> Change:
    """`router` are rules of what it forwards, `internet` of where connections arrive."""
    return Change(
        layout=Layout.SHARED,
        router=Rules(forward=router),
        internet=Rules(prerouting=internet),
        **more,  # type: ignore[arg-type]
    )


def _port_goes_to(port: int, other: int) -> str:
    return f"ip daddr @gateways tcp dport {port} redirect to :{other}"


_REFUSING = f"ip daddr @gateways {GATEWAY_PORTS} redirect to :4444"
_REFUSING_IN_EUROPE = f"ip daddr {_ZURICH} {GATEWAY_PORTS} redirect to :4444"

SCENARIOS: tuple[Scenario, ...] = (
    healthy("shared-healthy", _shared(), verdicts=WORKS),
    healthy("shared-healthy-at-real-distances", _shared(distances=True), verdicts=WORKS),
    healthy("shared-healthy-in-the-weekend-window", _shared(moment=WEEKEND), verdicts=WORKS),
    fails("shared-ports-dropped", BLOCKED, _shared(f"{GATEWAY_PORTS} drop"), says=("drop",), verdicts=ONLY_TWS),
    fails(
        "shared-ports-reset",
        BLOCKED,
        _shared(f"{GATEWAY_PORTS} reject with tcp reset"),
        says=("reset",),
        verdicts=ONLY_TWS,
    ),
    fails("shared-port-4000-dropped", PARTLY, _shared("tcp dport 4000 drop"), verdicts=ONLY_TWS),
    fails("shared-port-4001-reset", PARTLY, _shared("tcp dport 4001 reject with tcp reset"), verdicts=ONLY_TWS),
    # One address is one cause, whatever its names.
    warns("shared-one-address-dropped", "primary-unreachable", _shared(f"ip daddr {_CHICAGO} drop")),
    warns(
        "shared-one-address-dropped-of-my-region",
        "primary-unreachable",
        _shared(f"ip daddr {_ZURICH} drop"),
        options=("--region", "europe"),
        verdicts={"portal": "pass"},
        only=frozenset({"region-unreachable"}),
    ),
    # The languages of the ports. Silence is never more than a warning.
    warns(
        "shared-greeting-silent",
        PAYLOAD,
        _shared(internet=_port_goes_to(4000, CLEAR_SILENT)),
        verdicts={"portal": "pass"},
    ),
    warns(
        "shared-tls-silent",
        PAYLOAD,
        _shared(internet=_port_goes_to(4001, SECURE_SILENT)),
        verdicts={"portal": "pass"},
    ),
    warns(
        "shared-port-4000-silent", PAYLOAD, _shared(internet=_port_goes_to(4000, SILENT)), verdicts={"portal": "pass"}
    ),
    fails("shared-greeting-cut", PAYLOAD, _shared(internet=_port_goes_to(4000, CUT)), verdicts=ONLY_TWS),
    fails("shared-tls-cut", PAYLOAD, _shared(internet=_port_goes_to(4001, SECURE_CUT)), verdicts=ONLY_TWS),
    # The operator's own windows, by the checked clock.
    fails(
        "shared-gateways-refuse-on-a-weekday",
        BLOCKED,
        _shared(internet=_REFUSING, moment=WEEKDAY),
        verdicts=ONLY_TWS,
        advises=("ibkr", "status"),
    ),
    Scenario(
        name="shared-gateways-refuse-in-the-weekend-window",
        change=_shared(internet=_REFUSING, moment=WEEKEND),
        first="ibkr-maintenance",
        verdict="inconclusive",
        exit=INCONCLUSIVE,
        only=frozenset({BLOCKED}),
    ),
    warns(
        "shared-my-region-refuses-in-its-daily-window",
        "primary-unreachable",
        _shared(internet=_REFUSING_IN_EUROPE, moment=EUROPE_DAILY),
        options=("--region", "europe"),
        only=frozenset({"region-unreachable", "ibkr-maintenance"}),
    ),
    # A device in this network answers: no window explains that.
    fails(
        "shared-a-website-prohibited-in-the-weekend-window",
        "portal-blocked",
        _shared("ip daddr @web_hosts reject with icmpx admin-prohibited", moment=WEEKEND),
        says=("icmp",),
        verdicts={"portal": "fail"},
    ),
    fails(
        "shared-ports-dropped-in-the-weekend-window",
        BLOCKED,
        _shared(f"{GATEWAY_PORTS} drop", moment=WEEKEND),
        verdicts={"tws": "fail"},
    ),
)
