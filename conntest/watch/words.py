"""What parts, causes and marks are called. All of it is in the language in use."""

from collections.abc import Mapping
from datetime import datetime

from conntest import lists
from conntest.language import N_
from conntest.language import gettext as _
from conntest.watch.values import Cause, Event, IdleReading, Outage, Part, Unwatched
from conntest.wording.phrases import seconds

_PARTS: Mapping[Part, str] = {
    Part.COMPUTER: N_("This computer"),
    Part.LOCAL_NETWORK: N_("Local network"),
    Part.NAME_SERVER: N_("Name server"),
    Part.PROVIDER: N_("Internet provider"),
    Part.GATEWAYS: N_("IBKR's gateways"),
    Part.PORTAL: N_("Client Portal"),
}

_CAUSES: Mapping[Cause, str] = {
    Cause.WAKING: N_("This computer had just woken up, and its network was not back yet."),
    Cause.ADDRESS_CHANGED: N_("This computer got another address."),
    Cause.NO_ROUTE: N_("This computer has no connection to a network."),
    Cause.ROUTER_SILENT: N_("The router does not answer, nor does anything beyond it."),
    Cause.NAME_SERVER_SILENT: N_("The name server does not answer, while hosts do."),
    Cause.PROVIDER: N_("The router answers, and nothing beyond it does."),
    Cause.OUTSIDE: N_("Nothing outside answers. Whether it is the local network or the provider cannot be told."),
    Cause.RESET: N_("IBKR does not answer, at a time for which it announces a reset."),
    Cause.GATEWAYS: N_("The gateways do not answer, while other hosts do."),
    Cause.PORT_BLOCKED: N_("Nothing answers on the gateways' port, neutral hosts included; other ports work."),
    Cause.ONE_GATEWAY: N_("{about} does not answer, the other gateway does."),
    Cause.ONE_PORT: N_("Port {about} does not answer at any gateway, the other port does."),
    Cause.PORTAL: N_("Client Portal does not answer, while the gateways do."),
}

_ADVICE: Mapping[Part, str] = {
    Part.COMPUTER: N_("Keep this computer from sleeping, and from changing networks, while TWS runs."),
    Part.LOCAL_NETWORK: N_("Try a network cable in place of Wi-Fi. If it helps, move or replace the access point."),
    Part.NAME_SERVER: N_("Restart the router, or set another name server in this computer's network settings."),
    Part.PROVIDER: N_("Send these times to your internet provider, or to the administrator of the firewall."),
    Part.GATEWAYS: N_("Run conntest during such an outage; where it names no nearer cause, send these times to IBKR."),
    Part.PORTAL: N_("TWS does not need it. If it lasts, ask IBKR."),
}

_UNWATCHED: Mapping[Unwatched, str] = {
    Unwatched.ASLEEP: N_("This computer slept."),
    Unwatched.NOT_RUNNING: N_("Nothing was watched."),
}


def part(name: Part) -> str:
    """`Internet provider`."""
    return _(_PARTS[name])


def cause(outage: Outage) -> str:
    """What happened, in a sentence."""
    return _(_CAUSES[outage.cause]).format(about=outage.about or "")


def advice(name: Part) -> str:
    """Who can do what where this part breaks."""
    return _(_ADVICE[name])


def unwatched(why: Unwatched) -> str:
    """Why nothing was seen."""
    return _(_UNWATCHED[why])


def event(name: Event, value_s: float | None) -> str:
    """A mark, in a sentence."""
    span = seconds(abs(value_s)) if value_s is not None else ""
    match name:
        case Event.ADDRESS_CHANGED:
            return _("This computer got another address.")
        case Event.ROUTER_CHANGED:
            return _("This computer uses another router.")
        case Event.CLOCK_SET if (value_s or 0.0) < 0:
            return _("This computer's clock was set back by {span}.").format(span=span)
        case Event.CLOCK_SET:
            return _("This computer's clock was set ahead by {span}.").format(span=span)
        case Event.CONNECTION_CUT:
            return _("An open connection to a gateway was cut after {span}, while everything answered.").format(
                span=span
            )
        case Event.IDLE_CUT:
            return _("Idle connections are cut here after {span}.").format(span=span)


def idle(reading: IdleReading) -> str:
    """How long a connection may be silent, in a sentence or two; empty where nothing is known."""
    survived = seconds(reading.survived_s) if reading.survived_s is not None else None
    if reading.cut_s is not None:
        cut = seconds(reading.cut_s)
        told = (
            _("A connection without traffic is cut after {shortest} to {longest}.").format(
                shortest=survived, longest=cut
            )
            if survived
            else _("A connection without traffic is cut within {longest}.").format(longest=cut)
        )
        how = (
            _("Neither side learns of it: TWS notices when it next sends something.")
            if reading.silently
            else _("Both sides get a reset.")
        )
        return lists.sentences((told, how))
    if survived is None:
        return ""
    if reading.found and reading.closed_s is not None:
        told = _("A connection without traffic still worked after {span}; after {closed} the other side closes it.")
        return told.format(span=survived, closed=seconds(reading.closed_s))
    return _("A connection without traffic still worked after {span}.").format(span=survived)


def moment(at: datetime) -> str:
    """`2026-11-30 14:03:12`, by the clock of the reader's own place."""
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S}"


def zone(at: datetime) -> str:
    """`UTC+01:00`: which place's clock that is."""
    digits = f"{at.astimezone():%z}"
    return f"UTC{digits[:3]}:{digits[3:5]}"
