"""Networks in which something is wrong, each with the cause that is to be named."""

from tests.diagnosis.trouble import Trouble
from tests.diagnosis.troubles import (
    between,
    certificates,
    lies,
    limits,
    network,
    ports,
    quality,
    reach,
    resets,
    resolving,
    talking,
)

TROUBLES: tuple[Trouble, ...] = (
    *network.TROUBLES,
    *between.TROUBLES,
    *resolving.TROUBLES,
    *lies.TROUBLES,
    *limits.TROUBLES,
    *ports.TROUBLES,
    *talking.TROUBLES,
    *reach.TROUBLES,
    *resets.TROUBLES,
    *certificates.TROUBLES,
    *quality.TROUBLES,
)
