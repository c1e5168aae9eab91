"""Messages of Client Portal, browsers, the installer and the phone."""

from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.symptoms.entry import Command, Entry, Place

_OTHER_HOST = N_("Then the message is about another host: the browser shows its name.")

ENTRIES: tuple[Entry, ...] = (
    Entry(
        symptom=Symptom.PORTAL_SESSION_EXPIRED,
        place=Place.PORTAL,
        phrases=(
            *(
                "expired session",
                "invalid session",
                "invalid or expired session",
                "session has expired",
                "session is expired",
                "session timed out",
                "session has timed out",
            ),
            *(
                "期限切れのセッション",
                "セッションの期限",
                "セッションの有効期限",
                "セッションが期限切れ",
                "期限切れ/無効なセッション",
                "無効なセッション",
            ),
            *("会话过期", "会话已过期", "过期会话", "无效会话", "会话无效"),
        ),
        meaning=N_(
            "Client Portal ends the session. Requests that arrive from different public addresses look like another "
            "visitor's (IBKR's article on hosts and ports, load balancers)."
        ),
        otherwise=N_("Then log in again. Client Portal also ends sessions that are idle, and at IBKR's daily reset."),
    ),
    Entry(
        symptom=Symptom.PORTAL_NOT_AUTHENTICATED,
        place=Place.PORTAL,
        phrases=("no bridge", "active but not authenticated", "401 unauthorized", "HTTP 401", "status 401"),
        meaning=N_("The gateway of Client Portal runs, and has no valid session with IBKR."),
        otherwise=N_(
            "Then log in again in the browser. One user can have one such session only: another login of the same user "
            "ends it."
        ),
    ),
    Entry(
        symptom=Symptom.PORTAL_IP_NOT_AUTHORIZED,
        place=Place.PORTAL,
        phrases=("use api.ibkr.com instead", "IP is not authorized", "IPアドレスは許可されていません", "IP未授权"),
        meaning=N_("IBKR does not accept requests from this public address at that host, or for this account."),
        otherwise=N_(
            "Use api.ibkr.com, and compare the public address with the account: `conntest explain ip-restriction`."
        ),
    ),
    Entry(
        symptom=Symptom.PORTAL_GONE,
        place=Place.PORTAL,
        phrases=("HTTP 410", "status 410", "error 410"),
        meaning=N_("The session of the Web API is on another of IBKR's servers, or has ended."),
        otherwise=N_("Begin a new session with api.ibkr.com."),
        command=Command.NONE,
    ),
    Entry(
        symptom=Symptom.PORTAL_ACCESS_DENIED,
        place=Place.PORTAL,
        phrases=("403 access denied", "403 forbidden", "HTTP 403", "status 403"),
        meaning=N_(
            "The gateway of Client Portal accepts requests from addresses on its own list only: `ips: allow:` in "
            "conf.yaml."
        ),
        otherwise=N_("Add the address of the computer that asks, such as a container's, to that list."),
        command=Command.NONE,
    ),
    Entry(
        symptom=Symptom.SITE_NOT_REACHED,
        place=Place.BROWSER,
        phrases=(
            *(
                "site can't be reached",
                "ERR_CONNECTION_TIMED_OUT",
                "ERR_CONNECTION_RESET",
                "ERR_CONNECTION_REFUSED",
                "ERR_TIMED_OUT",
                "took too long to respond",
            ),
            *("このサイトにアクセスできません", "无法访问此网站"),
        ),
        meaning=N_("The browser could not connect to the website."),
        otherwise=_OTHER_HOST,
    ),
    Entry(
        symptom=Symptom.NAME_NOT_RESOLVED,
        place=Place.BROWSER,
        phrases=("ERR_NAME_NOT_RESOLVED", "DNS_PROBE", "server IP address could not be found", "找不到服务器 IP 地址"),
        meaning=N_("The name server gave no address for a name."),
        otherwise=_OTHER_HOST,
    ),
    Entry(
        symptom=Symptom.NOT_PRIVATE,
        place=Place.BROWSER,
        phrases=(
            *("connection isn't private", "NET::ERR_CERT", "ERR_CERT_AUTHORITY_INVALID", "ERR_CERT_DATE_INVALID"),
            *("SEC_ERROR_UNKNOWN_ISSUER", "certificate error", "certificate warning", "プライバシーが保護されません"),
            *("証明書エラー", "証明書の警告", "不是私密连接", "证书错误", "证书警告"),
        ),
        meaning=N_(
            "The browser does not trust the certificate that it was shown. For the gateway of Client Portal "
            "(`https://localhost:5000`) that is normal: its certificate is self-made."
        ),
        otherwise=_OTHER_HOST,
    ),
    Entry(
        symptom=Symptom.PROXY_CONNECTION_FAILED,
        place=Place.BROWSER,
        phrases=(
            *(
                "proxy server is refusing connections",
                "something wrong with the proxy server",
                "ERR_TUNNEL_CONNECTION_FAILED",
            ),
            *("プロキシ サーバーに問題", "プロキシサーバーに問題", "代理服务器出现问题"),
        ),
        meaning=N_("The browser is set to use a proxy, and gets nowhere through it."),
        otherwise=_OTHER_HOST,
    ),
    Entry(
        symptom=Symptom.CANNOT_CREATE_FILE,
        place=Place.INSTALLER,
        phrases=("cannot create", "shall i try again", "ファイルを作成できません", "无法创建", "无法建立文件"),
        meaning=N_(
            "The installer may not write in the folder that TWS is installed to: another program changed its "
            "permissions."
        ),
        otherwise=N_("Then close TWS and all of its windows, and run the installer again. It may still use the file."),
        command=Command.PREINSTALL,
    ),
    Entry(
        symptom=Symptom.NO_SPACE,
        place=Place.INSTALLER,
        phrases=("not enough space", "no space left on device", "ディスクの空き", "磁盘空间不足"),
        meaning=N_("The disk on which TWS is to be installed is full, or nearly so."),
        otherwise=N_("Then another disk is full: the message names the folder."),
        command=Command.PREINSTALL,
    ),
    Entry(
        symptom=Symptom.NO_NOTIFICATION,
        place=Place.PHONE,
        phrases=(
            *("no notification", "notification not received", "not receiving notification", "push notification"),
            *(
                "no push",
                "two factor",
                "two-factor",
                "2fa",
                "ib key",
                "通知が届かない",
                "通知が来ない",
                "通知を受信できない",
                "收不到通知",
                "未收到通知",
                "没有收到通知",
            ),
        ),
        meaning=N_("The login waits for a notification that IBKR sends to the phone, and the phone does not show it."),
        otherwise=N_(
            "Log in with a QR code or with challenge/response instead. Then check in the phone's settings that IBKR "
            "Mobile may send notifications."
        ),
        command=Command.PUSH,
    ),
)
