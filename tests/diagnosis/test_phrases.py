"""Counts, spans and lists read as a person would say them."""

from conntest.evidence.endpoint import EndpointView, icmp_sender, outcomes_of
from conntest.evidence.evidence import Evidence
from conntest.findings.blocked import Block, block_of
from conntest.wording import outcomes, phrases
from tests.diagnosis.peers import Behaviour, cut, denied, dropped, fine, refused, rejected, unacknowledged, unreachable
from tests.diagnosis.seeing import observe
from tests.diagnosis.world import row, run_with
from tests.every import every

HOSTS = ("zdc1.ibllc.com", "zdc1-hb1.ibllc.com", "zdc1-hb2.ibllc.com")


def views(*behaviours: Behaviour) -> list[EndpointView]:
    """One endpoint after another, port 4000 of Europe's gateways, each with its behaviour."""
    hosts = ("zdc1", "zdc1-hb1", "zdc1-hb2")[: len(behaviours)]
    changes = [row(host).are(behaviour) for host, behaviour in zip(hosts, behaviours, strict=True)]
    only = run_with(include=tuple(f"{host}:4000" for host in hosts), third_party=False)
    return list(Evidence(record=observe(*changes, only)).gateways)


@every(
    ("items", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "a"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and d"),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more"),
    ],
)
def test_a_list_names_some_and_counts_the_rest(items: list[str], said: str) -> None:
    assert phrases.listed(items) == said


@every(
    ("span", "said"),
    [
        (0.5, "0.5 s"),
        (5, "5 s"),
        (59.6, "60 s"),
        (120, "2 min"),
        (150, "2.5 min"),
        (3600, "60 min"),
        (5400, "1.5 h"),
        (7200, "2 h"),
        (90_000, "25 h"),
        (172_800, "2 days"),
        (40 * 86_400, "40 days"),
        (56 * 365.25 * 86_400, "56 years"),
    ],
)
def test_a_span_has_the_unit_of_its_size(span: float, said: str) -> None:
    assert phrases.seconds(span) == said


@every(
    ("behaviours", "said"),
    [
        ((dropped,), "it timed out"),
        ((refused,), "it was refused"),
        ((unacknowledged,), "it had its data swallowed"),
        ((dropped, dropped), "both timed out"),
        ((refused, refused, refused), "all were refused"),
        ((denied, denied), "both were refused by this computer itself"),
        ((rejected(), rejected()), "both were rejected by ICMP"),
        ((unreachable,), "it was reported unreachable"),
        ((dropped, dropped, refused), "2 timed out, 1 was refused"),
        ((dropped, refused, cut), "1 timed out, 1 was cut, 1 was refused"),
    ],
)
def test_how_hosts_failed_is_counted(behaviours: tuple[Behaviour, ...], said: str) -> None:
    assert outcomes.how(outcomes_of(views(*behaviours))) == said


def test_a_part_of_those_tried_is_no_all() -> None:
    assert outcomes.how(outcomes_of(views(dropped, dropped), tried=6)) == "2 of 6 timed out"
    assert outcomes.how(outcomes_of(views(dropped), tried=2)) == "1 of 2 timed out"
    assert outcomes.how(outcomes_of(views(refused), tried=2)) == "1 of 2 was refused"


@every(
    ("behaviours", "block"),
    [
        ((dropped, dropped), Block.DROPPED),
        ((refused, refused), Block.RESET),
        ((unreachable, unreachable), Block.REJECTED),
        ((rejected(), unreachable), Block.REJECTED_BY),
        ((rejected(), dropped), Block.REJECTED_SOME),
        ((denied,), Block.DENIED),
        ((dropped, refused), Block.MIXED),
        ((dropped, fine), Block.MIXED),
    ],
)
def test_a_block_is_named_after_how_all_attempts_ended(behaviours: tuple[Behaviour, ...], block: Block) -> None:
    assert block_of(Evidence(record=observe()), views(*behaviours)) is block


def test_gateways_are_counted_by_port_and_region() -> None:
    assert phrases.gateway_count(1, 1) == "1 gateway port in 1 region"
    assert phrases.gateway_count(36, 6) == "36 gateway ports in 6 regions"


def test_witnesses_are_named_and_counted() -> None:
    one, two, three = (HOSTS[:number] for number in (1, 2, 3))
    assert phrases.witness([]) == "no other host answers on 443"
    assert phrases.witness(one) == "zdc1.ibllc.com answers on 443"
    assert phrases.witness(two) == "zdc1.ibllc.com and zdc1-hb1.ibllc.com answer on 443"
    assert phrases.witness(three) == "zdc1.ibllc.com and 2 other hosts answer on 443"


def test_the_router_that_rejects_most_is_named() -> None:
    most = views(rejected(sender="10.0.0.1"), rejected(sender="10.0.0.2"), rejected(sender="10.0.0.2"))
    assert icmp_sender(most) == "10.0.0.2"
    assert icmp_sender(views(dropped)) is None
