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
#: To the next separator a name may hold spaces; without one it ends with the word.
_NAME = r"(?:[^\\/:*?\"<>|\r\n;,%]{1,64}(?=[\\/]|%5[cC]|%2[fF])|(?:[^\s\\/:*?\"'<>|;,)&%]|%20){1,64})"

#: Somebody's home folder, on Linux, macOS or Windows, below a drive or a share; the name is whose.
HOME = re.compile(
    r"(?:(?:(?<![A-Za-z0-9])[A-Za-z](?::|%3[aA]|\|))?(?:(?<![A-Za-z0-9.~])|(?<=%[0-9A-Fa-f]{2}))"
    r"|(?<![A-Za-z0-9.~/])/(?:data|export|mnt|net|nfs|private|srv|usr|var))"
    rf"{_SLASH}(?:home|Users|Documents(?: |%20)and(?: |%20)Settings){_SLASH}(?P<name>{_NAME})",
    re.IGNORECASE,
)
#: The same on a file server.
SHARED_HOME = re.compile(
    rf"(?P<server>\\{{2,4}}[A-Za-z0-9._-]+)\\{{1,2}}(?:homes?\$?|users\$?|profiles\$?)\\{{1,2}}(?P<name>{_NAME})",
    re.IGNORECASE,
)
#: The home of a user that a shell would look up. `~/` alone names nobody.
TILDE = re.compile(r"(?<![\w~])~(?P<name>[A-Za-z_][A-Za-z0-9._-]*)(?=[\\/])")
#: The superuser's own folder tells nothing but that.
ROOT_HOME = re.compile(r"(?<![\w.~/-])/root(?=/|\b)")

#: A login in a URL. An id of ours, `socks5://10.0.0.1:1080@208.245.107.1`, has a port and no password before its @.
USERINFO = re.compile(r"(?<=://)(?![^\s/@\"'<>]{0,300}:[0-9]{1,5}@)[^\s/@\"'<>]{1,300}@(?=[\w\[%])")
#: The same in a stranger's words: any password, and the last @ before a host ends it.
ANY_USERINFO = re.compile(r"(?<=://)[^\s/@\"'<>]{1,300}@(?=[\w\[%])")
#: The same where a password holds a slash. Not for ids: `http://proxy:3128/probe@10.0.0.1` has no login in it.
USERINFO_WITH_SLASH = re.compile(r"(?<=://)[^\s/@:\"'<>\[]{1,100}:(?![0-9]{1,5}/)[^\s\"'<>]{1,200}@(?=[\w\[%])")
#: A login without a URL around it.
BARE_USERINFO = re.compile(
    r"(?<![\w/:@.\\-])[A-Za-z][\w.+-]{0,63}:(?![0-9]{1,5}@)[^\s@/:\"'<>]{1,80}@(?=[A-Za-z0-9\[])"
)
#: What authenticates a request (RFC 9110, section 11.4).
TOKEN = re.compile(
    r"\b(?P<scheme>Basic|Bearer|NTLM|Negotiate|Digest)\s+(?P<secret>[A-Za-z0-9+/=_.-]{8,})", re.IGNORECASE
)
#: Values that are secret by the name of their key.
KEYED_SECRET = re.compile(
    r"(?P<key>(?<![A-Za-z])(?:pass(?:word|wd|phrase)?|pwd|secret|token|session(?:_?id)?|sid|api[_-]?key|cookie)"
    r"\s?[=:]\s?)(?P<secret>[^\s&\"'<>;,]+)",
    re.IGNORECASE,
)
#: Values that name somebody by the name of their key, and a user of a Windows domain.
KEYED_USER = re.compile(
    r"(?P<key>(?<![A-Za-z])(?:user(?:[ _-]?(?:name|id))?|login|uid|account|client-username)\s?[=:]\s?)"
    r"(?P<name>[^\s&\"'<>;,]+)",
    re.IGNORECASE,
)
DOMAIN_USER = re.compile(r"(?<![\w\\/:.-])(?P<domain>[A-Z][A-Z0-9-]{1,14})\\\\?(?P<name>[A-Za-z][\w.-]{2,})(?![\\/\w])")
MAIL = re.compile(r"(?<![\w.+/:-])(?P<name>[A-Za-z][\w.+-]{0,63})@(?=[A-Za-z0-9-]+\.[A-Za-z])")

#: A label of a host's name (RFC 1035, section 2.3.4), and labels with dots between them.
_LABEL = rf"[{_LETTERS}](?:[{_LETTERS}-]{{0,61}}[{_LETTERS}])?"
DOTTED = re.compile(rf"{_OPEN_START}{_LABEL}(?:{_DOT}{_LABEL}){{1,126}}")
#: The server of a Windows share.
SHARE_SERVER = re.compile(r"(?<![\\\w:])\\\\(?:\\\\)?(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?=\\)")
#: Where a name of one label is surely a host's.
IN_URL = re.compile(r"(?<=://)(?P<name>[A-Za-z0-9_][A-Za-z0-9_-]*)(?=[:/?#\s\"'<>,;)]|$)")
