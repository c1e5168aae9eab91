"""Whether trouble may be the operator's own: its hosts fail at a time for which it announces a reset.

For whoever compares reports, too: `announced` tells what covers a region at a report's time.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from ipaddress import ip_address, ip_network

from conntest.evidence.clock import clock_reading, moment
from conntest.evidence.data_centres import home_regions
from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.model.host import Group, Region, ResetEffect, ResetWindow
from conntest.model.outcome import ConnectOutcome, Response
from conntest.model.report import Record, Run
from conntest.model.reset import ResetPeriod, periods_at

#: How hosts may fail that are being reset. A computer that forbids connections, a router that rejects them, and
#: something else that answers are no part of it.
_FROM_AFAR = frozenset(
    {
        ConnectOutcome.DROPPED,
        ConnectOutcome.RESET,
        ConnectOutcome.FAILED,
        Response.NONE,
        Response.UNCLEAR,
        Response.CUT,
        Response.UNACKNOWLEDGED,
        Response.SILENT,
    }
)

#: An ICMP error from the network that a host itself is in comes from its own operator's router.
_OWN_NETWORK_BITS = {4: 24, 6: 48}


def periods_of(windows: Iterable[ResetWindow], record: Record) -> tuple[ResetPeriod, ...]:
    """The announced resets that cover the start of the run, by what web servers say of this computer's clock; by the
    clock itself where too few of them told."""
    started = moment(record.run.started_at)
    if started is None:
        return ()
    clock = clock_reading(record)
    return periods_at(windows, started - timedelta(seconds=clock.offset_s if clock else 0.0))


def announced(run: Run, region: Region | None) -> tuple[ResetPeriod, ...]:
    """The resets announced for the run's time that concern gateways of `region`; where None, those of all hosts."""
    return tuple(period for period in run.resets if period.concerns(region))


def outage(run: Run) -> ResetPeriod | None:
    """The announced time in which every service of every region is down, if this is one."""
    return next((one for one in run.resets if one.effect is ResetEffect.UNAVAILABLE and not one.regions), None)


def daily(run: Run) -> tuple[ResetPeriod, ...]:
    """The announced resets of some regions, in which logins may be interrupted."""
    return tuple(period for period in run.resets if period.effect is ResetEffect.INTERRUPTIONS)


def is_daily(evidence: Evidence, view: EndpointView) -> bool:
    """A gateway, all of whose addresses are in data centres that are reset daily at this time."""
    homes = home_regions(evidence)
    regions = {homes.get(address) for address in view.addresses}
    periods = daily(evidence.record.run)
    return bool(regions) and all(any(one.concerns(region) for one in periods) for region in regions)


def may_be_from_afar(evidence: Evidence, failed: Sequence[EndpointView]) -> bool:
    """These endpoints failed as hosts may that are being reset: nothing nearby was seen to stop them, and neutral hosts
    do not fail on the same ports."""
    return all(map(_is_from_afar, failed)) and not _neutral_hosts_fail(evidence, failed)


def _is_from_afar(view: EndpointView) -> bool:
    if view.outcome is ConnectOutcome.ICMP:
        return all(_is_of_its_network(view, sender) for sender in view.icmp_senders)
    return view.outcome in _FROM_AFAR


def _is_of_its_network(view: EndpointView, sender: str) -> bool:
    found = ip_address(sender)
    networks = (ip_network((address, _OWN_NETWORK_BITS[found.version]), strict=False) for address in view.addresses)
    return any(found in network for network in networks if network.version == found.version)


def _neutral_hosts_fail(evidence: Evidence, failed: Sequence[EndpointView]) -> bool:
    """On one of these ports neutral hosts were tried, and none of them is open."""
    neutral = evidence.of(Group.CONTROL)
    by_port = ([v for v in neutral if v.endpoint.port == port] for port in {one.endpoint.port for one in failed})
    return any(views and not any(view.is_open for view in views) for views in by_port)
