"""The sampling plan of the public address: which services are asked, how often, over which flows.

The first question goes to every service at once. Whichever of a few services answers it first in the table's order is
then asked again and again; the next one takes over only where the ones before were silent.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from conntest.language import N_
from conntest.model.addresses import is_address
from conntest.model.echo import Sample, Series
from conntest.model.host import EchoService, HostTable, Transport
from conntest.model.observation import DIRECT
from conntest.model.plan import EchoProbe, OnlyIf, Probe, ProbePlan, ResolveProbe, SniffProbe
from conntest.model.proxy import SOCKS_SCHEMES
from conntest.model.report import RunOptions
from conntest.plan.proxies import LOCAL_NAMES
from conntest.values import dataclass

#: Seconds between connections to one service. Twelve of them take a second, and no service feels them.
SPACING_S = 0.08

#: Seconds until the first service is asked, and between one and the next: the gateways come first, whose dozens of
#: handshakes at once would take the patience of these away.
_START_S, _STAGGER_S = 0.1, 0.02

#: Services that may be the one asked repeatedly: two, since one may be down, and one in mainland China, from where both
#: may be out of reach.
_ABROAD, _IN_CHINA = 2, 1

#: Requests over the one connection that is kept open.
KEPT_ALIVE_REQUESTS = 3

#: New connections to each port other than the web's: few, since one volunteer's server answers them all.
_ON_OTHER_PORTS = 3

#: The series that the first question to a service belongs to.
_FIRST_SERIES = {
    Transport.HTTPS: Series.EACH_SERVICE,
    Transport.HTTP: Series.OTHER_PORT,
    Transport.DNS: Series.DNS,
    Transport.STUN: Series.STUN,
}

_WHY = {
    Series.EACH_SERVICE: N_("which address does this operator see? No single one is believed"),
    Series.REPEATED: N_("do new connections keep leaving from the same address?"),
    Series.OTHER_PORT: N_("do other ports than the web's leave from the same address?"),
    Series.KEPT_ALIVE: N_("the control: within one connection nothing may change"),
    Series.DNS: N_("UDP may leave by another way: to compare, never to mix"),
    Series.STUN: N_("UDP may leave by another way: to compare, never to mix"),
}


def with_egress(plan: ProbePlan, table: HostTable) -> ProbePlan:
    """`plan`, and the questions about the public address with which a run of its options begins, directly and through
    each proxy that it tests."""
    direct = egress_probes(table, plan.options)
    proxies = {probe.path: probe for probe in plan if isinstance(probe, SniffProbe) and probe.claimed}
    through = [_through(probe, sniff) for sniff in proxies.values() for probe in direct if _carries(sniff, probe)]
    return replace(plan, probes=(*plan.probes, *direct, *through))


def _carries(sniff: SniffProbe, probe: Probe) -> bool:
    """Any proxy carries HTTPS, and none UDP. Other ports are left to those that are made for them."""
    if not isinstance(probe, EchoProbe):
        return False
    series = probe.sample.series
    return probe.transport is Transport.HTTPS or (series is Series.OTHER_PORT and sniff.scheme in SOCKS_SCHEMES)


def _through(probe: Probe, sniff: SniffProbe) -> EchoProbe:
    """The same question by way of a proxy, once that has shown that it speaks its protocol."""
    assert isinstance(probe, EchoProbe)
    return replace(
        probe,
        id=_by_way_of(probe.id, sniff.path),
        path=sniff.path,
        after=_by_way_of(probe.after, sniff.path) if probe.after else None,
        unless=tuple(_by_way_of(other, sniff.path) for other in probe.unless),
        by_name=sniff.scheme not in LOCAL_NAMES,
        gate=sniff.id,
    )


def _by_way_of(probe_id: str, path: str) -> str:
    return f"{probe_id}/{path}"


def egress_probes(table: HostTable, options: RunOptions) -> tuple[Probe, ...]:
    """Every question about the public address that a run begins with; none where third parties, or samples, are not
    wanted."""
    if not options.third_party or not options.samples:
        return ()
    rows = [row for row in table.echo_services if not any(fnmatchcase(row.id, glob) for glob in options.exclude)]
    lookups = {row.host: f"{row.id}/resolve" for row in reversed(rows) if not is_address(row.host)}
    services = [_Service(row=row, lookup=lookups.get(row.host)) for row in rows]
    probes: list[Probe] = [service.resolved() for service in services if service.is_first_of_its_host]
    probes.extend(
        replace(service.once(), delay_s=round(_START_S + number * _STAGGER_S, 3))
        for number, service in enumerate(services)
    )
    probes.extend(_again_and_again(services, options.samples))
    for service in services:
        if service.once().sample.series is Series.OTHER_PORT:
            probes.extend(service.again(min(options.samples, _ON_OTHER_PORTS)))
    return tuple(probes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Service:
    """One row, and the probe that looks its host up, which another row of that host may have."""

    row: EchoService
    lookup: str | None

    @property
    def is_first_of_its_host(self) -> bool:
        return self.lookup == f"{self.row.id}/resolve"

    @property
    def on_the_web(self) -> bool:
        return self.row.transport is Transport.HTTPS

    def resolved(self) -> ResolveProbe:
        return ResolveProbe(
            id=f"{self.row.id}/resolve",
            row=self.row.id,
            why=N_("where the service is that tells the public address"),
            name=self.row.host,
            system=True,
        )

    def once(self) -> EchoProbe:
        series, port = _first_series(self.row), self.row.port
        return EchoProbe(
            id=f"{self.row.id}/echo",
            row=self.row.id,
            why=_WHY[series],
            path=DIRECT,
            host=self.row.host,
            port=port,
            resolved_by=(self.lookup,) if self.lookup else (),
            every_address=False,
            url=self.row.url,
            transport=self.row.transport,
            question=self.row.kind,
            sample=Sample(
                service=self.row.id,
                operator=self.row.operator,
                mainland_china=self.row.mainland_china,
                series=series,
                port=port,
            ),
        )

    def again(self, samples: int, unless: tuple[str, ...] = ()) -> Iterator[EchoProbe]:
        """The second to the last of `samples` connections, once the first was answered."""
        first = self.once()
        series = Series.REPEATED if self.on_the_web else first.sample.series
        for number in range(2, samples + 1):
            probe = _in_series(first, series, f"{self.row.id}/again-{number:03}", (number - 1) * SPACING_S)
            yield replace(probe, unless=unless)

    def kept_alive(self, unless: tuple[str, ...]) -> EchoProbe:
        probe = _in_series(self.once(), Series.KEPT_ALIVE, f"{self.row.id}/kept-alive", SPACING_S)
        return replace(probe, unless=unless, requests=KEPT_ALIVE_REQUESTS)


def _first_series(row: EchoService) -> Series:
    return _FIRST_SERIES[row.transport]


def _in_series(first: EchoProbe, series: Series, name: str, delay_s: float) -> EchoProbe:
    """A further flow to where `first` was answered."""
    return replace(
        first,
        id=name,
        why=_WHY.get(series, first.why),
        after=first.id,
        only_if=OnlyIf.ECHOED,
        delay_s=round(delay_s, 3),
        sample=replace(first.sample, series=series),
    )


def _again_and_again(services: Sequence[_Service], samples: int) -> Iterator[EchoProbe]:
    before: tuple[str, ...] = ()
    for service in _candidates(services):
        yield from service.again(samples, before)
        yield service.kept_alive(before)
        before = (*before, service.once().id)


def _candidates(services: Iterable[_Service]) -> list[_Service]:
    """One service of each of the first operators, those abroad before the one in mainland China."""
    by_operator: dict[str, _Service] = {}
    for service in services:
        if service.on_the_web:
            by_operator.setdefault(service.row.operator, service)
    abroad = [service for service in by_operator.values() if not service.row.mainland_china]
    in_china = [service for service in by_operator.values() if service.row.mainland_china]
    return [*abroad[:_ABROAD], *in_china[:_IN_CHINA]]
