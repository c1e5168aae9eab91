"""What is concluded from each state of the API's ports, and the words for it."""

from dataclasses import replace

import pytest

from conntest.language import LANGUAGES, using
from conntest.local_api.conclude import bound_to_this_machine_only, conclude, only_one_loopback
from conntest.local_api.findings import (
    ABOUT,
    AddressRefused,
    ApiFinding,
    ForeignListener,
    NotAnswering,
    NotListening,
)
from conntest.model.local_api import (
    USUAL_PORTS,
    Answer,
    Answered,
    ApiCode,
    ApiListener,
    Closed,
    Foreign,
    LocalApi,
    Refused,
    Silent,
    Try,
    Unreachable,
)
from conntest.model.observation import Protocol
from conntest.model.tws import Program
from tests.every import every

TWS = Answered(version=187, time="20261130 08:14:18 UTC")
HERE, HERE_IPV6 = "127.0.0.1", "::1"


def seen(answers: dict[tuple[str, int], Answer] | None = None, **facts: object) -> LocalApi:
    """This computer, where TWS does not run and nothing listens but what `answers` says."""
    tries = tuple(
        Try(address=address, port=port, answer=(answers or {}).get((address, port), Refused()))
        for port in USUAL_PORTS
        for address in (HERE, HERE_IPV6)
    )
    nothing = LocalApi(host="localhost", tries=tries, listeners=(), running=(), localhost=(HERE, HERE_IPV6))
    return replace(nothing, **facts)  # type: ignore[arg-type]  # a test's own names


def only(found: tuple[ApiFinding, ...]) -> ApiFinding:
    (finding,) = found
    return finding


def listener(process: str, port: int, address: str = HERE, program: Program | None = None) -> ApiListener:
    return ApiListener(address=address, port=port, process=process, program=program)


@every("port", USUAL_PORTS)
def test_one_port_that_answers_is_enough(port: int) -> None:
    assert conclude(seen({(HERE, port): TWS})) == ()


def test_nothing_listens_and_nothing_runs() -> None:
    finding = only(conclude(seen()))
    assert isinstance(finding, NotListening) and finding.running is False
    assert "neither TWS nor IB Gateway is running" in finding.summary


def test_tws_runs_and_its_api_is_not_enabled() -> None:
    finding = only(conclude(seen(running=(Program.TWS,))))
    assert "is running here, and nothing listens on 7496, 7497, 4001, 4002" in finding.summary


def test_tws_listens_on_another_port_than_the_program_asks() -> None:
    here = seen(running=(Program.TWS,), listeners=(listener("java", 7777, program=Program.TWS),))
    finding = only(conclude(here))
    assert isinstance(finding, NotListening) and finding.elsewhere == (7777,)
    assert "listens on 7777 here" in finding.summary


def test_a_listener_on_another_address_of_this_computer_is_named() -> None:
    here = seen(running=(Program.TWS,), listeners=(listener("java", 7496, "192.168.1.5", Program.TWS),))
    finding = only(conclude(here))
    assert isinstance(finding, NotListening) and (finding.ports, finding.bound) == ((7496,), ("192.168.1.5",))
    assert "on 192.168.1.5 only and not on localhost" in finding.summary
    everywhere = only(conclude(replace(here, listeners=(listener("java", 7496, "0.0.0.0", Program.TWS),))))
    assert isinstance(everywhere, NotListening) and everywhere.bound == ()


def test_nothing_is_said_of_programs_where_the_system_does_not_tell() -> None:
    finding = only(conclude(seen(running=None, listeners=None)))
    assert isinstance(finding, NotListening) and finding.running is None
    assert "does not run there, its login is not complete, or its API is not enabled" in finding.summary


def test_another_computer_that_is_silent_is_off_or_behind_a_firewall() -> None:
    there = LocalApi(
        host="192.168.1.20",
        tries=(Try(address="192.168.1.20", port=7496, answer=Unreachable(error="generic_timeout_error")),),
    )
    assert "192.168.1.20 does not answer on 7496" in only(conclude(there)).summary


def test_silence_points_to_a_window_that_asks() -> None:
    finding = only(conclude(seen({(HERE, 7497): Silent(seconds=5.0)}, listeners=(listener("java", 7497),))))
    assert isinstance(finding, NotAnswering) and not finding.forwarder
    assert finding.summary.startswith("127.0.0.1:7497 accepted a connection and said nothing for 5 s")


