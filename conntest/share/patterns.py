"""What a text may hold that must not be shared, as patterns. A text from elsewhere may be escaped: what stands in it as
`\\n`, `%2F` or `%3A` is a border or a sign like any other."""

import re

#: Letters that stand apart from those of Chinese and Japanese sentences.
_LETTERS = r"A-Za-z0-9_\u00c0-\u024f\u0370-\u052f"
_BORDER = r"(?<![A-Za-z0-9_%-])(?<!%[0-9A-Fa-f])"
_BEHIND_ESCAPE = r"(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2})"

#: Nothing of a word stands before: but for what an escape (`\n`) or a percent code (`%2F`) ends with.
START = rf"(?:{_BEHIND_ESCAPE}|{_BORDER})"
#: The same for what may begin with any letter: the one of an escape is none of it.
_OPEN_START = rf"(?:{_BEHIND_ESCAPE}|{_BORDER}(?<![{_LETTERS}])(?!(?<=\\)[nrt]))"

_DOT = r"(?:\.|%2[eE])"
_COLON = r"(?::|%3[aA])"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|0?[0-9]{1,2})"
_IPV4 = rf"{_OCTET}(?:{_DOT}{_OCTET}){{3}}"

#: Four numbers with dots; not those of a longer row of numbers, such as an object identifier, nor of a version.
IPV4 = re.compile(rf"(?<![0-9])(?<![0-9]\.)(?<![vV])(?<![vV]ersion )(?<![vV]ersion/){_IPV4}(?![0-9])(?!{_DOT}[0-9])")

#: What may be an IPv6 address, zone included; `address_of` decides.
IPV6 = re.compile(
    r"(?:(?<=\\[nrt])|(?<=%[25][0-9A-Fa-f])|(?<![0-9A-Za-z:.%])(?<!%[0-9A-Fa-f]))"
    rf"(?:[0-9A-Fa-f]{{0,4}}{_COLON}){{2,7}}(?:{_IPV4}|[0-9A-Fa-f]{{0,4}})(?![0-9A-Za-z]|:[0-9A-Fa-f:])"
    r"(?:%(?:25)?[A-Za-z][A-Za-z0-9_.-]*|%(?:25)?[0-9]{1,3}(?![0-9A-Fa-f]))?"
)

#: An address backwards, as the names of reverse zones and exit lists begin (RFC 3596, section 2.5).
NIBBLES = re.compile(r"(?<![0-9A-Fa-f.])[0-9A-Fa-f](?:\.[0-9A-Fa-f]){15,31}(?![0-9A-Za-z])")

#: Four numbers with hyphens, as providers name their customers' lines.
HYPHENATED = re.compile(rf"(?<![0-9]){_OCTET}(?:-{_OCTET}){{3}}(?![0-9])")

#: A hardware address, as most write it, as Cisco does, and as Linux names a card by it.
HARDWARE = re.compile(
    r"(?<![0-9A-Fa-f:.-])[0-9A-Fa-f]{2}(?P<mark>[:-]|%3[aA])(?:[0-9A-Fa-f]{2}(?P=mark)){4}[0-9A-Fa-f]{2}"
    r"(?![0-9A-Za-z]|(?P=mark)[0-9A-Fa-f])"
    r"|(?<![\w.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![\w.])"
    r"|(?<=\benx)[0-9a-f]{12}\b"
)

_SLASH = r"(?:[\\/]{1,4}|%5[cC]|%2[fF])"
_NAME_PART = r"(?:[^\s\\/:*?\"'<>|;,)&%]|%20)"
_CAPITAL = r"(?-i:[A-Z\u00c0-\u00de])"
#: To the next separator a name may hold spaces. Without one it ends with the word, or goes on with words that begin as
#: it does (`Jane Q. Trader`).
_NAME = (
    r"(?:[^\\/:*?\"<>|\r\n;,%]{1,64}(?=[\\/]|%5[cC]|%2[fF])"
    rf"|(?={_CAPITAL}){_NAME_PART}{{1,64}}(?: {_CAPITAL}{_NAME_PART}{{0,32}}){{1,3}}|{_NAME_PART}{{1,64}})"
)
_HOMES = r"(?:homes?|nethome|Users|Benutzer|(?:Documents(?: |%20)and(?: |%20)Settings|Dokumente und Einstellungen))"

