"""What users see when something is wrong: messages of TWS, IB Gateway, Client Portal and the API, as they are written.

A finding names those that it shows as, the most typical first; `conntest.symptoms` says what each of them means.
Sources are those of domain.md: IBKR's knowledge base and message codes, and public projects that quote the messages.
Messages of Java and of browsers are those programs' own.
"""

from enum import StrEnum


class Symptom(StrEnum):
    """A message as it is shown; the part that varies (a number, a host) is left out."""

    #: The login loops: no dialogue with a gateway begins.
    CONNECTION_ATTEMPT = "Connection attempt #"
    CONNECTING_TO_SERVER = "connecting to server (trying for another … seconds)"
    #: IBKR's knowledge base: a proxy left behind, or nothing leaves.
    NO_INTERNET_CONNECTIVITY = "No Internet Connectivity"
    SERVER_DISCONNECTED = "Server disconnected, please try again"
    #: TWS's settings are kept on s3.amazonaws.com.
    SETTINGS_DOWNLOAD = "Downloading settings from server failed"
    #: The network is fine, and the login is turned down.
    EXISTING_SESSION = "Existing session detected"
    USER_NOT_KNOWN = "this user is not known here"
    SOFT_TOKEN = "Soft token=0 received instead of expected permanent"
    WRONG_PASSWORD = "Unrecognized username or password"

    #: TWS's log: TCP does not open.
    CREATING_SOCKET_FAILED = "creating socket failed"
    CONNECTION_FAILED = "DISCONNECT_ON_CONNECTION_FAILURE"
    #: TWS's log: the short connection to port 4000 at start fails.
    MISC_URLS = "Can't connect to get MISC URLs"
    #: A line that is cut, or an idle timeout on the way.
    BROKEN_SOCKET = "DISCONNECT_ON_BROKEN_SOCKET"
    NO_HEARTBEAT = "not received heartbeat"
    #: The port is fine, and the login is not answered.
    NO_AUTH_RESPONSE = "NO_AUTH_RESPONSE"
    SSL_HANDSHAKE = "SSLHandshakeException: Remote host terminated the handshake"
    CERTIFICATE_PATH = "PKIX path building failed"
    UNKNOWN_HOST = "java.net.UnknownHostException"
    SOCKET_TIMEOUT = "java.net.SocketTimeoutException: connect timed out"

    #: The API's message codes: TWS's own connection to IBKR.
    API_CONNECTIVITY_LOST = "1100: Connectivity between IBKR and TWS has been lost"
    API_CONNECTIVITY_RESTORED = "1101, 1102: Connectivity between IBKR and TWS has been restored"
    API_CONNECTIVITY_BROKEN = "2110: Connectivity between TWS and server is broken"
    API_DATA_FARM_BROKEN = "2103, 2105, 2157: data farm connection is broken"
    API_DATA_FARM_FINE = "2104, 2106, 2158: data farm connection is OK"
    API_NO_SUBSCRIPTION = "354: Requested market data is not subscribed"
    #: And the connection of a program to TWS.
    API_CANNOT_CONNECT = "502: Couldn't connect to TWS"
    API_NOT_CONNECTED = "504: Not connected"
    API_TIMEOUT = "API connection failed: TimeoutError()"
    API_CLIENT_ID = "326: Unable to connect as the client id is already in use"
    API_BAD_LENGTH = "507: Bad message length"
    API_PORT_RESET = "1300: TWS socket port has been reset"

    #: Client Portal and its gateway.
    PORTAL_SESSION_EXPIRED = "session expired"
    PORTAL_NOT_AUTHENTICATED = "not authenticated"
    PORTAL_IP_NOT_AUTHORIZED = "IP not authorized"
    PORTAL_GONE = "410 Gone"
    PORTAL_ACCESS_DENIED = "Access Denied"
    #: The browser in which Client Portal, or a page of TWS, is opened.
    SITE_NOT_REACHED = "This site can't be reached"
    NAME_NOT_RESOLVED = "DNS_PROBE_FINISHED_NXDOMAIN"
    NOT_PRIVATE = "Your connection is not private"
    PROXY_CONNECTION_FAILED = "ERR_PROXY_CONNECTION_FAILED"

    #: The installer.
    CANNOT_CREATE_FILE = "Cannot create … file. Shall I try again?"
    NO_SPACE = "There is not enough space on the disk"

    #: No message, but that there is none.
    NO_NOTIFICATION = "no notification arrives"
