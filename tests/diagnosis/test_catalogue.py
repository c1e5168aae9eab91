"""The catalogue has words for everything the contract names, and says them plainly."""

import re
from itertools import chain
from string import Formatter

import pytest

from conntest.diagnosis.catalogue import DEFAULT, ENTRIES, Entry, entry, failure_entry, word
from conntest.diagnosis.explain import WIDTH, UnknownCode, all_codes, explain
from conntest.model.failure import Failure
from conntest.model.finding import Code, Domain, Draft, Severity

#: What the rules give to each summary, with values as a report shows them.
PARAMS = {
    Code.NO_NETWORK: {"no-interface": "", "no-route": "interfaces"},
    Code.NO_INTERNET: {
        "silent": "tried",
        "names-only": "servers tried",
        "rejected": "how sender tried",
        "denied": "how tried",
    },
    Code.TWS_PORTS_BLOCKED: {
        "dropped": "count timeout witness",
        "reset": "count witness",
        "dropped-or-rejected": "count timeout witness",
        "reset-or-rejected": "count witness",
        "rejected": "count how witness",
        "rejected-by": "count how sender witness",
        "rejected-some": "count how sender witness",
        "denied": "count how witness",
        "mixed": "count how witness",
        "destination": "count how witness neutral",
    },
    Code.TWS_PORT_PARTLY_BLOCKED: {
        **dict.fromkeys(("dropped", "reset", "rejected", "denied", "mixed"), "blocked open carries_blocked how"),
        "rejected-some": "blocked open carries_blocked how sender",
    },
    Code.TWS_PAYLOAD_BLOCKED: {"cut": "count how witness", "unacknowledged": "count witness", "silent": "count how"},
    Code.UNEXPECTED_PROTOCOL: {"all": "count spoken preview", "some": "hosts spoken preview"},
    Code.REGION_UNREACHABLE: {"yours": "region how others", "other": "region how others"},
    Code.PRIMARY_UNREACHABLE: {"": "region primary how backup"},
    Code.PORTAL_BLOCKED: {
        **dict.fromkeys(("dropped", "reset", "rejected", "denied", "tls-cut", "mixed"), "hosts what how witness"),
        "through-proxy": "proxy what how",
    },
    Code.DNS_UNAVAILABLE: {
        **dict.fromkeys(("timeout", "refused", "servfail", "denies-all", "mixed", "this-computer"), "servers"),
        "not-asked": "",
    },
    Code.DNS_NAMES_MISSING: {
        "all": "names servers",
        "some": "names servers",
        "all-independent": "names servers independent",
        "some-independent": "names servers independent",
        "alone": "names servers",
        "unanswered": "names servers independent",
        "this-computer": "names independent",
    },
    Code.DNS_TAMPERED: {
        "bogon": "name names address kind servers",
        "other-server": "name names address servers independent truth",
        "dead-end": "name names address servers independent truth",
        "one-address": "names address owner servers",
        "hosts-file": "name names address",
    },
    Code.DNS_SLOW: {"slow": "median connect", "dead-server": "median servers"},
    Code.CAPTIVE_PORTAL: {"": "checks portal"},
    Code.TLS_INTERCEPTED: {
        "vendor": "issuer vendor scope hosts",
        "system-trusted": "issuer scope hosts",
        "shared-authority": "issuer scope hosts",
        "elsewhere": "issuer hosts",
    },
    Code.TLS_CERTIFICATE_INVALID: {
        "expired": "hosts when",
        "not-yet-valid": "hosts when",
        "wrong-name": "hosts names",
        "unknown-authority": "hosts issuer",
        "self-signed": "hosts issuer",
    },
    Code.TRANSPARENT_ACCEPTOR: {"unproven": "canaries what", "proven": "canaries"},
    Code.EGRESS_IP_ROTATION: dict.fromkeys(
        ("round-robin", "per-flow", "cgnat-pool", "per-destination", "http-pool"), "way addresses operators"
    ),
    Code.EGRESS_IP_CHANGED: {"": "way before after when"},
    Code.EGRESS_FAMILY_SPLIT: {"": "ipv4 ipv6"},
    Code.EGRESS_UNKNOWN: {"": "operators why witness"},
    Code.ANONYMISER_EXIT: {"check": "address connections", "list": "address", "proxy": "proxy"},
    Code.VPN_ACTIVE: {"": "interfaces"},
    Code.DESTINATION_IP_ROTATION: {"servers": "names name before after", "time": "names name before after elapsed"},
    Code.IPV6_BROKEN: {"": "count example"},
    Code.CLOCK_SKEW: {"ahead": "amount operators", "behind": "amount operators"},
    Code.PROXY_UNREACHABLE: {
        **dict.fromkeys(
            ("unresolved", "refused", "nothing-listens", "silent", "unreachable", "mute"), "proxy source how users"
        ),
        "given": "proxy source how",
    },
    Code.PROXY_PROTOCOL_MISMATCH: dict.fromkeys(
        ("other", "web-server", "stranger"), "proxy source claimed spoken users"
    ),
    Code.PROXY_AUTH_REQUIRED: dict.fromkeys(("wanted", "rejected", "single-sign-on"), "proxy source schemes users"),
    Code.PROXY_REFUSES_TWS: dict.fromkeys(("refuses", "fails", "empty"), "kind proxy witness how"),
    Code.HTTP_PROXY_CANNOT_CARRY_TWS: {
        "refuses": "proxy witness how",
        "fails": "proxy witness how",
        "connects": "count proxy",
    },
    Code.SOCKS_REQUIRED: dict.fromkeys(("open", "closed"), "count proxy direct"),
    Code.PROXY_SETTINGS_CONFLICT: {"": "who one one_proxy other other_proxy"},
    Code.PAC_UNREACHABLE: {"": "source url reason"},
    Code.PAC_INVALID: dict.fromkeys(("no-script", "throws", "runs-away", "rubbish"), "source url reason"),
    Code.JAVA_PROXY_OVERRIDE: dict.fromkeys(("socks", "web", "follows-system", "tws-file"), "source proxy"),
    Code.CONNECTION_UNSTABLE: dict.fromkeys(("failures", "loss", "latency"), "hosts how"),
    Code.TWS_RUNNING: {
        "connected": "program gateways interface",
        **dict.fromkeys(("stuck", "elsewhere"), "program gateways"),
        "through-proxy": "program proxy",
        **dict.fromkeys(("no-connection", "unseen"), "program"),
    },
    Code.INSTALL_FOLDER_NOT_WRITABLE: {"": "folder error"},
    Code.DISK_SPACE_LOW: {"": "folder free enough"},
    Code.PUSH_NOTIFICATIONS_BLOCKED: {"": "phones hosts ports how witness"},
}

