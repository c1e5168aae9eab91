"""Reports with any findings, observations and secrets, in every format at every level of sharing."""

import contextlib
import io
import random
import time
import traceback

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from conntest.language import LANGUAGES
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render.formats import FORMATS
from tests.render import samples
from tests.share import planted
from tests.share.any_report import check, reports, small

#: Reports that Hypothesis makes in one go: it remembers them all.
_BATCH = 50

#: What a document says on stderr where the second look had to help.
_SECOND_LOOK = "A second look"

#: Of a computer that is well, and of one where everything that could be named is a secret.
_REPORTS = st.one_of(reports(small(samples.healthy())), reports(small(planted.report())))


def write_many(wanted: int, seed: int) -> bool:
    """Write documents until there are `wanted`, with a line for every fifty reports. Gives whether none failed."""
    chance = random.Random(seed)
    began, made, looks, faults = time.monotonic(), 0, 0, 0
    while made < wanted:
        count, said, fault = _batch(chance.randrange(1 << 32))
        made, looks, faults = made + count, looks + said, faults + bool(fault)
        print(f"{made} documents, {time.monotonic() - began:.0f} s, {looks} second looks, {faults} faults", flush=True)
        if fault:
            print(fault, flush=True)
    return not faults


def _batch(seed: int) -> tuple[int, int, str]:
    """How many documents were made, how many needed the second look, and what went wrong, if anything did."""
    made = 0

    @seeded(seed)
    @settings(
        max_examples=_BATCH,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(_REPORTS, st.sampled_from(sorted(LANGUAGES)), st.sampled_from(sorted(FORMATS)))
    def write(report: Report, language: str, again: str) -> None:
        nonlocal made
        for level in Share:
            made += check(report, level, language, {again})

    fault = ""
    with contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            write()
        except Exception:
            fault = traceback.format_exc()
    return made, said.getvalue().count(_SECOND_LOOK), fault
