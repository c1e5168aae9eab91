"""What users see when something is wrong: messages of TWS, IB Gateway, Client Portal and the API, as they are written.

Sources are those of domain.md: IBKR's knowledge base and message codes, and public projects that quote the messages.
"""

from enum import StrEnum


class Symptom(StrEnum):
    """A message as it is shown; the part that varies (a number, a host) is left out."""

    #: The login loops: no dialogue with a gateway begins.
    CONNECTION_ATTEMPT = "Connection attempt #"
    CONNECTING_TO_SERVER = "connecting to server (trying for another"
    #: IBKR's knowledge base: a proxy left behind, or nothing leaves.
    NO_INTERNET_CONNECTIVITY = "No Internet Connectivity"
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
    SERVER_DISCONNECTED = "Server disconnected, please try again"
    #: The API's message codes.
    API_CONNECTIVITY_LOST = "1100"
    API_CONNECTIVITY_BROKEN = "2110"
    API_DATA_FARM_BROKEN = "2103"
    #: Client Portal and its gateway.
    PORTAL_SESSION_EXPIRED = "session expired"
    PORTAL_NOT_AUTHENTICATED = "not authenticated"
    PORTAL_IP_NOT_AUTHORIZED = "IP not authorized"
    #: TWS's settings are kept on s3.amazonaws.com.
    SETTINGS_DOWNLOAD = "Downloading settings from server failed"
    #: The installer.
    CANNOT_CREATE_FILE = "Cannot create"
