"""Names of this network become pseudonyms; those of public services stay."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conntest.model.privacy import Share
from conntest.share.hosts import canonical
from conntest.share.pseudonyms import Pseudonyms
from tests.every import every
from tests.share.knowledge import hosts

PUBLIC = [
    "ndc1.ibllc.com",
    "NDC1.IBLLC.COM.",
    "mcgw1-hb1.ibllc.com.cn",
    "cdc1_hb1.ibllc.com",
    "*.ibkr.com",
    "www.interactivebrokers.com:443",
    "www.interactivebrokers.com.edgekey.net",
    "one.one.one.one.example.cloudflare.net",
    "e123.dscb.akamaiedge.net",
    "s3.amazonaws.com",
    "fd00::/8",
    "localhost",
    "localhost:8080",
    "getaddrinfo",
    "<local>",
    "10.0.0.0/8",
    "192.168.*",
    "[::1]:3128",
    "::1",
    "local-host-3",
    "",
]


@every("text", PUBLIC)
def test_a_public_name_stays_as_it_is_written(text: str) -> None:
    assert hosts().typed(text) == text


LOCAL = [
    ("proxy", "local-host-1"),
    ("proxy.corp.local:3128", "local-host-1:3128"),
    ("PROXY.Corp.Local.", "local-host-1"),
    ("*.bigbank.com", "*.local-host-1"),
    (".bigbank.com", ".local-host-1"),
    ("ndc1.ibllc.com.corp.local", "local-host-1"),
    ("notibllc.com", "local-host-1"),
    ("ndc1.ibllc.com\x1b[31m", "local-host-1"),
    ("bücher.corp", "local-host-1"),
    ("a name with spaces", "local-host-1"),
    ("*.db.de", "*.local-host-1"),
    ("dc.ad", "local-host-1"),
    ("internal-bigbank-px.elb.amazonaws.com", "local-host-1"),
    ("px.bigbank.com.edgekey.net", "local-host-1"),
]


@every(("text", "shown"), LOCAL)
def test_a_name_of_this_network_goes_and_its_port_stays(text: str, shown: str) -> None:
    assert hosts().typed(text) == shown


def test_all_spellings_of_a_name_have_one_pseudonym() -> None:
    made = hosts()
    spellings = ("bücher.corp", "BÜCHER.corp.", "xn--bcher-kva.corp", "XN--BCHER-KVA.CORP", "b%C3%BCcher.corp")
    assert {made.typed(text) for text in spellings} == {"local-host-1"}
    assert made.typed("bucher.corp") == "local-host-2"


SENTENCES = [
    ("The proxy http://proxy.corp.local:3128 refuses.", "The proxy http://local-host-1:3128 refuses."),
    ("Der Proxy PROXY.CORP.LOCAL antwortet nicht.", "Der Proxy local-host-1 antwortet nicht."),
    ("プロキシproxy.corp.localは応答しません。", "プロキシlocal-host-1は応答しません。"),
    ("http%3A%2F%2Fproxy.corp.local%3A3128", "http%3A%2F%2Flocal-host-1%3A3128"),
    ("proxy%2Ecorp%2Elocal", "local-host-1"),
    ("it said\\nproxy.corp.local", "it said\\nlocal-host-1"),
    ("tws.exe and jts.ini in ~/Jts, see www.ibkrguides.com", "tws.exe and jts.ini in ~/Jts, see www.ibkrguides.com"),
    ("http://intranetproxy:8080/x", "http://local-host-1:8080/x"),
    (r"\\fileserver\share", r"\\local-host-1\share"),
]


@every(("text", "shown"), SENTENCES)
def test_in_a_sentence_of_ours_names_of_this_network_go(text: str, shown: str) -> None:
    assert hosts().in_text(text, untrusted=False) == shown


STRANGE = [
    ("Via: 1.1 fw01.bigbank.com (squid/5.7)", "Via: 1.1 local-host-1 (squid/5.7)"),
    ("see /index.html, style.css, TLSv1.3, 3.11.7", "see /index.html, style.css, TLSv1.3, 3.11.7"),
    ("ssl.SSLError: [SSL] wrong (_ssl.c:1006)", "ssl.SSLError: [SSL] wrong (_ssl.c:1006)"),
    ("java.net.UnknownHostException: px.bigbank.com", "java.net.UnknownHostException: local-host-1"),
    ("https://www.interactivebrokers.com/", "https://www.interactivebrokers.com/"),
    ("PROXY px07:8080; SOCKS px08; DIRECT", "PROXY local-host-1:8080; SOCKS local-host-2; DIRECT"),
    (
        "X-Cache: MISS from px07, Via: 1.1 px07 (squid/5.7)",
        "X-Cache: MISS from local-host-1, Via: 1.1 local-host-1 (squid/5.7)",
    ),
    ("220 mail01 ESMTP Postfix, 220 ProFTPD Server", "220 local-host-1 ESMTP Postfix, 220 ProFTPD Server"),
    ('Basic realm="PX07", NTLM realm="Sign in"', 'Basic realm="local-host-1", NTLM realm="Sign in"'),
    ("to px-zrh-01:3128 from ndc1:4000, line:20, sha256:16", "to local-host-1:3128 from ndc1:4000, line:20, sha256:16"),
]


@every(("text", "shown"), STRANGE)
def test_in_strange_words_every_name_that_is_not_public_goes(text: str, shown: str) -> None:
    assert hosts().in_text(text, untrusted=True) == shown


def test_a_name_of_one_label_that_was_met_goes_where_it_is_no_word() -> None:
    pseudonyms = Pseudonyms()
    made = hosts(pseudonyms=pseudonyms)
    made.typed("px01"), made.typed("squid"), made.typed("bigbankproxy")
    assert made.in_text("px01 and PX01:80, not px012", untrusted=False) == "local-host-1 and local-host-1:80, not px012"
    assert made.in_text("squid at squid:3128", untrusted=True) == "squid at local-host-2:3128"
    assert made.in_text("the word bigbankproxy", untrusted=False) == "the word bigbankproxy"
    assert made.in_text("the word bigbankproxy", untrusted=True) == "the word local-host-3"


def test_an_id_of_the_table_is_no_host_of_this_network() -> None:
    made = hosts()
    made.typed("download"), made.typed("proxy")
    assert made.in_text("download:443 by proxy:3128", untrusted=False) == "download:443 by local-host-2:3128"


@pytest.mark.parametrize("label", ["a.", "é.", "com.edgekey.net."])
def test_what_is_too_long_for_a_name_costs_no_time(label: str) -> None:
    assert hosts().typed(label * 50_000) == "local-host-1"


def test_hosts_below_a_domain_of_this_network_go_from_sentences() -> None:
    made = hosts(here=("bigbank.com", "alice-laptop"))
    assert made.in_text("x.bigbank.com, bigbank.com", untrusted=False) == "local-host-1, local-host-2"
    assert made.in_text("on alice-laptop", untrusted=False) == "on local-host-3"


def test_a_public_name_with_an_address_in_it_is_not_for_the_public() -> None:
    name = "host-81-2-69-160.pop.cloudfront.net"
    assert hosts(Share.SUPPORT).typed(name) == name
    assert hosts(Share.PUBLIC).typed(name) == "local-host-1"


def test_a_table_of_ones_own_is_support_s_to_read_unless_its_names_are_local() -> None:
    from conntest.share.hosts import Hosts
    from tests.share.knowledge import known

    made = Hosts(Pseudonyms(), known(), Share.SUPPORT, own_table=("gw.partner.net", "gw.corp.local"), here=())
    assert made.typed("gw.partner.net") == "gw.partner.net"
    assert made.typed("gw.corp.local") == "local-host-1"


label = st.from_regex(r"[a-z][a-z0-9]{2,8}(-[a-z0-9]{1,5})?", fullmatch=True)
name = st.builds(
    lambda labels, zone: ".".join((*labels, zone)),
    st.lists(label, min_size=1, max_size=3),
    st.sampled_from(["local", "corp", "bigbank.com", "intern.example"]),
)
around = st.sampled_from(
    ["", " ", "“", "”", "(", ")", "/", "//", "://", ",", ":3128", "\\n", "は", "%2F", "[", "]", "'", '"', "\t", "="]
)


@example(name="proxy.corp", before="\\n", after=":3128", spelt=str)
@settings(max_examples=60, deadline=None)
@given(name, around, around, st.sampled_from([str, str.upper, str.title, lambda text: text.replace(".", "%2E")]))
def test_a_name_goes_wherever_it_stands(name: str, before: str, after: str, spelt: object) -> None:
    written = spelt(name)  # type: ignore[operator]
    before = "" if before[-1:].isdigit() else before
    made = hosts()
    pseudonym = made.typed(name)
    shown = made.in_text(f"said{before or ' '}{written}{after or ' '}.", untrusted=True)
    assert canonical(written) not in canonical(shown)
    assert pseudonym in shown, shown
