"""Whatever the diagnosis says can be said in another language: no text is left in English, or glued together."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from rich.cells import cell_len

from conntest.diagnosis import diagnose
from conntest.explain.answer import all_codes, explain
from conntest.explain.page import WIDTH
from conntest.model.addresses import SpecialPurpose
from conntest.model.failure import Failure
from conntest.model.host import REGION_NAMES
from conntest.model.install import Install
from conntest.model.proxy import Proxy, Scheme, Scope
from conntest.model.report import Record, Report
from conntest.model.tws import LiveConnection, Program, RunningTws, Settled
from conntest.wording import conditions
from conntest.wording.headline import headline
from conntest.wording.terms import REGIONS, SPECIAL_PURPOSES
from tests.diagnosis.beyond import (
    FORBIDDEN,
    LOCAL,
    NAMED,
    NOT_ALLOWED,
    SOCKS,
    UNREACHED,
    WEB,
    Beyond,
    nothing,
    only_web,
    seen_through,
)
from tests.diagnosis.networks import record_of
from tests.diagnosis.peers import dropped
from tests.diagnosis.pseudo import SYSTEMS, speaking
from tests.diagnosis.seeing import TOOL, observe
from tests.diagnosis.troubles import TROUBLES
from tests.diagnosis.world import everything, gateways, port, row, run_with
from tests.every import every
from tests.languages.catalogues import read, translated
from tests.some import some_of

#: What stays as it is in every language: names of protocols and products, units that are letters of a formula.
NAMES = frozenset("UTC GiB HTTP http IB Gateway IPv SOCKS SSH ssh TWS Windows macOS Linux".split())

#: Host names, addresses, paths, ids, commands, options, dates, ports: whatever is written with more than letters.
NO_WORD = re.compile(r"“[^”]*”|https?://\S+|[\w~-]*(?:\d|[./:~_](?=[\w/~]))[\w./:%~-]*", re.ASCII)
WORD = re.compile(r"[A-Za-z]+")

#: One network for each cause, and some ways through proxies.
ONE_OF_EACH = tuple({trouble.code: trouble.name for trouble in TROUBLES}.values())
BROWSERS = (Scope.WEB, Scope.JAVA)
BEYOND = (
    Beyond(proxy=WEB, used_by=BROWSERS, through=only_web(FORBIDDEN)),
    Beyond(proxy=SOCKS, used_by=BROWSERS, through=only_web(NOT_ALLOWED)),
    Beyond(proxy=WEB, used_by=BROWSERS, through=nothing(UNREACHED)),
    Beyond(proxy=LOCAL, used_by=(Scope.TOOLS,), connecting=Failure.CONNECTION_REFUSED),
    Beyond(proxy=NAMED, unresolved=Failure.DNS_NXDOMAIN),
    Beyond(proxy=Proxy(scheme=Scheme.HTTPS, host="10.9.9.9", port=8443), answers={Scheme.SOCKS5: None}),
    Beyond(proxy=WEB, answers={Scheme.HTTP: Failure.HTTP_PROXY_AUTH_REQUIRED}),
)


@pytest.mark.parametrize("name", some_of({name: name for name in ONE_OF_EACH}, ONE_OF_EACH[::4]))
def test_nothing_is_said_in_english_of_a_network_in_trouble(name: str) -> None:
    assert left_in_english(record_of(name)) == {}


@pytest.mark.parametrize("beyond", BEYOND, ids=lambda beyond: beyond.proxy.id)
def test_nothing_is_said_in_english_of_a_proxy(beyond: Beyond) -> None:
    changes = (everything.are(dropped),) if beyond.proxy.scheme is Scheme.SOCKS5 else (gateways.are(dropped),)
    assert left_in_english(seen_through(beyond, *changes)) == {}


def test_nothing_is_said_in_english_of_this_computer() -> None:
    connection = LiveConnection(
        local_address="192.168.1.20", remote_address="10.1.1.1", remote_port=4001, settled=Settled.ESTABLISHED
    )
    process = RunningTws(program=Program.TWS, connections=(connection,), api_ports=(7496, 7497))
    install = Install(folder="~/Jts", writable=False, error=None, disk_free=1, memory=None, bits=64)
    seen = observe(row("zdc1").are(dropped), port(4000).are(dropped), run_with(third_party=False, samples=0))
    machine = replace(seen.machine, tws_running=(process,), install=install, route_interfaces=("tun0",))
    assert left_in_english(replace(seen, machine=machine)) == {}


def left_in_english(record: Record) -> dict[str, list[str]]:
    """The words that are no names, by the text they stand in."""
    with speaking():
        texts = list(said(diagnose(record, TOOL)))
    names = NAMES | _told_by_others(record)
    for text in texts:
        assert is_one_message(text), text
    found = {text: [word for word in WORD.findall(NO_WORD.sub("", text)) if word not in names] for text in texts}
    return {text: words for text, words in found.items() if words}


def said(report: Report) -> Iterator[str]:
    """Every text for people."""
    yield headline(report)
    for finding in report.findings:
        yield from (finding.title, finding.summary)
        yield from (step for remedy in finding.remedies for step in remedy.steps)
    yield from (conditions.reason(verdict.doubt) for verdict in report.verdicts.values() if verdict.doubt)
    yield from (conditions.note(endpoint.state) for endpoint in report.endpoints)


def is_one_message(text: str) -> bool:
    """Brackets of its own around all of it: a text that is put together of several is not. `HTTP 204` has none."""
    opened = 0
    for sign in text.removeprefix(next(filter(text.startswith, SYSTEMS), ""))[:-1]:
        opened += (sign == "⟦") - (sign == "⟧")
        if not opened:
            return "⟦" not in text
    return True


def _told_by_others(record: Record) -> set[str]:
    """Words of certificates, of the system's own names for settings, and of operators' names."""
    chains = [seen.tls.detail.chain for seen in record.observations if seen.tls]
    signers = [str(one.issuer_common_name) for chain in chains for one in chain]
    signers += [str(one.subject_common_name) for chain in chains for one in chain]
    sources = [path.source for path in record.paths]
    operators = [endpoint.operator for endpoint in record.endpoints]
    return set(WORD.findall(" ".join((*signers, *sources, *operators))))


@every("code", all_codes())
def test_an_explanation_is_all_in_one_language_and_fits(code: str) -> None:
    with speaking():
        told = explain(code)
    lines = told.splitlines()
    assert [line for line in lines if cell_len(line) > WIDTH] == []
    shown = " ".join(line for line in lines if line.strip("-") and not line.strip().startswith(("(", "https:")))
    messages = r"“[^”]*”"  # of other programs, as they are shown
    assert not re.search(r"[a-z]{3}", re.sub("|".join((*SYSTEMS, messages)), "", shown))


def test_the_model_s_names_are_marked_where_languages_are_known() -> None:
    assert set(REGIONS) == set(REGION_NAMES.values())
    assert set(SPECIAL_PURPOSES) == set(SpecialPurpose)


@pytest.mark.parametrize("language", translated())
def test_a_step_for_one_system_begins_with_its_name_in_every_language(language: str) -> None:
    for message in read(language):
        begins = next((name for name in SYSTEMS if str(message.id).startswith(name)), "")
        assert not message.string or str(message.string).startswith(begins), message.id
