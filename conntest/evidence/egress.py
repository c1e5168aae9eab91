"""Which public addresses connections leave from, and by which pattern. Pure; the samples are the observations.

What is believed: an address that a service told over a new TCP connection. What is not: an answer that did not come or
is no public address (missing data, never a change), and whatever a single operator alone says. IPv4 and IPv6 are looked
at apart, and so are UDP and every path.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from conntest.evidence.egress_pattern import Flows
from conntest.evidence.sampling import LEVEL, unseen_share
from conntest.model.addresses import Family, family
from conntest.model.echo import Series
from conntest.model.egress import (
    Confidence,
    Egress,
    EgressAddress,
    EgressSample,
    Exits,
    Pattern,
)
from conntest.model.observation import DIRECT, attempts
from conntest.model.report import Machine, Record

_UDP = (Series.DNS, Series.STUN)

#: Patterns in which each new connection may be taken for a draw of its own, so that counting them excludes something.
_INDEPENDENT = frozenset({Pattern.CONSTANT, Pattern.PER_FLOW, Pattern.CGNAT_POOL})

#: From quiet to loud: of several families, the loudest pattern speaks for all.
_LOUDNESS = (
    Pattern.CONSTANT,
    Pattern.UNKNOWN,
    Pattern.SPLIT_TUNNEL,
    Pattern.PER_PORT,
    Pattern.UNCONFIRMED,
    Pattern.FAILOVER,
    Pattern.PER_DESTINATION,
    Pattern.CGNAT_POOL,
    Pattern.PER_FLOW,
    Pattern.ROUND_ROBIN,
    Pattern.HTTP_POOL,
)


def egress_of(record: Record) -> Egress | None:
    """What the run's samples amount to; None where no service was asked."""
    samples = tuple(sorted(_samples(record), key=lambda sample: (sample.t, sample.observation)))
    if not samples:
        return None
    exits = tuple(_exits(samples, record.machine))
    direct = [found for found in exits if found.path == DIRECT]
    telling = max(direct, key=lambda found: _LOUDNESS.index(found.pattern), default=None)
    return Egress(
        samples=samples,
        addresses=tuple(_addresses(samples)),
        pattern=telling.pattern if telling else Pattern.UNKNOWN,
        confidence=telling.confidence if telling else None,
        exits=exits,
    )


def _samples(record: Record) -> Iterator[EgressSample]:
    for seen in attempts(record.observations):
        if seen.sample is None:
            continue
        told = [(step.detail.address, step.raw_error) for step in seen.echoes]
        for address, said in told or [(None, None)]:
            yield EgressSample(
                observation=seen.id,
                service=seen.sample.service,
                operator=seen.sample.operator,
                mainland_china=seen.sample.mainland_china,
                series=seen.sample.series,
                path=seen.path,
                port=seen.sample.port,
                t=seen.steps[0].t0 if seen.steps else 0.0,
                address=address,
                failure=None if address else seen.failure,
                said=None if address else said,
            )


def _confidence(flows: int) -> Confidence:
    return Confidence(level=LEVEL, flows=flows, unseen_share=unseen_share(flows))


def _addresses(samples: Sequence[EgressSample]) -> Iterator[EgressAddress]:
    """Every address that TCP left from, the most frequent first."""
    seen: defaultdict[tuple[str, str], list[EgressSample]] = defaultdict(list)
    for sample in samples:
        if sample.address and sample.series not in _UDP:
            seen[sample.path, sample.address].append(sample)
    for (path, address), several in sorted(seen.items(), key=lambda item: -len(item[1])):
        operators = tuple(dict.fromkeys(sample.operator for sample in several))
        yield EgressAddress(address=address, path=path, samples=len(several), operators=operators)


def _exits(samples: Sequence[EgressSample], machine: Machine) -> Iterator[Exits]:
    for path in dict.fromkeys(sample.path for sample in samples):
        answered = [sample for sample in samples if sample.path == path and sample.address]
        families: tuple[Family, ...] = (4, 6)
        for version in families:
            of_family = [one for one in answered if one.address and family(one.address) == version]
            if of_family:
                yield _family_exits(path, version, of_family, machine)


def _family_exits(path: str, family: Family, samples: Sequence[EgressSample], machine: Machine) -> Exits:
    flows = Flows(samples=tuple(one for one in samples if one.series not in _UDP), machine=machine)
    counted = Counter(one.address for one in flows.believed if one.address)
    addresses = tuple(address for address, _count in counted.most_common())
    udp = dict.fromkeys(one.address for one in samples if one.series in _UDP and one.address)
    pattern = flows.pattern()
    return Exits(
        path=path,
        family=family,
        pattern=pattern,
        addresses=addresses,
        confidence=_confidence(len(flows.new_connections)) if pattern in _INDEPENDENT else None,
        dissenters=flows.dissenters,
        elsewhere=tuple(address for address in udp if address not in addresses),
        changed_s=flows.changed_s,
    )
