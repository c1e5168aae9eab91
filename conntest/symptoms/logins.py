"""Messages of TWS's and IB Gateway's windows and logs."""

from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.symptoms.entry import Command, Entry, Place

LOCKED_OR_RESET = N_(
    "Then the network is not the cause. IBKR may be resetting its systems (`conntest explain reset-windows`), another "
    "login may hold the account, or IBKR may have locked it after many attempts: wait an hour, then ask IBKR."
)
_CUT_LATER = N_(
    "Then the line may be cut later only: by an idle timeout, a Wi-Fi that drops out, or IBKR's daily reset "
    "(`conntest explain reset-windows`). Run conntest again while the message is shown."
)
_ACCOUNT = N_("IBKR answered, so the network works. Ask IBKR about the account where the login stays refused.")

ENTRIES: tuple[Entry, ...] = (
    Entry(
        symptom=Symptom.CONNECTION_ATTEMPT,
        place=Place.TWS,
        phrases=(
            *("connection attempt", "connection attempts", "cannot connect", "can't connect", "unable to connect"),
            *("接続試行", "接続を試みています", "接続できない", "接続できません", "连接尝试", "尝试连接", "连不上"),
        ),
        meaning=N_(
            "TWS tries again and again, because no gateway of IBKR begins a login with it: ports 4000 and 4001 are "
            "blocked, the gateways stay silent, or a proxy is in the way."
        ),
        otherwise=LOCKED_OR_RESET,
    ),
    Entry(
        symptom=Symptom.CONNECTING_TO_SERVER,
        place=Place.TWS,
        phrases=(
            *("connecting to server", "trying for another", "サーバーに接続中", "サーバーに接続しています"),
            *("正在连接服务器", "正在连接到服务器"),
        ),
        meaning=N_("IB Gateway waits for an answer of IBKR's gateway. After a while it begins the next attempt."),
        otherwise=LOCKED_OR_RESET,
    ),
    Entry(
        symptom=Symptom.NO_INTERNET_CONNECTIVITY,
        place=Place.TWS,
        phrases=(
            *("no internet connection", "インターネット接続がありません", "インターネットに接続できません"),
            *(
                "インターネットに接続されていません",
                "无互联网连接",
                "没有互联网连接",
                "无法连接互联网",
                "无法连接到互联网",
            ),
        ),
        meaning=N_(
            "TWS reaches nothing at all. Most often a proxy setting was left behind by other software, or nothing "
            "leaves this computer (IBKR's article on TWS and proxies)."
        ),
        otherwise=LOCKED_OR_RESET,
    ),
    Entry(
        symptom=Symptom.SERVER_DISCONNECTED,
        place=Place.TWS,
        phrases=(
            *("login failed - server disconnected", "login failed", "cannot log in", "cannot login", "can't log in"),
            *("can't login", "サーバーが切断", "ログインできない", "ログインできません", "服务器断开", "服务器已断开"),
            *("无法登录", "登录失败"),
        ),
        meaning=N_(
            "The connection opened, and ended during the login: often at weekends, while IBKR resets its systems."
        ),
        otherwise=LOCKED_OR_RESET,
    ),
    Entry(
        symptom=Symptom.SETTINGS_DOWNLOAD,
        place=Place.TWS,
        phrases=("downloading settings", "設定のダウンロード", "设置下载", "下载设置"),
        meaning=N_("TWS could not fetch its settings, which are stored on s3.amazonaws.com, port 443."),
        otherwise=N_(
            "Look at s3.amazonaws.com in the report. Where it can be reached, choose to store settings on this "
            "computer on the login screen."
        ),
    ),
    Entry(
        symptom=Symptom.EXISTING_SESSION,
        place=Place.TWS,
        phrases=(
            *("competing session", "competing live session", "no market data during competing live session"),
            *("既存のセッション", "现有会话", "已有会话", "存在现有会话"),
        ),
        numbers=(10197,),
        meaning=N_("The same user is logged in elsewhere: in TWS, IB Gateway, Client Portal or IBKR Mobile."),
        otherwise=N_("End the other login, or create a second user name for it in Client Portal's settings."),
        command=Command.NONE,
    ),
    Entry(
        symptom=Symptom.USER_NOT_KNOWN,
        place=Place.LOG,
        phrases=("DISCONNECT_AUTHORIZATION_FAILED", "authorization failed", "user is not known"),
        meaning=N_("A gateway answered that it does not serve this user: the name is wrong, or the region is."),
        otherwise=N_(
            "Check the user name. Then look at Peer= in jts.ini: it names the gateway that TWS asks first, and may be "
            "of another region."
        ),
        command=Command.NONE,
    ),
    Entry(
        symptom=Symptom.SOFT_TOKEN,
        place=Place.LOG,
        phrases=("soft token",),
        meaning=N_(
            "The weekly login has expired. From Monday on, IBKR asks for user name, password and second factor."
        ),
        otherwise=N_("Log in by hand once. Programs that restart TWS by themselves need this every week."),
        command=Command.NONE,
    ),
    Entry(
        symptom=Symptom.WRONG_PASSWORD,
        place=Place.TWS,
        phrases=(
            *("invalid username or password", "username or password", "ユーザー名またはパスワード"),
            *("ユーザーネームまたはパスワード", "用户名或密码"),
        ),
        meaning=N_("IBKR answered, and refused the user name or the password."),
        otherwise=_ACCOUNT,
        command=Command.NONE,
    ),
    Entry(
        symptom=Symptom.CREATING_SOCKET_FAILED,
        place=Place.LOG,
        phrases=("error connecting",),
        meaning=N_("TWS could not open a connection to a gateway."),
        otherwise=LOCKED_OR_RESET,
    ),
    Entry(
        symptom=Symptom.CONNECTION_FAILED,
        place=Place.LOG,
        phrases=("connection failure",),
        meaning=N_("TWS could not open a connection to a gateway."),
        otherwise=LOCKED_OR_RESET,
    ),
    Entry(
        symptom=Symptom.MISC_URLS,
        place=Place.LOG,
        phrases=("MiscUrlsAuthConnection", "MiscUrlsRequester", "misc urls"),
        meaning=N_(
            "The first thing that TWS sends, a short question to port 4000 of its gateway, failed: the name has no "
            "address, or port 4000 is blocked."
        ),
        otherwise=LOCKED_OR_RESET,
    ),
    Entry(
        symptom=Symptom.BROKEN_SOCKET,
        place=Place.LOG,
        phrases=("broken socket", "SocketException", "connection reset by peer", "forcibly closed by the remote host"),
        meaning=N_("An open connection to IBKR was cut."),
        otherwise=_CUT_LATER,
    ),
    Entry(
        symptom=Symptom.NO_HEARTBEAT,
        place=Place.LOG,
        phrases=("NO_PING_RESPONSE", "no ping response", "heartbeat", "read timed out"),
        meaning=N_(
            "IBKR's gateway fell silent on an open connection: packets are lost, or an idle timeout has cut it."
        ),
        otherwise=_CUT_LATER,
    ),
    Entry(
        symptom=Symptom.NO_AUTH_RESPONSE,
        place=Place.LOG,
        phrases=(
            "AuthTimeoutMonitor",
            "AuthTimeoutMonitor-CCP: Timeout!",
            "no auth response",
            "authenticating",
            "認証中",
            "正在验证",
        ),
        meaning=N_("The gateway accepted the connection, and did not answer the login."),
        otherwise=LOCKED_OR_RESET,
    ),
    Entry(
        symptom=Symptom.SSL_HANDSHAKE,
        place=Place.LOG,
        phrases=("SSLHandshakeException", "remote host terminated the handshake", "handshake_failure"),
        meaning=N_(
            "The TLS handshake with a gateway was cut. On port 4000 gateways do that themselves; on port 4001 a "
            "firewall or an inspection device does."
        ),
        otherwise=N_(
            "Look at Peer= in jts.ini: a port other than 4001, or the gateway of another region, does this too."
        ),
    ),
    Entry(
        symptom=Symptom.CERTIFICATE_PATH,
        place=Place.LOG,
        phrases=("unable to find valid certification path", "SunCertPathBuilderException", "CertificateException"),
        meaning=N_(
            "Java does not trust the certificate that a host showed. Most often security software, a proxy or a "
            "company opens encrypted connections and signs them anew."
        ),
        otherwise=N_("Then the message is about another host: the log names it beside the message."),
    ),
    Entry(
        symptom=Symptom.UNKNOWN_HOST,
        place=Place.LOG,
        phrases=("UnknownHostException", "name or service not known", "getaddrinfo failed", "nodename nor servname"),
        meaning=N_("The name server gave no address for a name."),
        otherwise=N_("Then the message is about another host: the log names it beside the message."),
    ),
    Entry(
        symptom=Symptom.SOCKET_TIMEOUT,
        place=Place.LOG,
        phrases=("SocketTimeoutException",),
        meaning=N_("TWS could not open a connection to a gateway."),
        otherwise=LOCKED_OR_RESET,
    ),
)