SUMMARIES = [(code, variant, names.split()) for code, variants in PARAMS.items() for variant, names in variants.items()]

#: Words that talk down, beg, promise too much, or advise to lay down one's guard.
BANNED = (
    r"please|simply|just|obviously|unfortunately|oops|sorry|easy|easily|of course",
    r"definitely|certainly|undoubtedly|guaranteed?|proves that|always works",
    r"(disable|turn off|switch off|uninstall) (the |your |any )?(firewall|antivirus|security)",
    r"ignore (the |this |any )?(certificate|warning)",
    r"TODO|FIXME|lorem",
)


def draft(code: Code, variant: str, params: dict[str, str]) -> Draft:
    return Draft(code=code, severity=Severity.FAIL, variant=variant, params=params, domains=frozenset({Domain.TWS}))


def texts(one: Entry) -> list[str]:
    """Everything an entry says, links left out."""
    steps = chain.from_iterable(remedy.steps for remedies in one.remedies.values() for remedy in remedies)
    harmless = [one.healthy_cause] if one.healthy_cause else []
    return [one.title, one.meaning, *one.summaries.values(), *one.cases.values(), *steps, *harmless]


ALL_TEXTS = [(str(code), text) for code in Code for text in texts(ENTRIES[code])] + [
    (str(failure), text)
    for failure in Failure
    for text in (failure_entry(failure).meaning, failure_entry(failure).look_for)
]


@pytest.mark.parametrize("code", Code)
def test_every_finding_has_an_entry_of_its_own(code: Code) -> None:
    assert entry(code).code is code