#: Somebody's home folder, on Linux, macOS or Windows, below a drive or a share; the name is whose.
HOME = re.compile(
    r"(?:(?:(?<![A-Za-z0-9])[A-Za-z](?::|%3[aA]|\|))?(?:(?<![A-Za-z0-9.~])|(?<=%[0-9A-Fa-f]{2}))"
    r"|(?<![A-Za-z0-9.~/])/(?:data|export|net|nfs|private|srv|usr|var|(?:(?:mnt|cygdrive)/)?[a-z]|mnt))"
    rf"{_SLASH}{_HOMES}{_SLASH}(?P<name>{_NAME})",
    re.IGNORECASE,
)
#: The same, and nothing behind it, in quotation marks, up to which a name may hold spaces.
QUOTED_HOME = re.compile(
    rf"(?P<quote>[\"'])(?:[a-z]:)?{_SLASH}{_HOMES}{_SLASH}(?P<name>[^\\/:*?\"'<>|\r\n;,%]{{1,64}})(?P=quote)",
    re.IGNORECASE,
)
#: The same of a user of a domain, as winbind and sssd lay them out: `/home/CORP\jdoe`, `/home/corp.local/jdoe`.
DOMAIN_HOME = re.compile(
    r"(?<![A-Za-z0-9.~])/home/(?:[A-Za-z0-9.-]{1,64}\\{1,2}"
    r"|(?:[A-Z][A-Z0-9-]{1,14}|[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}"
    r"\.(?:ad|com|corp|de|int|internal|intra|lan|local|net|org))/)"
    r"(?P<name>[^\s\\/:*?\"'<>|;,)&%]{1,64})"
)
#: The same on a file server.
SHARED_HOME = re.compile(
    rf"(?P<server>(?:\\{{2,4}}|\b(?:smb|cifs|nfs|afp)://)[A-Za-z0-9._-]{{1,253}})[\\/]{{1,2}}"
    rf"(?:homes?\$?|users\$?|profiles\$?)[\\/]{{1,2}}(?P<name>{_NAME})",
    re.IGNORECASE,
)
#: The home of a user that a shell would look up. `~/` alone names nobody.
TILDE = re.compile(r"(?<![\w~])~(?P<name>[A-Za-z_][A-Za-z0-9._-]*)(?=[\\/])")
#: The superuser's own folder tells nothing but that.
ROOT_HOME = re.compile(r"(?<![\w.~/-])/root(?=/|\b)")

