"""`conntest explain "…"`: messages as users paste them, and what each may lead to."""

from rich.cells import cell_len

from conntest.explain.answer import explain
from conntest.explain.page import WIDTH
from conntest.findings.symptoms import Symptom
from conntest.language import LANGUAGES, using
from conntest.model.finding import Code
from conntest.model.local_api import ApiCode
from conntest.symptoms.catalogue import ENTRIES, causes_of, quoted
from conntest.symptoms.entry import Command, Entry
from conntest.symptoms.match import entry_for, nearest
from tests.every import every

#: Messages as they are pasted from TWS, IB Gateway, logs, programs and browsers; none is the catalogue's own spelling.
PASTED: tuple[tuple[str, Symptom], ...] = (
    ("Connection attempt #3", Symptom.CONNECTION_ATTEMPT),
    ("connection attempt", Symptom.CONNECTION_ATTEMPT),
    ("TWS hangs at “Connection attempt #12”", Symptom.CONNECTION_ATTEMPT),
    ("接続試行 #3", Symptom.CONNECTION_ATTEMPT),
    ("连接尝试 #3", Symptom.CONNECTION_ATTEMPT),
    ("Attempt 4: connecting to server (trying for another 31 seconds)", Symptom.CONNECTING_TO_SERVER),
    ("No Internet Connectivity", Symptom.NO_INTERNET_CONNECTIVITY),
    ("インターネット接続がありません", Symptom.NO_INTERNET_CONNECTIVITY),
    ("没有互联网连接", Symptom.NO_INTERNET_CONNECTIVITY),
    ("Login failed \u2013 Server disconnected, please try again", Symptom.SERVER_DISCONNECTED),
    ("Downloading settings from server failed.", Symptom.SETTINGS_DOWNLOAD),
    ("TWS cannot connect", Symptom.CONNECTION_ATTEMPT),
    ("unable to connect", Symptom.CONNECTION_ATTEMPT),
    ("接続できません", Symptom.CONNECTION_ATTEMPT),
    ("login failed", Symptom.SERVER_DISCONNECTED),
    ("I can\u2019t log in", Symptom.SERVER_DISCONNECTED),
    ("无法登录", Symptom.SERVER_DISCONNECTED),
    ("stuck at Authenticating...", Symptom.NO_AUTH_RESPONSE),
    ("java.net.SocketException: Connection reset", Symptom.BROKEN_SOCKET),
    ("Your session has timed out", Symptom.PORTAL_SESSION_EXPIRED),
    ("セッションの有効期限が切れました", Symptom.PORTAL_SESSION_EXPIRED),
    ("HTTP 401 Unauthorized", Symptom.PORTAL_NOT_AUTHENTICATED),
    ("certificate error", Symptom.NOT_PRIVATE),
    ("ERR_CONNECTION_REFUSED", Symptom.SITE_NOT_REACHED),
    ("2FA not received", Symptom.NO_NOTIFICATION),
    ("ソケット エラー", Symptom.API_CANNOT_CONNECT),
    ("OSError: [WinError 10061]", Symptom.API_CANNOT_CONNECT),
    ("TWS keeps disconnecting", Symptom.API_CONNECTIVITY_LOST),
    ("Existing session detected", Symptom.EXISTING_SESSION),
    ("Error 10197, reqId 5: No market data during competing live session", Symptom.EXISTING_SESSION),
    ("DISCONNECT_AUTHORIZATION_FAILED", Symptom.USER_NOT_KNOWN),
    (
        "Login failed = Soft token=0 received instead of expected permanent for zdc1.ibllc.com:4001 (SSL)",
        Symptom.SOFT_TOKEN,
    ),
    ("Invalid username or password", Symptom.WRONG_PASSWORD),
    ("creating socket failed for ndc1.ibllc.com:4000", Symptom.CREATING_SOCKET_FAILED),
    ("JTS-Login: DISCONNECT_ON_CONNECTION_FAILURE", Symptom.CONNECTION_FAILED),
    (
        "MiscUrlsAuthConnection: unable to connect to ndc1.ibllc.com:4000 - trying 64.190.197.40:4000",
        Symptom.MISC_URLS,
    ),
    ("Can\u2019t connect to get MISC URLs", Symptom.MISC_URLS),
    ("disconnect on broken socket", Symptom.BROKEN_SOCKET),
    ("NO_PING_RESPONSE", Symptom.NO_HEARTBEAT),
    ("AuthTimeoutMonitor-CCP: Timeout!", Symptom.NO_AUTH_RESPONSE),
    ("javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake", Symptom.SSL_HANDSHAKE),
    (
        "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException",
        Symptom.CERTIFICATE_PATH,
    ),
    ("java.net.UnknownHostException: cdc1.ibllc.com", Symptom.UNKNOWN_HOST),
    ("java.net.SocketTimeoutException: Connect timed out", Symptom.SOCKET_TIMEOUT),
    ("1100", Symptom.API_CONNECTIVITY_LOST),
    (
        "Error 1100, reqId -1: Connectivity between IB and Trader Workstation has been lost.",
        Symptom.API_CONNECTIVITY_LOST,
    ),
    ("エラー 1100", Symptom.API_CONNECTIVITY_LOST),
    ("error code 1102", Symptom.API_CONNECTIVITY_RESTORED),
    ("Warning 2110 - Connectivity between TWS and server is broken", Symptom.API_CONNECTIVITY_BROKEN),
    ("Error 2103, reqId -1: Market data farm connection is broken:usfarm", Symptom.API_DATA_FARM_BROKEN),
    ("HMDS data farm connection is broken:euhmds", Symptom.API_DATA_FARM_BROKEN),
    ("2104 Market data farm connection is OK:usfarm.nj", Symptom.API_DATA_FARM_FINE),
    ("Error 354: Requested market data is not subscribed.", Symptom.API_NO_SUBSCRIPTION),
    (
        'ERROR -1 502 Couldn\'t connect to TWS. Confirm that "Enable ActiveX and Socket Clients"',
        Symptom.API_CANNOT_CONNECT,
    ),
    (
        "API connection failed: ConnectionRefusedError(111, \"Connect call failed ('127.0.0.1', 7497)\")",
        Symptom.API_CANNOT_CONNECT,
    ),
    ("504 Not connected", Symptom.API_NOT_CONNECTED),
    ("API connection failed: TimeoutError()", Symptom.API_TIMEOUT),
    ("Peer closed connection. clientId 1 already in use?", Symptom.API_CLIENT_ID),
    ("Error id=-1 code=507 Bad Message Length", Symptom.API_BAD_LENGTH),
    ("Error 1300: TWS socket port has been reset and this connection is being dropped", Symptom.API_PORT_RESET),
    ("Invalid or expired session", Symptom.PORTAL_SESSION_EXPIRED),
    ("期限切れ/無効なセッション", Symptom.PORTAL_SESSION_EXPIRED),
    ("会话已过期", Symptom.PORTAL_SESSION_EXPIRED),
    ('{"error":"no bridge","statusCode":400}', Symptom.PORTAL_NOT_AUTHENTICATED),
    ("IP not authorized, use api.ibkr.com instead", Symptom.PORTAL_IP_NOT_AUTHORIZED),
    ("410 Gone", Symptom.PORTAL_GONE),
    ("このサイトにアクセスできません", Symptom.SITE_NOT_REACHED),
    ("ERR_NAME_NOT_RESOLVED", Symptom.NAME_NOT_RESOLVED),
    ("您的连接不是私密连接", Symptom.NOT_PRIVATE),
    ("NET::ERR_CERT_AUTHORITY_INVALID", Symptom.NOT_PRIVATE),
    ("ERR_PROXY_CONNECTION_FAILED", Symptom.PROXY_CONNECTION_FAILED),
    ("Cannot create jts.jar file. Shall I try again?", Symptom.CANNOT_CREATE_FILE),
    ("Cannot create", Symptom.CANNOT_CREATE_FILE),
    ("There is not enough space on the disk", Symptom.NO_SPACE),
    ("IBKRモバイルに通知が届かない", Symptom.NO_NOTIFICATION),
    ("I get no notification on my phone", Symptom.NO_NOTIFICATION),
)