@every("process", ["docker-proxy", "com.docker.backend.exe", "socat", "rootlessport", "SSH"])
def test_silence_behind_a_forwarder_names_it(process: str) -> None:
    finding = only(conclude(seen({(HERE, 4002): Silent(seconds=5.0)}, listeners=(listener(process, 4002, "0.0.0.0"),))))
    assert isinstance(finding, NotAnswering) and finding.forwarder
    assert finding.summary.startswith(f"{process} accepts connections on 127.0.0.1:4002 and passes them on")


def test_a_forwarder_that_closes_has_nothing_behind_it() -> None:
    finding = only(conclude(seen({(HERE, 4002): Closed()}, listeners=(listener("docker-proxy", 4002),))))
    assert isinstance(finding, AddressRefused)
    assert "nothing listens where it passes them on" in finding.summary


def test_another_computer_that_closes_does_not_trust_this_one() -> None:
    there = LocalApi(host="10.0.0.5", tries=(Try(address="10.0.0.5", port=7496, answer=Closed()),))
    assert "TWS does not trust the address of this computer" in only(conclude(there)).summary


def test_this_computer_is_trusted_so_that_closing_means_something_else() -> None:
    assert "trust" not in only(conclude(seen({(HERE, 7496): Closed()}))).summary


def test_something_else_on_the_port_is_named() -> None:
    answers: dict[tuple[str, int], Answer] = {(HERE, 7496): Foreign(protocol=Protocol.HTTP)}
    finding = only(conclude(seen(answers, listeners=(listener("nginx", 7496),))))
    assert finding.summary == "What answers on 127.0.0.1:7496 is not TWS: it speaks HTTP. It is nginx."


@pytest.mark.parametrize("answer", [Foreign(protocol=Protocol.TLS), Closed()])
def test_port_5000_is_the_gateway_of_client_portal(answer: Answer) -> None:
    there = LocalApi(host="localhost", tries=(Try(address=HERE, port=5000, answer=answer),))
    finding = only(conclude(there))
    assert isinstance(finding, ForeignListener)
    assert finding.summary.startswith("Port 5000 is the gateway of Client Portal")


def test_where_one_port_answers_an_odd_one_is_told_and_a_closed_one_is_not() -> None:
    finding = only(conclude(seen({(HERE, 7496): TWS, (HERE, 4001): Silent(seconds=5.0)})))
    assert isinstance(finding, NotAnswering) and finding.port == 4001


def test_one_family_that_answers_is_enough_for_its_port() -> None:
    assert conclude(seen({(HERE, 7496): TWS, (HERE_IPV6, 7496): Silent(seconds=5.0)})) == ()


def test_a_name_that_leads_to_the_silent_loopback_first_is_told() -> None:
    here = seen({(HERE, 7496): TWS}, localhost=(HERE_IPV6, HERE))
    told = only_one_loopback(here)
    assert told and told.address == HERE
    assert only_one_loopback(replace(here, localhost=(HERE, HERE_IPV6))) is None
    assert only_one_loopback(seen({(HERE, 7496): TWS, (HERE_IPV6, 7496): TWS}, localhost=(HERE_IPV6, HERE))) is None


def test_a_port_for_this_computer_only_is_told() -> None:
    answers: dict[tuple[str, int], Answer] = {(HERE, 7496): TWS}
    assert bound_to_this_machine_only(seen(answers, listeners=(listener("java", 7496),)))
    assert not bound_to_this_machine_only(seen(answers, listeners=(listener("java", 7496, "0.0.0.0"),)))
    assert not bound_to_this_machine_only(seen(answers, listeners=None))


@every("code", ApiCode)
def test_every_code_has_texts_like_other_findings(code: ApiCode) -> None:
    about = ABOUT[code]
    assert about.code is code
    assert 10 < len(about.title) <= 60 and not about.title.endswith(".")
    assert about.symptoms and len(set(about.symptoms)) == len(about.symptoms)
    steps = [step for remedy in about.remedies for step in remedy.steps]
    assert steps and len(set(steps)) == len(steps)
    assert all(r.link and r.link.startswith("https://") for r in about.remedies)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_summary_is_a_sentence_in_every_language(language: str) -> None:
    states: tuple[Answer, ...] = (
        *(Refused(), Closed(), Silent(seconds=2.5), Unreachable(error="generic_timeout_error")),
        *(Foreign(protocol=Protocol.HTTP), Foreign(protocol=Protocol.UNKNOWN)),
    )
    with using(language):
        for answer in states:
            for process in ("java", "socat"):
                for host in (HERE, "10.0.0.5"):
                    there = LocalApi(
                        host=host,
                        tries=(Try(address=host, port=7496, answer=answer),),
                        listeners=(listener(process, 7496),),
                    )
                    told = only(conclude(there)).summary
                    assert told.endswith((".", "。")) and "{" not in told and "None" not in told
