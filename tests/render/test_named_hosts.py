"""What gateways list stands in the full report, and nowhere else."""

from dataclasses import replace

import pytest

from conntest.model.observation import GreetingDetail, GreetingItem, GreetingStep, Protocol
from conntest.model.privacy import REMOVED
from conntest.model.report import Report
from conntest.render.named_hosts import told
from conntest.render.terminal import to_text
from tests.render import samples


def listing(key: str = "region_webserver", *, unlisted: tuple[str, ...] = ("www.interactivebrokers.ie",)) -> Report:
    report = samples.healthy()
    items = (GreetingItem(key=key, value="www.interactivebrokers.ie"), GreetingItem(key="nossl", value="\x1b[2J"))
    detail = GreetingDetail(spoken=Protocol.IBKR_GATEWAY, version=38, items=items)
    step = GreetingStep(t0=0.0, t=0.1, error=None, detail=detail)
    seen = samples.seen("ndc1:4000", "greeting", "208.245.107.3", step)
    run = replace(report.run, unlisted_hosts=unlisted)
    return replace(report, run=run, observations=(*report.observations, seen))


def test_an_answer_is_told_with_the_gateways_that_gave_it() -> None:
    first, second = told(listing())
    assert first.startswith(
        "Answer of ndc1.ibllc.com on what TWS uses next: region_webserver=www.interactivebrokers.ie"
    )
    assert second == "Named by these answers, not in the host table, and not tested: www.interactivebrokers.ie."


def test_hosts_of_the_table_are_no_news() -> None:
    assert len(list(told(listing(unlisted=())))) == 1


def test_what_sharing_removed_is_not_told() -> None:
    report = listing(REMOVED, unlisted=())
    assert [text for text in told(report) if REMOVED in text] == []


def test_nothing_is_told_where_no_gateway_lists_anything() -> None:
    assert list(told(samples.healthy())) == []


@pytest.mark.parametrize(("verbose", "times"), [(True, 2), (False, 0)])
def test_it_stands_in_the_full_report_alone(verbose: bool, times: int) -> None:
    text = to_text(listing(), verbose=verbose, width=200)
    assert text.count("www.interactivebrokers.ie") == times
    assert "\x1b" not in text