#: Findings that would send a reader of the message the wrong way.
UNRELATED: dict[Symptom, set[Code]] = {
    Symptom.PORTAL_SESSION_EXPIRED: {Code.TLS_CERTIFICATE_INVALID, Code.TWS_PORTS_BLOCKED, Code.CLOCK_SKEW},
    Symptom.CONNECTION_ATTEMPT: {Code.EGRESS_IP_ROTATION, Code.PORTAL_BLOCKED, Code.CONNECTION_UNSTABLE},
    Symptom.CANNOT_CREATE_FILE: set(Code) - {Code.INSTALL_FOLDER_NOT_WRITABLE, Code.DISK_SPACE_LOW},
    Symptom.NO_NOTIFICATION: set(Code) - {Code.PUSH_NOTIFICATIONS_BLOCKED},
    Symptom.API_CANNOT_CONNECT: {Code.TWS_PORTS_BLOCKED, Code.NO_INTERNET, Code.TWS_PORT_PARTLY_BLOCKED},
    Symptom.API_TIMEOUT: {Code.TWS_PORTS_BLOCKED, Code.NO_INTERNET, Code.CONNECTION_UNSTABLE},
    Symptom.API_CONNECTIVITY_LOST: {Code.TWS_PORTS_BLOCKED, Code.DNS_NAMES_MISSING},
    Symptom.SITE_NOT_REACHED: {Code.TWS_PORTS_BLOCKED, Code.TWS_PAYLOAD_BLOCKED},
}


