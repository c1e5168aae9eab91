"""Reports on the whole host table as it ships, as long as a run of it makes one: some 350 attempts, and twice as many
where every name has addresses of both families.
"""

from collections.abc import Iterator
from dataclasses import replace

from conntest.hosts import load_table
from conntest.model.failure import Failure
from conntest.model.finding import Status
from conntest.model.host import OPERATOR_GROUPS, Group, Host, Role
from conntest.model.observation import (
    DIRECT,
    AskedBy,
    Attempt,
    GreetingDetail,
    GreetingStep,
    HttpDetail,
    HttpStep,
    Protocol,
)
from conntest.model.report import EndpointResult, Report
from conntest.model.verdict import Condition, EndpointState
from tests.render import full, samples

#: A page's head and its security headers, as long as they are kept.
PAGE = "<!doctype html><html><head>" + "<meta name=x content='a page that has much to say'>" * 40
HEADERS = tuple((f"X-Header-{number}", "v" * 200) for number in range(20))


#: Every name's addresses, where there is but one family, and where there are both.
IPV4 = ("208.245.107.3",)
BOTH = ("208.245.107.3", "2a0e:b107:2::1e")


def report(addresses: tuple[str, ...] = IPV4) -> Report:
    """Everything answers, at every address."""
    table = load_table(None)
    hosts = [row for row in table.hosts if row.host is not None]
    endpoints = [result for row in hosts for result in _results(row)]
    endpoints += [
        _result(row.id, row.host, port, Group.CONTROL, row.operator) for row in table.controls for port in row.ports
    ]
    observations = [seen for row in hosts for seen in _resolved(row, addresses)]
    observations += [seen for result in endpoints for address in addresses for seen in _attempts(result, address)]
    return replace(samples.healthy(), endpoints=tuple(endpoints), observations=tuple(observations))


def dropped(addresses: tuple[str, ...] = IPV4) -> Report:
    """Names have addresses, and every packet to these is lost."""
    base = report(addresses)
    lost = (samples.connect_step(Failure.TIMEOUT, took=3.0004),)
    failed = {"status": Status.FAIL, "paths": {DIRECT: Status.FAIL}, "rtt_ms": None, "state": samples.TIMED_OUT}
    return replace(
        base,
        endpoints=tuple(replace(result, **failed) for result in base.endpoints),
        observations=tuple(seen if seen.resolves else replace(seen, steps=lost) for seen in base.observations),
    )


def through_proxies(addresses: tuple[str, ...] = IPV4) -> Report:
    """Everything answers through a SOCKS proxy and through a web proxy as well."""
    base = report(addresses)
    ways = {path.id: Status.PASS for path in full.PATHS}
    tunnels = (_tunnel(result, way) for result in base.endpoints for way in ways if way != DIRECT)
    return replace(
        base,
        paths=full.PATHS,
        endpoints=tuple(replace(result, paths=ways) for result in base.endpoints),
        observations=(*base.observations, *tunnels),
    )


def _tunnel(result: EndpointResult, way: str) -> Attempt:
    steps = (samples.connect_step(), samples.tunnel_step())
    seen = samples.seen(result.id, "tunnel", "10.20.30.2", *steps)
    return replace(seen, id=f"{result.id}/tunnel@{way}", path=way)


def _results(row: Host) -> Iterator[EndpointResult]:
    for port in (*row.ports, *row.optional_ports):
        result = _result(row.id, row.host or "", port, row.group, "Interactive Brokers")
        yield replace(result, region=row.region, role=row.role, service=row.service, required=row.required)


def _result(row: str, host: str, port: int, group: Group, operator: str) -> EndpointResult:
    return EndpointResult(
        id=f"{row}:{port}",
        row=row,
        host=host,
        port=port,
        group=group,
        region=None,
        role=Role.NONE,
        service="control",
        required=False,
        operator=operator,
        status=Status.PASS,
        paths={DIRECT: Status.PASS},
        rtt_ms=123.456,
        state=EndpointState(condition=Condition.GATEWAY_ANSWERS),
    )


def _resolved(row: Host, addresses: tuple[str, ...]) -> Iterator[Attempt]:
    name = row.host or ""
    yield samples.resolved(1, row.id, name, *((AskedBy.SYSTEM, None, (address,)) for address in addresses))
    for number, server in enumerate(("192.168.77.1", "1.1.1.1", "8.8.8.8")):
        # Asked for both families, whether or not there are addresses of both.
        found = (addresses[:1], addresses[1:])
        answers = ((AskedBy.NAME_SERVER, server, one) for one in found)
        yield samples.resolved(number + 2, row.id, name, *answers)


def _attempts(result: EndpointResult, address: str) -> Iterator[Attempt]:
    connected = samples.connect_step()
    yield samples.seen(result.id, "connect", address, connected)
    yield samples.seen(result.id, "tls", address, connected, samples.tls_step())
    if result.group is Group.GATEWAY:
        greeting = GreetingDetail(spoken=Protocol.IBKR_GATEWAY, version=529, bytes_received=64, preview="MISC;529;")
        step = GreetingStep(t0=0.3, t=0.38, error=None, detail=greeting)
        yield samples.seen(result.id, "greeting", address, connected, step)
    elif result.group in OPERATOR_GROUPS:
        page = HttpDetail(
            method="GET",
            url=f"https://{result.host}/",
            status=200,
            headers=HEADERS,
            body=PAGE,
            body_bytes=len(PAGE),
            sent_s=0.2,
            first_byte_s=0.3,
        )
        step_ = HttpStep(t0=0.1, t=0.4, error=None, detail=page)
        yield samples.seen(result.id, "http", address, connected, step_)
