"""The report in Prometheus's text format, for a scrape or node_exporter's textfile collector.

Names and labels follow https://prometheus.io/docs/practices/naming/ and stay as they are from version to version. No
address, no proxy's name and nothing of the user is in them; a proxy is `proxy-1` and so on.
"""

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from conntest.model.addresses import Family
from conntest.model.finding import Status, Verdict
from conntest.model.observation import DIRECT, Attempt, TlsStep, Trust
from conntest.model.report import EndpointResult, Report
from conntest.render.printable import printable
from conntest.render.words import utc

#: What a file of these metrics begins with, by which it is known for one of ours.
BEGINS = "# HELP conntest_"


class _Families(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def exposition(families: Iterable[Metric]) -> str:
    """The families as a document that ends with a newline. Those without samples are left out."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Families([family for family in families if family.samples]))
    return generate_latest(registry).decode()


def gauge(name: str, text: str, labels: Iterable[str] = ()) -> GaugeMetricFamily:
    """A family of gauges called `conntest_` and `name`."""
    return GaugeMetricFamily(f"conntest_{name}", text, labels=list(labels))


def build_info(version: str, hosts: str) -> Metric:
    """Which program and host table the other metrics are of."""
    family = gauge("build_info", "Version of conntest and of its host table.", ("version", "hosts"))
    family.add_metric([printable(version), printable(hosts)], 1)
    return family


def to_prometheus(report: Report) -> str:
    """`report` as metrics."""
    return exposition(_families(report))


def _families(report: Report) -> Iterator[Metric]:
    yield build_info(report.tool.version, report.run.host_table.version)
    yield _ended(report)
    yield from _about_the_run(report)
    yield _verdicts(report)
    yield _findings(report)
    yield from _endpoints(report)
    yield _exits(report)
    yield _certificates(report)


def _ended(report: Report) -> Metric:
    """Without a sample where a damaged report tells no time."""
    family = gauge("last_run_timestamp_seconds", "When the last run ended.")
    at = utc(report.run.started_at, report.run.duration_s)
    if at is not None:
        family.add_metric([], at.timestamp())
    return family


def _about_the_run(report: Report) -> Iterator[Metric]:
    for name, text, value in (
        ("run_duration_seconds", "How long the last run took.", report.run.duration_s),
        ("run_complete", "1 unless the last run was interrupted or reached its deadline.", _is_complete(report)),
        ("run_simulated", "1 if the last run was a demo.", report.run.simulated),
    ):
        family = gauge(name, text)
        family.add_metric([], float(value))
        yield family


def _is_complete(report: Report) -> bool:
    return not (report.run.interrupted or report.run.deadline_reached)


def _verdicts(report: Report) -> Metric:
    """One of the states is 1, the others 0, so that none vanishes when it ends."""
    family = gauge("verdict", "1 for the state that the last run came to, by domain.", ("domain", "state"))
    for domain, verdict in report.verdicts.items():
        for state in Verdict:
            family.add_metric([domain.value, state.value], float(verdict.status is state))
    return family


def _findings(report: Report) -> Metric:
    family = gauge("finding", "1 for each finding of the last run.", ("code", "severity"))
    for code, severity in dict.fromkeys((one.code.value, one.severity.value) for one in report.findings):
        family.add_metric([code, severity], 1)
    return family


_WORKS = {Status.PASS: 1.0, Status.WARN: 1.0, Status.FAIL: 0.0}


def _endpoints(report: Report) -> Iterator[Metric]:
    """What was not tested, or is not certain, has no sample."""
    labels = ("endpoint", "host", "port", "group", "region", "required", "path")
    up = gauge("endpoint_up", "1 if the endpoint worked in the last run, 0 if it did not.", labels)
    rtt = gauge("endpoint_rtt_seconds", "Round trip to the endpoint in the last run.", ("endpoint", "path"))
    names = {path.id: path.id if path.id == DIRECT else f"proxy-{place}" for place, path in enumerate(report.paths)}
    for result in report.endpoints:
        for path, status in result.paths.items():
            if status in _WORKS:
                up.add_metric([*map(printable, _labels(result)), names.get(path, "other")], _WORKS[status])
        if result.rtt_ms is not None:
            rtt.add_metric([printable(result.id), DIRECT], result.rtt_ms / 1e3)
    yield up
    yield rtt


def _labels(result: EndpointResult) -> list[str]:
    region = result.region.value if result.region else ""
    required = "yes" if result.required else "no"
    return [result.id, result.host, str(result.port), result.group.value, region, required]


def _exits(report: Report) -> Metric:
    family = gauge("egress_addresses", "Public addresses that new connections left from.", ("family",))
    families: tuple[Family, ...] = (4, 6)
    for version in families:
        found = [exits for exits in (report.egress.of() if report.egress else ()) if exits.family == version]
        if found:
            family.add_metric([f"ipv{version}"], len({one for exits in found for one in exits.addresses}))
    return family


def _certificates(report: Report) -> Metric:
    family = gauge(
        "certificate_expiry_timestamp_seconds", "When the endpoint's own certificate expires.", ("endpoint",)
    )
    soonest: dict[str, float] = {}
    for endpoint, expires in _expiries(report):
        soonest[endpoint] = min(expires, soonest.get(endpoint, expires))
    for endpoint, expires in sorted(soonest.items()):
        family.add_metric([printable(endpoint)], expires)
    return family


def _expiries(report: Report) -> Iterator[tuple[str, float]]:
    """Of certificates that were believed, on the direct path."""
    for seen in report.observations:
        if isinstance(seen, Attempt) and seen.path == DIRECT and seen.endpoint is not None:
            for step in seen.steps:
                if isinstance(step, TlsStep) and step.error is None and step.detail.trust is Trust.PUBLIC:
                    for leaf in step.detail.chain[:1]:
                        expires = utc(leaf.not_after)
                        yield from [(seen.endpoint, expires.timestamp())] if expires else []
