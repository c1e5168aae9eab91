"""The page's own names for what the model has codes for. All are in the language in use."""

from collections.abc import Mapping
from typing import Final

from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.echo import Series
from conntest.model.egress import Exits, Pattern
from conntest.model.finding import Verdict
from conntest.model.observation import RttSource
from conntest.model.proxy import How, Scope

_NO_ACT: Final[Mapping[Verdict, str]] = {
    Verdict.PASS: N_("Nothing. Everything that TWS and Client Portal need from this network works."),
    Verdict.WARN: N_("See the findings below."),
    Verdict.FAIL: N_("The verdicts below say what failed."),
    Verdict.INCONCLUSIVE: N_("Nothing certain can be said yet. The verdicts below say why, and what is missing."),
}

_CLOCK: Final[Mapping[RttSource, str]] = {
    RttSource.KERNEL: N_("Measured by the system's own TCP, free of this program's delays."),
    RttSource.READINESS: N_("Measured from the call until the system reported the connection."),
}

_PATTERN: Final[Mapping[Pattern, str]] = {
    Pattern.CONSTANT: N_("Every new connection came from the same address."),
    Pattern.ROUND_ROBIN: N_("New connections take several addresses in turn."),
    Pattern.PER_FLOW: N_("New connections take one of several addresses, irregularly."),
    Pattern.CGNAT_POOL: N_("New connections take addresses of a pool that the provider shares among customers."),
    Pattern.PER_DESTINATION: N_("The address depends on the destination, and is always the same for one."),
    Pattern.SPLIT_TUNNEL: N_("Services in mainland China see one address, all others another."),
    Pattern.PER_PORT: N_("Other ports than the web's leave from another address."),
    Pattern.FAILOVER: N_("The address changed once, and the new one stayed."),
    Pattern.HTTP_POOL: N_("The address changed within one connection: something relays the requests in it."),
    Pattern.UNCONFIRMED: N_("Several addresses were seen, by one operator only."),
    Pattern.UNKNOWN: N_("No web service told an address."),
}

_SERIES: Final[Mapping[Series, str]] = {
    Series.EACH_SERVICE: N_("a new connection"),
    Series.REPEATED: N_("repeated"),
    Series.CONFIRMING: N_("to confirm"),
    Series.LATER: N_("later"),
    Series.OTHER_PORT: N_("another port"),
    Series.KEPT_ALIVE: N_("the same connection"),
    Series.DNS: N_("by DNS"),
    Series.STUN: N_("by STUN"),
}

_HOW: Final[Mapping[How, str]] = {
    How.MANUAL: N_("nothing"),
    How.PAC: N_("a setup script"),
    How.WPAD: N_("automatic detection"),
    How.DIRECT: N_("no proxy"),
    How.NONE: N_("no proxy"),
}

_SCOPE: Final[Mapping[Scope, str]] = {
    Scope.WEB: N_("web"),
    Scope.RAW_TCP: N_("any connection"),
    Scope.JAVA: N_("Java programs"),
    Scope.TOOLS: N_("command-line tools"),
    Scope.SERVICES: N_("system services"),
    Scope.CHROME: "Chrome",
    Scope.EDGE: "Edge",
    Scope.FIREFOX: "Firefox",
    Scope.CONTAINERS: N_("containers"),
}


def no_act(verdict: Verdict) -> str:
    """What stands in the place of a first step where there is none."""
    return _(_NO_ACT[verdict])


def clock(source: RttSource) -> str:
    """By which clock a round trip was measured, a sentence."""
    return _(_CLOCK[source])


def pattern(exits: Exits) -> str:
    """How connections are spread over public addresses, a sentence."""
    if exits.pattern is Pattern.UNKNOWN and exits.addresses:
        return _("Seen outside the encrypted web only: whether web pages get the same is not known.")
    return _(_PATTERN[exits.pattern])


def series(name: Series) -> str:
    """`a new connection`: what a sample of the public address was for."""
    return _(_SERIES[name])


def how(name: How) -> str:
    """What a setting says that names no proxy: `automatic detection`."""
    return _(_HOW[name])


def scope(name: Scope) -> str:
    """`Java programs`: what a proxy setting governs."""
    return _(_SCOPE[name])