#: How instructions write a login.
_EXAMPLE = r"(?!user:password@)"
#: A login in a URL. An id of ours, `socks5://10.0.0.1:1080@208.245.107.1`, has a port and no password before its @.
USERINFO = re.compile(rf"(?<=://){_EXAMPLE}(?![^\s/@\"'<>]{{0,300}}:[0-9]{{1,5}}@)[^\s/@\"'<>]{{1,300}}@(?=[\w\[%])")
#: The same in words of others: any password, and the last @ before a host ends it. Paths have one slash of two.
_IN_PATH = r"(?<=[a-z][a-z0-9]:[/\\])"
ANY_USERINFO = re.compile(rf"(?:(?<=://)|{_IN_PATH}){_EXAMPLE}[^\s/@\"'<>]{{1,300}}@(?=[\w\[%])")
#: A login in a URL that was taken for the name of a file. No id of ours has one slash there.
PATH_USERINFO = re.compile(rf"{_IN_PATH}(?![/\\]){_EXAMPLE}[^\s@:\"'<>]{{1,100}}:[^\s@\"'<>]{{1,200}}@(?=[\w\[%])")
#: The same where a password holds a slash. Not for ids: `http://proxy:3128/probe@10.0.0.1` has no login in it.
USERINFO_WITH_SLASH = re.compile(
    rf"(?<=://){_EXAMPLE}[^\s/@:\"'<>\[]{{1,100}}:(?![0-9]{{1,5}}/)[^\s\"'<>]{{1,200}}@(?=[\w\[%])"
)
#: A login without a URL around it.
BARE_USERINFO = re.compile(
    r"(?<![\w/:@.\\-])(?!user:password@)[A-Za-z][\w.+-]{0,63}:(?![0-9]{1,5}@)[^\s@/:\"'<>]{1,80}@(?=[A-Za-z0-9\[])"
)
#: A login before a proxy in the answer of a setup script, whatever the password holds.
SCRIPT_USERINFO = re.compile(
    r"(?P<key>\b(?:PROXY|HTTPS?|SOCKS[45]?)[ \t]+)(?P<secret>[^\s;@]{1,200}@(?:[^\s;@]{0,200}@)*)(?=[\w\[])",
    re.IGNORECASE,
)
#: What authenticates a request (RFC 9110, section 11.4). `Basic authentication` is none.
TOKEN = re.compile(
    r"\b(?P<scheme>Basic|Bearer|NTLM|Negotiate)\s+"
    r"(?P<secret>(?=[A-Za-z/_.-]{0,400}(?:[0-9+=]|(?-i:[a-z][A-Z])))[A-Za-z0-9+/=_.-]{8,})",
    re.IGNORECASE,
)
#: What may stand between a key and its value, in text, JSON, scripts and pages.
_IS = r"(?:\\?[\"'])?\s?(?:[=:\uff1a]|</[a-z]{1,8}>)(?:</?[a-z]{1,8}>|&nbsp;|\s){0,4}(?:\\?[\"'])?"
#: Not what stands there instead already.
_VALUE = r"(?!\((?:hidden|removed)\))[^\s&\"'<>;,\\]+"
_BEFORE_KEY = r"(?:(?<![A-Za-z])|(?<=proxy)|(?<=login)|(?<=auth)|(?<=user))"
#: Passwords, and what opens a door as they do, by the name of their key.
KEYED_PASSWORD = re.compile(
    rf"(?P<key>{_BEFORE_KEY}(?:pass(?:word|wd|phrase|code)?|pwd|passwort|secret|client[_-]?secret|api[_-]?key|psk)"
    rf"{_IS})(?P<secret>{_VALUE})",
    re.IGNORECASE,
)
#: What holds a session or a sign-in together, by the name of its key.
KEYED_SECRET = re.compile(
    rf"(?P<key>(?:token|{_BEFORE_KEY}"
    r"(?:j?session(?:[_-]?(?:id|key|token))?|phpsessid|aspsessionid[a-z]{0,8}"
    r"|asp\.net_sessionid|sid|cookie|ticket|magic|otp|pin|puk|nonce|cnonce|opaque|csrf|saml(?:request|response)"
    rf"|relaystate|(?:auth|code|state|sig|signature|key|hmac)(?==))){_IS})(?P<secret>{_VALUE})",
    re.IGNORECASE,
)
#: The name of a wireless network, which may hold spaces.
SSID = re.compile(
    rf"(?P<key>(?<![A-Za-z])e?ssid{_IS})(?P<secret>(?!\((?:hidden|removed)\))[^\"'<>;,&|\\\r\n]{{1,32}})", re.IGNORECASE
)
#: A line of a message's head in a text that logs in, holds a session or asks for either (RFC 9110, RFC 6265).
_REST_OF_LINE = r"(?:(?!\\[rn])[^\r\n]){1,4096}"
LOGIN_LINE = re.compile(
    r"(?P<key>(?<![A-Za-z-])(?:(?:proxy-)?authori[sz]ation|(?:proxy-)?authentication-info|(?:set-)?cookie2?|x-api-key)"
    rf":[ \t]?)(?P<secret>(?!\((?:hidden|removed)\)){_REST_OF_LINE})",
    re.IGNORECASE,
)
CHALLENGE_LINE = re.compile(
    rf"(?P<key>(?<![A-Za-z-])(?:www|proxy)-authenticate:[ \t]?)(?P<challenge>{_REST_OF_LINE})", re.IGNORECASE
)
#: The scheme of a challenge, as IANA lists them and proxies have them beside, and its realm (RFC 9110, section 11.6).
CHALLENGE = re.compile(
    r"(?<![\w-])realm\s{0,4}=\s{0,4}(?:\"(?P<quoted>(?:[^\"\\]|\\.){0,256})\"?|(?P<bare>[^\s,\"]{1,256}))"
    r"|\"(?:[^\"\\]|\\.){0,1024}\""
    r"|(?<![\w=\"-])(?P<scheme>Basic|Bearer|Concealed|Digest|DPoP|GNAP|HOBA|Kerberos|Mutual|Negotiate|NTLM|OAuth"
    r"|PrivateToken|SCRAM-SHA-(?:1|256)|vapid)(?![\w=-])",
    re.IGNORECASE,
)
#: The value of a parameter in a URL, wherever one stands in a text.
QUERY_VALUE = re.compile(
    r"(?P<key>[?&#](?:amp;)?[A-Za-z0-9_.~%\[\]-]{1,64}=)(?P<secret>(?!\((?:hidden|removed)\))[^\s&#\"'<>]+)"
)
#: Tokens that are known by their form: of JSON Web Token (RFC 7519), of Amazon, Google, GitHub, GitLab, Slack, Stripe.
KNOWN_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_-])(?:eyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){0,4}"
    r"|A(?:KIA|SIA|ROA|IDA|GPA|NPA|NVA|BIA|CCA)[A-Z0-9]{12,}"
    r"|AIza[A-Za-z0-9_-]{30,}|ya29\.[A-Za-z0-9_-]{20,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{20,}"
    r"|glpat-[A-Za-z0-9_-]{20,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|[rsp]k_(?:live|test)_[A-Za-z0-9]{16,})"
)
#: What may be a token of any other form; `is_random` decides.
LONG_STRING = re.compile(r"(?<![A-Za-z0-9_+-])[A-Za-z0-9_+-]{24,}={0,2}|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,}={0,2}")
#: Values that name somebody by the name of their key, or by the word before, and a user of a Windows domain.
KEYED_USER = re.compile(
    r"(?P<key>(?:(?<![A-Za-z])|(?<=proxy)|(?<=login))"
    r"(?:(?:user(?:[ _-]?(?:name|id))?|login(?:[ _-]?name)?|uid|account|client-username|cn-user"
    r"|benutzer(?:name|kennung)?|utilisateur|usuario|utente|ユーザー?名?|用户名?)"
    rf"{_IS}|(?:for|as) user |user (?:[\"'\u2018“]|&quot;)"
    r"|name=[\"'](?:user(?:name)?|login|uid)[\"'] value=[\"']))"
    r"(?!\((?:hidden|removed)\))(?P<name>[^\s&\"'<>;:,\u2019”]+)",
    re.IGNORECASE,
)
#: Whom a log or a page speaks of, without a sign between.
SPOKEN_USER = re.compile(
    r"(?P<key>\b(?:(?:(?:denied|failed|failure|refused|rejected|invalid|expired|locked|disabled) (?:for|to)"
    r"|(?:logged|signed) in as) (?:the )?(?:(?:user|account|login) )?|(?<!for )(?:user|account|login) )"
    r"(?:\\?[\"'\u2018“\[(])?)"
    r"(?P<name>[^\W\d_][\w.-]{1,63})(?![\w.-]*[@:\\/])",
    re.IGNORECASE,
)
#: Behind the backslash of `\n` and the like is no name but a border. A file in its folder is no user of a domain.
DOMAIN_USER = re.compile(
    r"(?<![\w\\/:.$~%-])(?P<domain>[A-Z][A-Z0-9-]{1,14}|(?!(?i:jts|lib|bin|etc)\\)[A-Za-z][A-Za-z0-9-]{1,62}"
    r"(?:\.[A-Za-z0-9-]{1,63}){0,5}(?=\\\\?(?![nrtxuU0-9])))\\\\?(?P<name>[^\W\d_][\w.-]{1,63}+)(?![\\/\w])"
    r"(?<!\.exe)(?<!\.ini)(?<!\.dll)(?<!\.jar)(?<!\.pac)(?<!\.vmoptions)"
)
_AT = r"(?:@|%40)"
MAIL = re.compile(
    rf"(?<![\w.+-])(?P<name>[^\W\d_][\w.+-]{{0,63}}){_AT}(?=[A-Za-z0-9-]{{1,63}}\.[A-Za-z]|[A-Z][A-Z0-9-]{{2,14}}\b)"
)
#: A customer's account with IBKR, live or on paper (`U1234567`, `DU123456`), and a Windows user's number.
ACCOUNT = re.compile(r"(?<![\w\\.#&-])(?:D?[UFI][0-9]{6,9}|S-1-5-21(?:-[0-9]{1,10}){3,4})(?![\w-])")
#: A hardware address without marks is one by the name of its key only.
KEYED_HARDWARE = re.compile(
    rf"(?P<key>mac(?:[ _-]?addr(?:ess)?)?{_IS})(?P<card>[0-9a-f]{{6}}-?[0-9a-f]{{6}})(?![\w-])", re.IGNORECASE
)

