"""TWS and IB Gateway as they are installed and set up on this machine."""

from collections.abc import Mapping, Sequence

from conntest.model.tws import TwsFacts
from conntest.system.home import home_folder
from conntest.system.operating_system import this_system
from conntest.system.tws import Roots, read_tws, started_now
from conntest.system.tws.started import Started


def installed_tws(environment: Mapping[str, str], started: Sequence[Started] | None = None) -> TwsFacts:
    """`started` is what runs now, where it has been read already."""
    running = started_now() if started is None else started
    return read_tws(Roots(home=home_folder()), this_system(), started=running, environment=environment)
