"""Networks that resemble troubled ones and are not, or not in the way they seem."""

from tests.diagnosis.lookalike import Lookalike
from tests.diagnosis.lookalikes import (
    addresses,
    certificates,
    filters,
    limits,
    ports,
    resets,
    resolvers,
    sign_in_pages,
    talking,
    unfinished,
    uplinks,
    web,
)

LOOKALIKES: tuple[Lookalike, ...] = (
    *filters.LOOKALIKES,
    *limits.LOOKALIKES,
    *uplinks.LOOKALIKES,
    *sign_in_pages.LOOKALIKES,
    *resolvers.LOOKALIKES,
    *addresses.LOOKALIKES,
    *ports.LOOKALIKES,
    *talking.LOOKALIKES,
    *resets.LOOKALIKES,
    *certificates.LOOKALIKES,
    *web.LOOKALIKES,
    *unfinished.LOOKALIKES,
)
