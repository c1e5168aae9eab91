"""What a watch knows at this moment, in Prometheus's text format. Labels are rows of the host table: no addresses."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, Metric

from conntest import __version__
from conntest.render.prometheus import build_info, exposition, gauge
from conntest.watch.recorder import Recorder
from conntest.watch.values import PART_OF, Cause, Part


def to_prometheus(recorder: Recorder, hosts: str) -> str:
    """The metrics now; `hosts` is the version of the host table."""
    return exposition((build_info(__version__, hosts), *_now(recorder), *_counters(recorder), *_targets(recorder)))


def _now(recorder: Recorder) -> Iterator[Metric]:
    last = recorder.last
    at = gauge("watch_last_round_timestamp_seconds", "When the last round began.")
    reset = gauge("in_reset_window", "1 while IBKR announces a reset of the watched region.")
    if last is not None:
        at.add_metric([], last.at.timestamp())
        reset.add_metric([], float(last.in_reset))
    up = gauge("watch_up", "1 unless the part is broken now, as far as can be told.", ("part",))
    for part in Part:
        up.add_metric([part.value], float(recorder.current is None or recorder.current.part is not part))
    idle = recorder.holding.reading()
    survived = gauge("watch_idle_survived_seconds", "The longest silence that a connection survived.")
    cut = gauge("watch_idle_cut_seconds", "The shortest silence after which a connection was dead.")
    if idle.survived_s is not None:
        survived.add_metric([], idle.survived_s)
    if idle.cut_s is not None:
        cut.add_metric([], idle.cut_s)
    yield from (at, reset, up, survived, cut)


def _counters(recorder: Recorder) -> Iterator[Metric]:
    """Every cause from the beginning, so that the first outage is an increase."""
    labels = ("part", "cause")
    count = CounterMetricFamily("conntest_watch_outages", "Outages that are over.", labels=labels)
    seconds = CounterMetricFamily("conntest_watch_outage_seconds", "How long they lasted in all.", labels=labels)
    sums = recorder.counts()
    for cause in Cause:
        outages, lasted_s = sums.get(cause, (0, 0.0))
        count.add_metric([PART_OF[cause].value, cause.value], outages)
        seconds.add_metric([PART_OF[cause].value, cause.value], lasted_s)
    yield from (count, seconds)


def _targets(recorder: Recorder) -> Iterator[Metric]:
    asked = CounterMetricFamily("conntest_watch_probes", "Attempts, by target.", labels=("target",))
    lost = CounterMetricFamily("conntest_watch_probe_failures", "Attempts without an answer.", labels=("target",))
    rtt = gauge("watch_rtt_seconds", "Round trip of the last answer.", ("target",))
    for one in recorder.builders():
        row = one.target.row
        asked.add_metric([row], one.asked)
        lost.add_metric([row], one.lost)
        if one.last is not None and one.last.answered and one.last.rtt_s is not None:
            rtt.add_metric([row], one.last.rtt_s)
    yield from (asked, lost, rtt)
