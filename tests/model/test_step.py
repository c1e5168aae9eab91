"""What a step and an observation cannot be."""

import pytest

from conntest.model.failure import Failure
from conntest.model.observation import (
    AskedBy,
    Attempt,
    ConnectDetail,
    ConnectStep,
    GreetingDetail,
    Icmp,
    ProbeKind,
    ResolveDetail,
    TlsDetail,
    TlsStep,
    Trust,
)
from conntest.model.step import Error

REFUSED = Error(kind=Failure.CONNECTION_REFUSED, text="[Errno 111] Connection refused")


def test_a_step_tells_its_failure_and_the_raw_words() -> None:
    step = ConnectStep(t0=0.0, t=1.0, error=REFUSED, detail=ConnectDetail())
    assert (step.failure, step.raw_error) == (Failure.CONNECTION_REFUSED, "[Errno 111] Connection refused")
    well = ConnectStep(t0=0.0, t=1.0, error=None, detail=ConnectDetail())
    assert (well.failure, well.raw_error) == (None, None)


def test_words_without_a_failure_are_no_error() -> None:
    assert Error.of(None, "words") is None
    assert Error.of(Failure.EOF, None) == Error(kind=Failure.EOF, text="")


@pytest.mark.parametrize(("t0", "t"), [(-0.1, 1.0), (2.0, 1.0), (float("nan"), 1.0)])
def test_a_step_begins_in_the_run_and_ends_after_it_began(t0: float, t: float) -> None:
    with pytest.raises(ValueError, match="t >= t0 >= 0"):
        ConnectStep(t0=t0, t=t, error=None, detail=ConnectDetail())


def test_no_counter_is_negative() -> None:
    for make in (
        lambda: ConnectDetail(retransmits=-1),
        lambda: ConnectDetail(rtt_ms=-0.1),
        lambda: GreetingDetail(bytes_received=-1),
        lambda: ResolveDetail(name="a", asked_by=AskedBy.SYSTEM, server=None, rrtype="A", ttl_s=-1),
    ):
        with pytest.raises(ValueError, match="cannot be negative"):
            make()


def test_what_only_a_failure_has_no_success_has() -> None:
    icmp = ConnectDetail(icmp=Icmp(type=3, code=13, sender="10.0.0.1"))
    with pytest.raises(ValueError, match="no ICMP error"):
        ConnectStep(t0=0.0, t=1.0, error=None, detail=icmp)
    with pytest.raises(ValueError, match="no round trip"):
        ConnectStep(t0=0.0, t=1.0, error=REFUSED, detail=ConnectDetail(rtt_ms=8.0))
    hello = TlsDetail(trust=Trust.PUBLIC, server_name="a", data_acknowledged=False)
    with pytest.raises(ValueError, match="nor a lost hello"):
        TlsStep(t0=0.0, t=1.0, error=None, detail=hello)


def test_a_name_server_has_an_address_and_the_system_has_none() -> None:
    with pytest.raises(ValueError, match="has an address"):
        ResolveDetail(name="a", asked_by=AskedBy.NAME_SERVER, server=None, rrtype="A")
    with pytest.raises(ValueError, match="has none"):
        ResolveDetail(name="a", asked_by=AskedBy.SYSTEM, server="10.0.0.1", rrtype="A")


@pytest.mark.parametrize("about", [{}, {"endpoint": "a:443", "row": "a"}])
def test_an_observation_is_about_one_thing(about: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="about one endpoint, row, proxy or setting"):
        Attempt(id="x", kind=ProbeKind.CONNECT, steps=(), **about)  # type: ignore[arg-type]
    assert Attempt(id="x", kind=ProbeKind.CONNECT, steps=(), row="a").subject == "a"