@every(("text", "symptom"), PASTED, ids=[text for text, _ in PASTED])
def test_a_pasted_message_is_known_for_what_it_is(text: str, symptom: Symptom) -> None:
    found = entry_for(text)
    assert found and found.symptom is symptom


@every(("text", "symptom"), PASTED, ids=[text for text, _ in PASTED])
def test_it_leads_to_no_unrelated_finding(text: str, symptom: Symptom) -> None:
    page = explain(text)
    named = {
        code for code in (*Code, *ApiCode) if code in page.replace("`conntest explain ip-restriction`", "").split()
    }
    assert named <= set(causes_of(symptom))
    assert not named & UNRELATED.get(symptom, set())


def test_there_are_at_least_forty_messages_and_one_of_every_entry_that_conntest_can_test() -> None:
    assert len(PASTED) >= 40
    assert {entry.symptom for entry in ENTRIES if causes_of(entry.symptom)} <= {symptom for _, symptom in PASTED}


@every(
    ("text", "symptom"),
    [
        ("Conection Atempt #3", Symptom.CONNECTION_ATTEMPT),
        ("no internet conectivity", Symptom.NO_INTERNET_CONNECTIVITY),
        ("Sesion expired", Symptom.PORTAL_SESSION_EXPIRED),
        ("Couldnt conect to TWS", Symptom.API_CANNOT_CONNECT),
    ],
)
def test_a_mistyped_message_is_known_all_the_same(text: str, symptom: Symptom) -> None:
    assert explain(text).splitlines()[0] == quoted(symptom)


@every("text", ["weather forecast", "interest rates", "notifications are nice", "401k", "sessions"])
def test_what_is_only_a_little_like_a_message_is_none(text: str) -> None:
    assert nearest(text) is None


@every(
    "text",
    [
        *("HTTP 502 Bad Gateway", "HTTP/1.1 504", "127.0.0.1:7496", "port 1100 of 192.0.2.7:502", "1.1100.502"),
        *("no", "error", "code", "gone", "connection", "disconnected from the game", "2500", "version 10.30.1100"),
    ],
)
def test_what_only_looks_like_a_message_is_taken_for_none(text: str) -> None:
    assert entry_for(text) is None


@every("language", LANGUAGES)
@every("entry", ENTRIES, ids=lambda entry: entry.symptom.name)
def test_a_message_is_explained_in_80_columns_with_its_causes_and_what_to_do(entry: Entry, language: str) -> None:
    with using(language):
        page = explain(entry.symptom)
    assert max(map(cell_len, page.splitlines())) <= WIDTH
    for code in causes_of(entry.symptom):
        assert code in page
    for command in set(Command) - {Command.NONE}:
        assert (f"`{command}`" in page) == (entry.command is command)


def test_the_most_typical_cause_comes_first() -> None:
    assert causes_of(Symptom.CONNECTION_ATTEMPT)[0] is Code.TWS_PORTS_BLOCKED
    assert causes_of(Symptom.PORTAL_SESSION_EXPIRED)[0] is Code.EGRESS_IP_ROTATION
    assert causes_of(Symptom.API_CONNECTIVITY_LOST)[0] is Code.CONNECTION_UNSTABLE