@pytest.mark.parametrize("failure", Failure)
def test_every_failure_has_an_entry_of_its_own(failure: Failure) -> None:
    assert failure_entry(failure).failure is failure


@pytest.mark.parametrize("failure", Failure)
def test_a_failure_fits_into_a_cell_of_the_matrix(failure: Failure) -> None:
    short = failure_entry(failure).short
    assert 1 <= len(short.split()) <= 4
    assert len(short) <= 20


@pytest.mark.parametrize("one", [pytest.param(entry(code), id=code) for code in Code])
def test_a_title_is_a_short_sentence_without_jargon(one: Entry) -> None:
    for title in (one.title, *one.titles.values()):
        assert len(title) <= 60
        assert title[0].isupper()
        assert not title.endswith(".")
        assert str(one.code) not in title
        assert "_" not in title


@pytest.mark.parametrize("one", [pytest.param(entry(code), id=code) for code in Code])
def test_a_meaning_speaks_to_the_trader_and_then_to_the_administrator(one: Entry) -> None:
    paragraphs = one.meaning.split("\n\n")
    assert len(paragraphs) == 2
    for paragraph in paragraphs:
        assert 2 <= len(re.findall(r"[.?!]”?(?:\s|$)", paragraph)) <= 5


@pytest.mark.parametrize("one", [pytest.param(entry(code), id=code) for code in Code])
def test_every_finding_says_who_can_do_what(one: Entry) -> None:
    assert one.remedies[DEFAULT]
    for remedies in one.remedies.values():
        assert all(remedy.steps for remedy in remedies)
        assert len({remedy.who for remedy in remedies}) == len(remedies)


@pytest.mark.parametrize("one", [pytest.param(entry(code), id=code) for code in Code])
def test_remedies_belong_to_variants_that_exist_and_have_a_name(one: Entry) -> None:
    special = set(one.remedies) - {DEFAULT}
    assert special == set(one.cases)
    assert special <= set(one.summaries)
    assert set(one.titles) <= set(one.summaries)


def test_the_summaries_are_those_that_the_rules_ask_for() -> None:
    written = {(code, variant) for code, one in ENTRIES.items() for variant in one.summaries}
    assert written == {(code, variant) for code, variant, _ in SUMMARIES}


@pytest.mark.parametrize(("code", "variant", "names"), SUMMARIES)
def test_a_summary_uses_exactly_the_parameters_it_is_given(code: Code, variant: str, names: list[str]) -> None:
    fields = [field for _, field, _, _ in Formatter().parse(entry(code).summaries[variant]) if field is not None]
    assert set(fields) == set(names)


@pytest.mark.parametrize(("code", "variant", "names"), SUMMARIES)
def test_a_draft_gets_its_words(code: Code, variant: str, names: list[str]) -> None:
    finding = word(draft(code, variant, {name: f"<{name}>" for name in names}))
    assert finding.title == entry(code).title_of(variant)
    assert all(f"<{name}>" in finding.summary for name in names)
    assert "{" not in finding.summary
    assert finding.remedies == entry(code).remedies_for(variant)


@pytest.mark.parametrize(("code", "variant", "names"), [row for row in SUMMARIES if row[2]])
def test_a_missing_parameter_is_a_bug(code: Code, variant: str, names: list[str]) -> None:
    with pytest.raises(KeyError):
        word(draft(code, variant, dict.fromkeys(names[1:], "x")))


def test_an_unknown_variant_is_a_bug() -> None:
    with pytest.raises(KeyError):
        word(draft(Code.DNS_SLOW, "sideways", {}))


def test_what_a_peer_sent_is_not_taken_for_a_template() -> None:
    params = {"count": "1 gateway port in 1 region", "spoken": "HTTP", "preview": "{servers} {0.__class__}"}
    assert "{servers} {0.__class__}" in word(draft(Code.UNEXPECTED_PROTOCOL, "all", params)).summary


def test_what_a_cause_explains_comes_in_a_fixed_order() -> None:
    causes = frozenset({Code.PORTAL_BLOCKED, Code.DNS_SLOW, Code.TWS_PORTS_BLOCKED})
    one = Draft(
        code=Code.NO_NETWORK, severity=Severity.FAIL, variant="no-interface", domains=frozenset(), explains=causes
    )
    assert word(one).explains == (Code.DNS_SLOW, Code.PORTAL_BLOCKED, Code.TWS_PORTS_BLOCKED)


