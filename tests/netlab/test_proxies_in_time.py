"""A proxy that swallows everything costs a run no more than a network that does. Comes before the scenarios, which run
side by side: these measure time."""

from pathlib import Path

import pytest

from .change import ROUTER_LAN, Change, Rules
from .client import TIMEOUT_S, run
from .proxy_daemons import DANTE, MICROSOCKS, SQUID
from .scenario import GATEWAY_PORTS
from .stage import Stage

#: Two connect timeouts and three seconds, and the start of the interpreter and of its many modules.
IN_TIME_S = 2 * TIMEOUT_S + 3

#: Gateways are silent for everyone, the router's own programs included; the web is open.
SILENT = Rules(forward=f"{GATEWAY_PORTS} drop", output=f"{GATEWAY_PORTS} drop")

SLOW = {
    "a proxy that is a black hole": (
        Change(router=Rules(forward=f"{GATEWAY_PORTS} drop", input="tcp dport 1099 drop")),
        f"socks5://{ROUTER_LAN}:1099",
    ),
    "a SOCKS proxy that reaches no gateway": (
        Change(router=SILENT, proxies=("dante",)),
        f"socks5h://{ROUTER_LAN}:{DANTE}",
    ),
    "a small SOCKS proxy that reaches no gateway": (
        Change(router=SILENT, proxies=("microsocks",)),
        f"socks5://{ROUTER_LAN}:{MICROSOCKS}",
    ),
    "a web proxy that reaches no gateway": (
        Change(router=SILENT, proxies=("squid-open",)),
        f"http://{ROUTER_LAN}:{SQUID}",
    ),
}


@pytest.mark.parametrize("case", SLOW)
def test_a_run_through_it_ends_in_time(stage: Stage, case: str, tmp_path: Path) -> None:
    change, proxy = SLOW[case]
    with stage.changed(change):
        outcome = run(stage, tmp_path, "--proxy", proxy)
    assert outcome.report, outcome.stderr
    assert outcome.report["run"]["duration_s"] <= IN_TIME_S, outcome.describe()
    assert "Traceback" not in outcome.stderr
