from ipaddress import ip_address

from hypothesis import given
from hypothesis import strategies as st

from conntest.model.addresses import special_purpose
from conntest.model.host import EchoKind
from conntest.wire.echo import Echo, NoEcho, parse
from tests.every import every

TRACE = b"fl=123f45\nh=www.cloudflare.com\nip=81.2.69.160\nts=1700000000.1\ncolo=FRA\nloc=DE\nwarp=off\n"


def address(kind: EchoKind, said: bytes) -> str:
    found = parse(kind, said)
    assert isinstance(found, Echo), found
    return found.address


def reason(kind: EchoKind, said: bytes) -> str:
    found = parse(kind, said)
    assert isinstance(found, NoEcho), found
    return found.reason


@every(
    ("kind", "said"),
    [
        (EchoKind.TEXT, b"81.2.69.160\n"),
        (EchoKind.TEXT, b"  81.2.69.160\r\n"),
        (EchoKind.TEXT, b"::ffff:81.2.69.160"),
        (EchoKind.TRACE, TRACE),
        (EchoKind.TRACE, b"81.2.69.160"),
        (EchoKind.JSON, b'{"ip":"81.2.69.160"}'),
        (EchoKind.JSON, b'{"IsTor":false,"IP":"81.2.69.160"}'),
        (EchoKind.JSON, '{"ret":"ok","data":{"ip":"81.2.69.160","location":["中国","北京"]}}'.encode()),
        (EchoKind.JSON, b'{"ip_decimal":1359103392,"ip":"81.2.69.160","asn":"AS64500","asn_org":"Example"}'),
        (
            EchoKind.HTML,
            b"<html><head><title>Current IP Check</title></head><body>Current IP Address: 81.2.69.160</body>",
        ),
        (EchoKind.HTML, b"Port 4001 test successful!\nYour IP: 81.2.69.160.\n"),
        (EchoKind.HTML, b"81.2.69.160 and once more 81.2.69.160"),
        (EchoKind.DNS_TXT, b"81.2.69.160"),
        (EchoKind.DNS_TXT, b"81.2.69.160\nedns0-client-subnet 192.168.3.0/24"),
        (EchoKind.DNS_CHAOS_TXT, b"81.2.69.160"),
        (EchoKind.DNS_ADDRESS, b"81.2.69.160"),
        (EchoKind.STUN, b"81.2.69.160"),
    ],
)
def test_the_address_is_found_in_every_form(kind: EchoKind, said: bytes) -> None:
    assert address(kind, said) == "81.2.69.160"


def test_ipv6_is_told_in_its_shortest_form() -> None:
    assert address(EchoKind.TEXT, b"2A0E:B107:0077:0:0:0:0:2\n") == "2a0e:b107:77::2"
    assert address(EchoKind.HTML, b"<b>2a0e:b107:77::2</b>") == "2a0e:b107:77::2"


def test_network_country_and_tor_are_kept_where_told() -> None:
    said = b'{"ip":"81.2.69.160","country_iso":"DE","asn":"AS64500","asn_org":"Example \\u001b[31m Networks"}'
    found = parse(EchoKind.JSON, said)
    assert isinstance(found, Echo)
    assert (found.network, found.country, found.tor) == ("AS64500 Example \\x1b[31m Networks", "DE", None)
    assert parse(EchoKind.JSON, b'{"IsTor":true,"IP":"81.2.69.160"}') == Echo(address="81.2.69.160", tor=True)
    trace = parse(EchoKind.TRACE, TRACE)
    assert isinstance(trace, Echo)
    assert trace.country == "DE"


@every(
    ("kind", "said", "why"),
    [
        (EchoKind.TEXT, b"", "an empty answer"),
        (EchoKind.TEXT, b"<html><title>Sign in</title>", "a web page"),
        (EchoKind.TEXT, b"10.11.12.13", "10.11.12.13, a special-purpose address (private)"),
        (EchoKind.TEXT, b"100.64.3.2", "special-purpose address (carrier-grade NAT)"),
        (EchoKind.TEXT, b"127.0.0.1", "special-purpose address (loopback)"),
        (EchoKind.TEXT, b"fe80::1%eth0", "no address"),
        (EchoKind.TEXT, b"999.1.1.1", "no address"),
        (EchoKind.TEXT, b"rate limit exceeded", "no address"),
        (EchoKind.TEXT, b"\xff\xfe\x00", "no address"),
        (EchoKind.TRACE, b"fl=1\nip=\n", "no address"),
        (EchoKind.JSON, b"81.2.69.160", "not JSON"),
        (EchoKind.JSON, b"<html><body>blocked</body></html>", "a web page instead of JSON"),
        (EchoKind.JSON, b"[]", "no address"),
        (EchoKind.JSON, b"null", "no address"),
        (EchoKind.JSON, b'{"ip":42}', "no address"),
        (EchoKind.JSON, b'{"error":"quota"}', "no address"),
        (EchoKind.JSON, b"[" * 9000, "not JSON"),
        (EchoKind.JSON, b"9" * 9000, "not JSON"),
        (EchoKind.HTML, b"<html>blocked</html>", "no address"),
        (EchoKind.HTML, b"<p>81.2.69.160 is not 81.2.69.161</p>", "2 different addresses"),
        (EchoKind.HTML, b"jQuery 3.6.0.1.2", "no address"),
        (EchoKind.DNS_TXT, b"edns0-client-subnet 81.2.69.0/24", "no address"),
    ],
)
def test_anything_else_is_missing_data(kind: EchoKind, said: bytes, why: str) -> None:
    assert why in reason(kind, said)


def test_what_was_said_instead_is_kept_short_and_printable() -> None:
    found = parse(EchoKind.TEXT, b"\x1b[2J" + b"blocked " * 1000)
    assert isinstance(found, NoEcho)
    assert found.answered.isprintable()
    assert len(found.answered) <= 80


@given(st.sampled_from(EchoKind), st.binary(max_size=300))
def test_no_bytes_break_it_and_only_public_addresses_come_out(kind: EchoKind, said: bytes) -> None:
    found = parse(kind, said)
    if isinstance(found, Echo):
        assert special_purpose(found.address) is None
    else:
        assert found.answered.isprintable()


@given(st.sampled_from(EchoKind), st.text(alphabet='0123456789abcdef:.{}"ip<>, \n=%', max_size=60))
def test_no_near_miss_breaks_it(kind: EchoKind, said: str) -> None:
    found = parse(kind, said.encode())
    if isinstance(found, Echo):
        assert str(ip_address(found.address)) == found.address


@given(st.ip_addresses())
def test_every_public_address_is_read_back(value: object) -> None:
    text = str(value)
    if special_purpose(text) is None:
        assert address(EchoKind.TEXT, text.encode()) == text
        assert address(EchoKind.HTML, f"<p>Your IP is {text}</p>".encode()) == text
