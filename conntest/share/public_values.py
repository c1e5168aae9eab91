"""What may stay in a public report, of kinds of text that others can fill."""

import errno
import os
import re
from collections.abc import Callable
from http import HTTPStatus

from conntest.model.privacy import REMOVED

#: Headers whose values are times, sizes and types of media.
HEADERS = frozenset(
    {"age", "connection", "content-encoding", "content-length", "content-type", "date", "transfer-encoding"}
)

#: Headers that support needs beside them: who answered, from where, and what it wants. Their values are cleaned as all
#: words of others are; the values of other headers are removed.
SUPPORT_HEADERS = HEADERS | frozenset(
    """
    accept-ranges allow alt-svc cache-control content-disposition content-language content-location content-range
    expires keep-alive last-modified location mime-version pragma proxy-agent proxy-authenticate proxy-connection
    proxy-status retry-after server strict-transport-security upgrade vary via warning www-authenticate x-cache
    x-cache-hits x-cache-lookup x-content-type-options x-frame-options x-powered-by
    """.split()
)

#: Headers of which support needs a value of a certain form, and no other: Squid's own names of errors.
HEADER_FORMS = {"x-squid-error": re.compile(r"ERR_[A-Z_]{1,60}(?: -?[0-9]{1,5})?")}

#: Interfaces as systems name them by themselves.
INTERFACES = re.compile(
    r"(?:lo|eth|en[ops]?|wl(?:an|p|o|s)?|ww(?:an|p)|br|docker|veth|virbr|bond|tun|tap|utun|wg|ppp|awdl|llw|bridge|gif|stf|"
    r"anpi|ap|ipsec|sit|tailscale|zt|vmnet|vboxnet)[0-9a-f]*(?:[ps][0-9a-f]+)*|enx(?:MAC-[0-9]+)?"
    r"|(?:Ethernet|Wi-Fi|WLAN|Local Area Connection\*?|Loopback Pseudo-Interface|Bluetooth(?: PAN| Network Connection)?"
    r"|Thunderbolt(?: Bridge| Ethernet)?|USB 10/100(?:/1000)? LAN|iPhone USB)(?: [0-9]+)?"
)

#: Folders and files that systems, distributions and TWS's installer name, in small letters. Others are named by people.
_FOLDERS = frozenset(
    """
    .bash_profile .bashrc .config .docker .i4j_jres .install4j .java .kde .kde4 .mozilla .pam_environment
    .profile .proxychains .xprofile .zprofile .zshenv .zshrc 90proxy 95proxies applications apt apt.conf
    apt.conf.d bash.bashrc bashrc bin c: chrome chromium chromium-browser conf config config.fish config.json
    daemon.json deployment deployment.properties dnf dnf.conf docker docker.service.d drivers edge environment
    environment.d etc firefox fish hosts hosts.yaml http-proxy.conf ibgateway ibgateway.vmoptions inst_jre.cfg
    jre jts jts.ini kioslaverc launcher.log lib library managed net.properties network networkmanager opt
    policies policies.json pref_jre.cfg preferences prefs.js profile profile.d profiles proxifier proxifier4
    proxy.conf proxy.pac proxychains.conf proxychains4.conf redsocks.conf resolv.conf resolvconf resolved.conf
    run share stub-resolv.conf system system.conf system.conf.d system32 systemconfiguration systemd tsocks.conf
    tws tws.vmoptions user.conf user.conf.d usr var windows wpad.dat xdg yum yum.conf zsh zshenv ~
    """.split()
)
_OTHER_FOLDERS = re.compile(r"[0-9.]+[a-z]?|program files(?: \(x86\))?|(?:trader workstation|ib gateway)(?: [0-9.]+)?")

#: The words with which settings are told where they stand.
_PLACE_WORDS = frozenset(
    """
    252 built-in chrome connection defaultconnectionsettings desktop's dhcp dhcpnameserver edge firefox gnome
    internet kde machine macos nameserver netsh network of option own policy proxies registry routes script
    settings setup simulated snap system system's the user variable variables windows winhttp
    """.split()
)
_PLACE_KEYS = re.compile(
    r"acquire::https?::proxy|--socks|--proxy|_?java(?:_tool)?_options|jdk_java_options|scutil|--dns"
)

_REASONS = frozenset({status.phrase for status in HTTPStatus} | {"Connection established", "Connection Established"})
_OTHERS = frozenset(
    {
        "NXDOMAIN",
        "SERVFAIL",
        "REFUSED",
        "NOERROR",
        "Basic",
        "Digest",
        "Negotiate",
        "NTLM",
        "Bearer",
        "timed out",
        REMOVED,
    }
)
_SYSTEM_ERRORS = frozenset(map(os.strerror, errno.errorcode))
_NUMBERED = re.compile(r"(?:\[Errno -?[0-9]+\]|[1-5][0-9][0-9]) (?P<words>.*)")
_VARIABLE = re.compile(r"(?:all|ftp|http|https|rsync|socks|ws|wss)_proxy", re.IGNORECASE)
_REGION = re.compile(r"[a-z]{2}")
_ATTRIBUTE = re.compile(r"(?:^|,)[A-Za-z0-9.]+=(?P<value>(?:\\.|[^,\\])*)")


def is_plain_error(text: str) -> bool:
    """Whether `text` is what the system or the protocol says of itself: nobody could have put a name in it."""
    match = _NUMBERED.fullmatch(text)
    words = match["words"] if match else text
    known = words in _REASONS or words in _OTHERS or words in _SYSTEM_ERRORS
    return known or _VARIABLE.fullmatch(text) is not None or _REGION.fullmatch(text) is not None


def is_public_place(part: str) -> bool:
    """Whether one part of a place is made of words of ours, or is a path that systems and installers make."""
    if re.match(r"[~/\\]|[A-Za-z]:[\\/]", part):
        return is_public_path(part)
    words = re.sub(r"[()]", " ", part.lower()).split()
    return INTERFACES.fullmatch(part) is not None or all(_is_place_word(word) for word in words)


def _is_place_word(word: str) -> bool:
    known = word in _PLACE_WORDS or _VARIABLE.fullmatch(word) or _PLACE_KEYS.fullmatch(word)
    return bool(known) or (word.startswith(("~", "/")) and is_public_path(word))


def is_public_path(path: str) -> bool:
    """Whether nobody but systems and installers named a folder of it."""
    return all(map(is_system_folder, filter(None, re.split(r"[\\/]+", path))))


def is_system_folder(name: str) -> bool:
    """Whether systems and installers give this name to a folder or file."""
    return name.lower() in _FOLDERS or _OTHER_FOLDERS.fullmatch(name.lower()) is not None


def is_public_subject(name: str, is_public: Callable[[str], bool]) -> bool:
    """Whether a certificate's name, or all values of a distinguished one, are hosts of public services."""
    values = [match["value"] for match in _ATTRIBUTE.finditer(name)] or [name]
    return all(is_public(value.lower().removeprefix("*.")) for value in values)
