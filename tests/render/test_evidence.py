"""What a finding's observations are told as."""

from dataclasses import replace

from conntest.model.failure import Failure
from conntest.model.observation import AskedBy, GreetingDetail, GreetingStep, Icmp, Observation, Protocol, Step
from conntest.model.step import Error
from conntest.render.evidence import Sight, Witness
from tests.every import every
from tests.render import samples


def witness(*observations: Observation) -> Witness:
    return Witness(replace(samples.healthy(), observations=observations))


def sights(*observations: Observation) -> list[Sight]:
    return witness(*observations).sights(seen.id for seen in observations)


def greeting(failure: Failure | None, detail: GreetingDetail) -> GreetingStep:
    return GreetingStep(t0=1.0, t=1.5, error=Error.of(failure, None), detail=detail)


NO_BYTES = GreetingDetail()
HTTP = GreetingDetail(spoken=Protocol.HTTP, bytes_received=9, preview="HTTP/1.1 400")
GATEWAY = GreetingDetail(spoken=Protocol.IBKR_GATEWAY, version=529, bytes_received=20, preview="#%#%")


@every(
    ("steps", "sentence"),
    [
        ([samples.connect_step()], "connect: accepted in 8.3 ms"),
        ([samples.connect_step(Failure.TIMEOUT, took=3.0)], "connect: timed out after 3.0 s"),
        ([samples.connect_step(Failure.CONNECTION_REFUSED)], "connect: refused after 8.3 ms"),
        (
            [samples.connect_step(Failure.HOST_UNREACHABLE, icmp=Icmp(type=3, code=13, sender="10.0.0.1"))],
            "connect: host unreachable (ICMP type 3 code 13 by 10.0.0.1) after 8.3 ms",
        ),
        (
            [samples.connect_step(), samples.tls_step()],
            "TLS, public roots: TLSv1.3, issued by “DigiCert Inc” in 31 ms",
        ),
        (
            [samples.connect_step(), samples.tls_step(Failure.SSL_UNKNOWN_AUTHORITY, "Zscaler Inc.")],
            "TLS, public roots: unknown authority, issued by “Zscaler Inc.” after 31 ms",
        ),
        ([greeting(Failure.EOF, NO_BYTES)], "greeting: closed early after 500 ms"),
        ([greeting(None, GATEWAY)], "greeting: a gateway's answer in 500 ms"),
        ([greeting(Failure.UNEXPECTED_PROTOCOL, HTTP)], "greeting: HTTP, it sent “HTTP/1.1 400” after 500 ms"),
    ],
)
def test_the_step_that_went_furthest_is_told(steps: list[Step], sentence: str) -> None:
    (sight,) = sights(samples.seen("ndc1:4000", "x", "208.245.107.3", *steps))
    assert (sight.where, sight.address, sight.sentence) == ("ndc1.ibllc.com:4000", "208.245.107.3", sentence)


def test_equal_attempts_are_counted_together() -> None:
    attempts = [
        samples.seen("ndc1:4000", f"connect-{number}", "1.2.3.4", samples.connect_step(Failure.TIMEOUT, took=took))
        for number, took in enumerate((2.9, 3.0, 3.1))
    ]
    (sight,) = sights(*attempts)
    assert sight.sentence == "connect: timed out after 2.9 s to 3.1 s, 3 times"


def test_every_answer_to_a_name_is_told_and_a_missing_family_is_no_news() -> None:
    seen = samples.resolved(
        1,
        "ndc1",
        "ndc1.ibllc.com",
        (AskedBy.SYSTEM, None, ("10.0.0.1",)),
        (AskedBy.NAME_SERVER, "10.20.30.1", ("10.0.0.1", "10.0.0.2")),
        (AskedBy.INDEPENDENT, "9.9.9.9", ()),
    )
    no_ipv6 = replace(seen.resolves[2], error=Error(kind=Failure.DNS_NO_ANSWER))
    told = [sight.sentence for sight in sights(replace(seen, steps=(*seen.steps, no_ipv6)))]
    assert told == [
        "this system: 10.0.0.1 in 8.4 ms",
        "name server 10.20.30.1: 10.0.0.1, 10.0.0.2 in 8.4 ms",
        "public resolver 9.9.9.9, A: no such name after 8.4 ms",
    ]


def test_an_address_that_cannot_be_right_is_told() -> None:
    seen = samples.resolved(1, "ndc1", "ndc1.ibllc.com", (AskedBy.NAME_SERVER, "10.20.30.1", ("127.0.0.1",)))
    bogon = replace(seen, steps=(replace(seen.resolves[0], error=Error(kind=Failure.DNS_BOGON)),))
    assert sights(bogon)[0].what == "name server 10.20.30.1: 127.0.0.1, bogus address"


def test_an_address_that_is_the_host_is_not_repeated() -> None:
    (sight,) = sights(samples.seen("192.0.2.1:4001", "connect", "192.0.2.1", samples.connect_step()))
    assert (sight.where, sight.address) == ("192.0.2.1:4001", "")


def test_unknown_ids_are_left_out() -> None:
    assert witness().sights(["nowhere"]) == []


def test_a_proxied_observation_names_its_path_and_the_words_of_the_proxy() -> None:
    refused = samples.tunnel_step(Failure.HTTP_PROXY_CONNECT_REJECTED)
    seen = samples.seen("ndc1:4000", "connect", "1.2.3.4", samples.connect_step(), refused)
    (sight,) = sights(replace(seen, path="http://proxy.example:3128"))
    assert sight.sentence == (
        "via http://proxy.example:3128: tunnel to ndc1.ibllc.com:4000: proxy refuses, HTTP 403 Forbidden after 25 ms"
    )