@pytest.mark.parametrize("pattern", BANNED)
def test_no_text_begs_promises_or_lays_down_the_guard(pattern: str) -> None:
    found = [(code, text) for code, text in ALL_TEXTS if re.search(rf"\b({pattern})\b", text, re.IGNORECASE)]
    assert not found


def test_a_text_has_no_stray_blanks_and_closes_its_quotes() -> None:
    for code, text in ALL_TEXTS:
        assert text == text.strip(), code
        assert "  " not in text, code
        assert text.count("`") % 2 == 0, code
        assert text.count("“") == text.count("”"), code


def test_a_link_is_https() -> None:
    links = [
        remedy.link
        for one in ENTRIES.values()
        for remedies in one.remedies.values()
        for remedy in remedies
        if remedy.link
    ]
    assert links
    assert all(link.startswith("https://") for link in links)


@pytest.mark.parametrize("code", [Code.TWS_PORTS_BLOCKED, Code.TWS_PORT_PARTLY_BLOCKED])
def test_a_block_names_the_rule_and_a_proof_for_every_system(code: Code) -> None:
    administrator = next(remedy for remedy in entry(code).remedies[DEFAULT] if remedy.who == "it")
    said = " ".join(administrator.steps)
    assert "4000 and 4001" in said
    assert "`conntest hosts`" in said
    assert "`Test-NetConnection ndc1.ibllc.com -Port 4001`" in said
    assert said.count("`nc -vz ndc1.ibllc.com 4001`") == 2


@pytest.mark.parametrize("variant", ["dropped", "reset", "rejected"])
def test_each_kind_of_block_is_looked_for_elsewhere(variant: str) -> None:
    block = entry(Code.TWS_PORTS_BLOCKED)
    assert block.remedies_for(variant) != block.remedies_for("mixed")


@pytest.mark.parametrize("code", all_codes())
def test_explain_fits_a_terminal_of_80_columns(code: str) -> None:
    lines = explain(code).splitlines()
    too_long = [line for line in lines if len(line) > WIDTH]
    assert not too_long
    assert f"({code})" in lines[1]


@pytest.mark.parametrize("code", Code)
def test_explain_shows_every_step_and_keeps_commands_whole(code: Code) -> None:
    shown = explain(code)
    flat = " ".join(shown.split())
    for remedies in entry(code).remedies.values():
        for step in chain.from_iterable(remedy.steps for remedy in remedies):
            assert step in flat
            assert all(command in shown for command in re.findall(r"`[^`]+`", step))


def test_explain_gives_one_number_to_the_same_step_on_several_systems() -> None:
    lines = explain("clock-skew").splitlines()
    starts = [line[:8] for line in lines if re.search(r"(Windows|macOS|Linux): ", line)]
    assert starts == ["  1. Win", "     mac", "     Lin"]


def test_explain_repeats_no_step() -> None:
    assert explain("tws-ports-blocked").count("Test-NetConnection") == 1


@pytest.mark.parametrize("written", ["TWS-Ports-Blocked", "  tws-ports-blocked\n"])
def test_explain_forgives_case_and_blanks(written: str) -> None:
    assert explain(written) == explain("tws-ports-blocked")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tws-port-blocked", "tws-ports-blocked"),
        ("tws_ports_blocked", "tws-ports-blocked"),
        ("connection-refused", "connection_refused"),
        ("timeout", "generic_timeout_error"),
    ],
)
def test_an_unknown_code_is_answered_with_what_was_meant(written: str, meant: str) -> None:
    with pytest.raises(UnknownCode, match=meant):
        explain(written)


@pytest.mark.parametrize("written", ["", "weather", "\x1b[31mred", "x" * 10_000])
def test_nonsense_is_answered_briefly_and_printably(written: str) -> None:
    with pytest.raises(UnknownCode) as caught:
        explain(written)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 300
    assert "tws-ports-blocked" in message


def test_all_codes_are_the_contracts_codes_each_once() -> None:
    assert set(all_codes()) == {*map(str, Code), *map(str, Failure)}
    assert len(all_codes()) == len(set(all_codes()))
