"""Which samples of the public address a finding rests on."""

from collections.abc import Sequence

from conntest.evidence.evidence import Evidence
from conntest.model.echo import Series
from conntest.model.egress import EgressSample, Exits


def believed_samples(evidence: Evidence, exits: Exits) -> list[EgressSample]:
    """The believed samples over TCP of these exits."""
    every = evidence.egress.samples if evidence.egress else ()
    mine = [s for s in every if s.path == exits.path and s.address in exits.addresses]
    return [s for s in mine if s.operator not in exits.dissenters and s.series not in (Series.DNS, Series.STUN)]


def one_of_each(samples: Sequence[EgressSample], limit: int = 6) -> tuple[str, ...]:
    """Observations in which each address shows, by different operators where there are several."""
    telling = {(sample.address, sample.operator): sample.observation for sample in reversed(samples)}
    return tuple(dict.fromkeys(reversed(telling.values())))[:limit]