#: A label of a host's name (RFC 1035, section 2.3.4), and labels with dots between them.
_LABEL = rf"[{_LETTERS}](?:[{_LETTERS}-]{{0,61}}[{_LETTERS}])?"
DOTTED = re.compile(rf"{_OPEN_START}{_LABEL}(?:{_DOT}{_LABEL}){{1,126}}")
#: The server of a Windows share.
SHARE_SERVER = re.compile(r"(?<![\\\w:])\\\\(?:\\\\)?(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?=\\)")
#: Where a name of one label is surely a host's.
IN_URL = re.compile(r"(?<=://)(?P<name>[A-Za-z0-9_][A-Za-z0-9_-]*)(?=[:/?#\s\"'<>,;)]|$)")
#: Names of one label that stand where software tells of itself: in the answer of a setup script, behind a cache's
#: verdict, in `Via`, in a mail or file server's banner, and as the name of what asks for a login, if it has a digit.
TOLD_HOST = re.compile(
    r"(?:\b(?:PROXY|SOCKS[45]?) (?=[A-Za-z0-9_-]{1,63}(?::[0-9]|\s{0,4}(?:;|$))|[A-Za-z-]{0,62}[0-9])"
    r"|\bHTTPS? (?=[A-Za-z0-9_-]{1,63}:[0-9])|\b(?:HIT|MISS|NONE|EXPIRED|REFRESH_HIT|REFRESH_MISS) from "
    r"|\bVia: (?:HTTP/)?[0-9.]{1,4} "
    r"|\b220[ -](?=[A-Za-z0-9-]{1,63} (?:E?SMTP|FTP)\b)|\brealm=\\?\"(?=[A-Za-z-]{0,62}[0-9]))"
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)(?![A-Za-z0-9_.-])"
)
#: The same before a port, if it looks like no word.
HOST_WITH_PORT = re.compile(
    rf"{_OPEN_START}(?<!\.)(?P<name>(?=[a-z]{{1,62}}[0-9-])[A-Za-z][A-Za-z0-9-]{{1,61}}[A-Za-z0-9])(?=:[0-9]{{2,5}}(?![0-9A-Za-z:]))",
    re.IGNORECASE,
)
