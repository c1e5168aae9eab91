"""Settings as people and programs write them, each with its source, and what programs do by them.

Names and addresses of companies are replaced. Where the source is a document, the sample has its form.
"""

import pytest

from conntest.model.proxy import Program, ReadBy, Traffic
from conntest.system.operating_system import System
from conntest.system.proxies.apt import parse_apt
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.gnome import parse_gnome
from conntest.system.proxies.kde import parse_kde
from conntest.system.proxies.macos import parse_system
from conntest.system.proxies.shell_files import parse_environment_file
from conntest.system.proxies.wininet import Registry, parse_registry
from tests.every import every
from tests.system.proxies.reading import goes, http_https_tcp, used, wrong

D = "direct"

# ProxyServer; what Chrome and Edge do with http: and https:; where other connections go; what Firefox does with https:.
WINDOWS = [
    # throneproj/Throne issue 356, as nekoray wrote it.
    ("127.0.0.1:2080", "http://127.0.0.1:2080", "http://127.0.0.1:2080", D, "http://127.0.0.1:2080"),
    # The same issue, as Throne writes it.
    ("http://127.0.0.1:2080", "http://127.0.0.1:2080", "http://127.0.0.1:2080", D, "http://127.0.0.1:2080"),
    # hyperium/hyper issue 4067.
    (
        "socks=127.0.0.1:1080",
        "socks4://127.0.0.1:1080",
        "socks4://127.0.0.1:1080",
        "socks4://127.0.0.1:1080",
        "socks4://127.0.0.1:1080",
    ),
    # hyperium/hyper issue 4067, the form with all labels.
    (
        "http=127.0.0.1:8080;https=127.0.0.1:8443;socks=127.0.0.1:1080",
        "http://127.0.0.1:8080",
        "http://127.0.0.1:8443",
        "socks4://127.0.0.1:1080",
        "http://127.0.0.1:8443",
    ),
    # Privoxy beside Tor's SOCKS port: HTTPS has no entry, so SOCKS carries it (Chromium, proxy_config.cc).
    (
        "http=127.0.0.1:8118;socks=127.0.0.1:9050",
        "http://127.0.0.1:8118",
        "socks4://127.0.0.1:9050",
        "socks4://127.0.0.1:9050",
        "socks4://127.0.0.1:9050",
    ),
    # The other way round.
    (
        "https=127.0.0.1:8118;socks=127.0.0.1:9050",
        "socks4://127.0.0.1:9050",
        "http://127.0.0.1:8118",
        "socks4://127.0.0.1:9050",
        "http://127.0.0.1:8118",
    ),
    # justcoding121/titanium-web-proxy issue 256, before its second call.
    ("http=127.0.0.1:8877", "http://127.0.0.1:8877", D, D, D),
    # The same issue, after it.
    (
        "http=127.0.0.1:8877;https=127.0.0.1:8877",
        "http://127.0.0.1:8877",
        "http://127.0.0.1:8877",
        D,
        "http://127.0.0.1:8877",
    ),
    # Clash and its kin leave labels with nothing behind them: tests of two proxy tools have this form.
    (
        "http=127.0.0.1:7890;https=127.0.0.1:7890;ftp=;socks=",
        "http://127.0.0.1:7890",
        "http://127.0.0.1:7890",
        D,
        "http://127.0.0.1:7890",
    ),
    # Every label, FTP and gopher among them (Internet Explorer's dialog "Advanced").
    (
        "ftp=a:21;gopher=b:70;http=c:80;https=d:80;socks=e:1080",
        "http://c:80",
        "http://d:80",
        "socks4://e:1080",
        "http://d:80",
    ),
    # FTP alone.
    ("ftp=a:21", D, D, D, D),
    # Microsoft, INTERNET_PROXY_INFO: entries parted by blanks. Chromium parts at semicolons alone, and finds none.
    ("http=a:80 https=b:80", D, D, D, "http://b:80"),
    # Microsoft, INTERNET_PROXY_INFO: a scheme behind a label.
    ("https=https://proxy:4443", D, "https://proxy:4443", D, "http://proxy:4443"),
    # Chromium, proxy_config.h: a list of fallbacks.
    (
        "foopy:8080,bar:8181",
        "http://foopy:8080 http://bar:8181",
        "http://foopy:8080 http://bar:8181",
        D,
        "http://foopy:8080",
    ),
    # Chromium, proxy_config.h: lists behind labels.
    ("http=a:1,b:2;https=c:3", "http://a:1 http://b:2", "http://c:3", D, "http://c:3"),
    # Chromium stops at the first entry without a label; Firefox takes the last.
    ("a:80;b:81", "http://a:80", "http://a:80", D, "http://b:81"),
    # A default beside labels: Microsoft and Firefox use it for the rest, Chromium passes over it.
    ("http=a:80;b:81", "http://a:80", D, D, "http://b:81"),
    # A default before labels is all that Chromium reads; Firefox knows https by the default too.
    ("b:81;http=a:80", "http://b:81", "http://b:81", D, "http://b:81"),
    # socks:// written out is version 5 (net/base/proxy_string_util.cc).
    (
        "socks://127.0.0.1:10808",
        "socks5://127.0.0.1:10808",
        "socks5://127.0.0.1:10808",
        "socks5://127.0.0.1:10808",
        "http://127.0.0.1:10808",
    ),
    # Behind the label too.
    (
        "socks=socks5://127.0.0.1:10808",
        "socks5://127.0.0.1:10808",
        "socks5://127.0.0.1:10808",
        "socks5://127.0.0.1:10808",
        "socks4://127.0.0.1:10808",
    ),
    # socks4:// likewise.
    (
        "socks4://127.0.0.1:9150",
        "socks4://127.0.0.1:9150",
        "socks4://127.0.0.1:9150",
        "socks4://127.0.0.1:9150",
        "http://127.0.0.1:9150",
    ),
    # An HTTP proxy inside TLS (Chromium, "secure web proxy").
    ("https://proxy:443", "https://proxy:443", "https://proxy:443", D, "http://proxy:443"),
    # A path is no part of a proxy for Chromium (net/base/proxy_string_util.cc).
    ("http://proxy:8080/", D, D, D, "http://proxy:8080"),
    # Nor are credentials.
    ("http://me:secret@proxy:8080", D, D, D, "http://proxy:8080"),
    # An IPv6 address.
    ("[2001:db8::1]:3128", "http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128", D, "http://[2001:db8::1]:3128"),
    # No port.
    (
        "proxy.corp.example",
        "http://proxy.corp.example:80",
        "http://proxy.corp.example:80",
        D,
        "http://proxy.corp.example:80",
    ),
    # Labels in capitals: Windows does not mind, Chromium and Firefox know small ones alone.
    ("HTTP=a:80;HTTPS=a:80", D, D, D, D),
    # A blank behind a semicolon: Chromium takes it off the label.
    ("http=a:80; https=b:80", "http://a:80", "http://b:80", D, "http://b:80"),
    # gentoo90/winreg-rs issue 50 and byJoey/ech-wk issue 4: Windows' dialog puts http:// before the label.
    ("http://socks=127.0.0.1:1080", D, D, D, D),
    # A label that nobody knows.
    ("foo=a:80", D, D, D, D),
    # direct:// asks for none, and by that keeps SOCKS from it (Chromium).
    ("http=direct://;socks=s:1080", D, "socks4://s:1080", "socks4://s:1080", "socks4://s:1080"),
]


@every(("server", "http", "https", "tcp", "firefox"), WINDOWS, ids=[row[0] for row in WINDOWS])
def test_windows_proxy_server_is_read_as_programs_read_it(
    server: str, http: str, https: str, tcp: str, firefox: str
) -> None:
    found = tuple(parse_registry(Registry(user={"ProxyEnable": 1, "ProxyServer": server})))
    assert http_https_tcp(found, System.WINDOWS) == (http, https, tcp)
    assert goes(found, System.WINDOWS, Traffic.HTTPS, by=ReadBy.FIREFOX) == firefox


@pytest.mark.parametrize(
    ("server", "setting"),
    [
        # Labels with nothing behind them, and SOCKS: by Windows' rule SOCKS is for all. Chromium takes the first label
        # for a proxy's name, since nothing stands behind its sign (proxy_config.cc, ParseFromString).
        ("http=;https=;ftp=;socks=127.0.0.1:1080", "http://http:80"),
        ("https=;socks=127.0.0.1:1080", "http://https:80"),
    ],
)
def test_empty_labels_leave_all_to_socks_except_in_chrome(server: str, setting: str) -> None:
    found = tuple(parse_registry(Registry(user={"ProxyEnable": 1, "ProxyServer": server})))
    (socks,) = [one.setting for one in found]
    assert (socks.malformed, socks.traffic) == (None, tuple(Traffic))
    assert goes(found, System.WINDOWS, Traffic.HTTPS) == setting
    assert goes(found, System.WINDOWS, Traffic.HTTPS, by=ReadBy.FIREFOX) == "socks4://127.0.0.1:1080"


# Lines of `scutil --proxy`; http:, https:, other connections.
MACOS = [
    # httptoolkit issue 151.
    (
        "ProxyAutoConfigEnable : 1|ProxyAutoConfigURLString : http://wpad.corp.example/wpad.dat",
        *["pac http://wpad.corp.example/wpad.dat"] * 2,
        D,
    ),
    # nonocast/me issue 134: all three at one port, as Clash sets them.
    (
        "HTTPEnable : 1|HTTPPort : 7890|HTTPProxy : 127.0.0.1|HTTPSEnable : 1|HTTPSPort : 7890|HTTPSProxy : 127.0.0.1"
        "|SOCKSEnable : 1|SOCKSPort : 7890|SOCKSProxy : 127.0.0.1",
        "http://127.0.0.1:7890",
        "http://127.0.0.1:7890",
        "socks5://127.0.0.1:7890",
    ),
    # YumaInaura issue 2755: an SSH tunnel alone.
    ("SOCKSEnable : 1|SOCKSPort : 10080|SOCKSProxy : localhost", *["socks5://localhost:10080"] * 3),
    # Automattic/mcp-wordpress-remote pull request 43: the switch of the script off, SOCKS on.
    (
        "ProxyAutoConfigEnable : 0|ProxyAutoConfigURLString : http://pac.corp.example/p|SOCKSEnable : 1"
        "|SOCKSPort : 8080|SOCKSProxy : 127.0.0.1",
        *["socks5://127.0.0.1:8080"] * 3,
    ),
    # HTTP and SOCKS without HTTPS (Chromium, proxy_config.cc: SOCKS is for everything else).
    (
        "HTTPEnable : 1|HTTPPort : 8118|HTTPProxy : 127.0.0.1|HTTPSEnable : 0|SOCKSEnable : 1|SOCKSPort : 9050"
        "|SOCKSProxy : 127.0.0.1",
        "http://127.0.0.1:8118",
        "socks5://127.0.0.1:9050",
        "socks5://127.0.0.1:9050",
    ),
    # HTTPS alone (System Settings, "Secure web proxy").
    ("HTTPSEnable : 1|HTTPSPort : 3128|HTTPSProxy : proxy", D, "http://proxy:3128", D),
    # A proxy without a port, which the dialog stores as 0.
    ("HTTPSEnable : 1|HTTPSPort : 0|HTTPSProxy : proxy", D, "http://proxy:80", D),
    # FTP and exceptions alone.
    ("FTPPassive : 1|ExcludeSimpleHostnames : 1", D, D, D),
    # Automatic discovery.
    ("ProxyAutoDiscoveryEnable : 1", "wpad", "wpad", D),
    # A script in the settings themselves (SCSchemaDefinitions, ProxyAutoConfigJavaScript), with lines like keys.
    (
        "ProxyAutoConfigEnable : 1|ProxyAutoConfigJavaScript : function FindProxyForURL(u, h) {|if (h == 'a : b') {"
        "|return 'DIRECT';|} else {|return 'PROXY p:1'; }|}|SOCKSEnable : 1|SOCKSPort : 1080|SOCKSProxy : 127.0.0.1",
        "pac None",
        "pac None",
        "socks5://127.0.0.1:1080",
    ),
    # Values that linger behind switches that are off.
    ("HTTPEnable : 0|HTTPPort : 8080|HTTPProxy : old|SOCKSEnable : 0|SOCKSPort : 1|SOCKSProxy : old", D, D, D),
    # An IPv6 address.
    ("HTTPSEnable : 1|HTTPSPort : 3128|HTTPSProxy : 2001:db8::1", D, "http://[2001:db8::1]:3128", D),
]


@every(("lines", "http", "https", "tcp"), MACOS, ids=[row[0][:60] for row in MACOS])
def test_macos_settings_are_read_as_programs_read_them(lines: str, http: str, https: str, tcp: str) -> None:
    text = "<dictionary> {\n" + "".join(f"  {line}\n" for line in lines.split("|")) + "}\n"
    assert http_https_tcp(parse_system(text), System.MACOS) == (http, https, tcp)


# Lines of `gsettings list-recursively`, without the schema; http:, https:, other connections; https: in Firefox.
GNOME = [
    # trojan-gfw/trojan-qt issue 1.
    (
        "mode 'manual'|socks port 1080|socks host '127.0.0.1'",
        *["socks5://127.0.0.1:1080"] * 3,
        "socks4://127.0.0.1:1080",
    ),
    # elementary/settings-network issue 436: what was wanted, and what the dialog made of it.
    (
        "mode 'manual'|socks host 'localhost'|socks port 9050",
        *["socks5://localhost:9050"] * 3,
        "socks4://localhost:9050",
    ),
    ("mode 'auto'|socks host 'localhost'|socks port 9050", "wpad", "wpad", D, "wpad"),
    # libproxy issue 368: HTTP and SOCKS without HTTPS. Firefox lets HTTP's stand in (nsUnixSystemProxySettings.cpp).
    (
        "mode 'manual'|http host '127.0.0.1'|http port 8118|socks host '127.0.0.1'|socks port 9050",
        "http://127.0.0.1:8118",
        "socks5://127.0.0.1:9050",
        "socks5://127.0.0.1:9050",
        "http://127.0.0.1:8118",
    ),
    # HTTP alone: Chromium does not use it for HTTPS, Firefox does.
    ("mode 'manual'|http host 'proxy'|http port 3128", "http://proxy:3128", D, D, "http://proxy:3128"),
    # The usual company: one proxy for both.
    (
        "mode 'manual'|http host 'proxy'|http port 3128|https host 'proxy'|https port 3128",
        "http://proxy:3128",
        "http://proxy:3128",
        D,
        "http://proxy:3128",
    ),
    # use-same-proxy is not heeded (Chromium, SettingGetterImplGSettings::GetBool).
    (
        "mode 'manual'|use-same-proxy true|https host 'proxy'|https port 3128",
        D,
        "http://proxy:3128",
        D,
        "http://proxy:3128",
    ),
    # No port: Chromium takes the usual one, Firefox does not count the proxy.
    ("mode 'manual'|https host 'proxy'|https port 0", D, "http://proxy:80", D, D),
    # A scheme before the host, which people write; what the entry is for decides.
    ("mode 'manual'|https host 'https://proxy'|https port 3128", D, "http://proxy:3128", D, "http://proxy:3128"),
    # A scheme that Chromium heeds.
    ("mode 'manual'|socks host 'socks4://s'|socks port 1080", *["socks4://s:1080"] * 3, "socks4://s:1080"),
    # Host and port in one field.
    ("mode 'manual'|https host 'proxy:3128'|https port 0", D, "http://proxy:3128", D, D),
    # A script by its path alone (Chromium, GetConfigFromSettings).
    (
        "mode 'auto'|autoconfig-url '/home/me/proxy.pac'",
        *["pac file:///home/me/proxy.pac"] * 2,
        D,
        "pac file:///home/me/proxy.pac",
    ),
    (
        "mode 'auto'|autoconfig-url 'http://wpad/wpad.dat'",
        *["pac http://wpad/wpad.dat"] * 2,
        D,
        "pac http://wpad/wpad.dat",
    ),
    ("mode 'none'|http host 'proxy'|http port 3128", D, D, D, D),
    ("mode 'manual'", D, D, D, D),
]


@every(("lines", "http", "https", "tcp", "firefox"), GNOME, ids=[row[0] for row in GNOME])
def test_gnomes_settings_are_read_as_programs_read_them(
    lines: str, http: str, https: str, tcp: str, firefox: str
) -> None:
    found = tuple(parse_gnome(_gsettings(lines)))
    assert http_https_tcp(found, System.LINUX) == (http, https, tcp)
    assert goes(found, System.LINUX, Traffic.HTTPS, by=ReadBy.FIREFOX) == firefox
    assert wrong(found) == []


def _gsettings(lines: str) -> str:
    text = ""
    for line in lines.split("|"):
        first, _, rest = line.partition(" ")
        in_child = first in ("http", "https", "socks")
        text += f"org.gnome.system.proxy.{first} {rest}\n" if in_child else f"org.gnome.system.proxy {line}\n"
    return text


# Lines of kioslaverc's section; http:, https:, other connections.
KDE = [
    # Chromium, proxy_config_service_linux.cc (AddProxy): a blank before the port, as KDE writes it.
    ("ProxyType=1|httpProxy=http://proxy 3128|httpsProxy=http://proxy 3128", *["http://proxy:3128"] * 2, D),
    # zzzgydi/sysproxy-rs issue 6: the scheme of HTTP before a SOCKS proxy.
    ("ProxyType=1|socksProxy=http://127.0.0.1 7897", *["socks5://127.0.0.1:7897"] * 3),
    # The form of the specification.
    ("ProxyType=1|socksProxy=socks://127.0.0.1:1080", *["socks5://127.0.0.1:1080"] * 3),
    ("ProxyType=1|socksProxy=socks4://127.0.0.1:1080", *["socks4://127.0.0.1:1080"] * 3),
    # `//:` is a server that was taken away (Chromium, AddProxy).
    ("ProxyType=1|httpProxy=//:|httpsProxy=//:|socksProxy=socks://s 1080", *["socks5://s:1080"] * 3),
    # HTTP and SOCKS without HTTPS.
    ("ProxyType=1|httpProxy=http://p 1|socksProxy=socks://s 2", "http://p:1", "socks5://s:2", "socks5://s:2"),
    # The key decides, and no scheme (Chromium, FixupProxyHostScheme).
    ("ProxyType=1|httpsProxy=socks5://p 1", D, "http://p:1", D),
    ("ProxyType=1|httpProxy=https://p 1", "http://p:1", D, D),
    # Keys with flags.
    ("ProxyType[$i]=1|httpProxy[$e]=http://p 1", "http://p:1", D, D),
    # A trailing slash, and no port.
    ("ProxyType=1|httpsProxy=http://proxy/", D, "http://proxy:80", D),
    # A script, and one by its path.
    ("ProxyType=2|Proxy Config Script=http://wpad/p.pac", *["pac http://wpad/p.pac"] * 2, D),
    ("ProxyType=2|Proxy Config Script=/home/me/p.pac", *["pac file:///home/me/p.pac"] * 2, D),
    # No script named: detection (Chromium, GetConfigFromSettings).
    ("ProxyType=2", "wpad", "wpad", D),
    ("ProxyType=3|Proxy Config Script=http://old/p.pac", "wpad", "wpad", D),
    # Names of variables.
    ("ProxyType=4|httpsProxy=HTTPS_PROXY", D, "http://fromenv:3128", D),
    ("ProxyType=0|httpProxy=http://p 1", D, D, D),
]


@every(("lines", "http", "https", "tcp"), KDE, ids=[row[0] for row in KDE])
@every("section", ["[Proxy Settings]", "[Proxy Settings][$i]"])
def test_kdes_settings_are_read_as_chromium_reads_them(
    section: str, lines: str, http: str, https: str, tcp: str
) -> None:
    text = section + "\n" + lines.replace("|", "\n") + "\n"
    found = tuple(parse_kde(text, {"HTTPS_PROXY": "http://fromenv:3128"}))
    assert http_https_tcp(found, System.LINUX) == (http, https, tcp)
    assert wrong(found) == []


# Variables; Chrome, Firefox and command-line tools with https: on Linux without a desktop.
VARIABLES = [
    # comwrg/package-manager-proxy-settings issue 1: Chromium takes all_proxy first, and for an HTTP proxy.
    (
        {
            "https_proxy": "http://127.0.0.1:1080",
            "http_proxy": "http://127.0.0.1:1080",
            "all_proxy": "socks5://127.0.0.1:1080",
        },
        "http://127.0.0.1:1080",
        "http://127.0.0.1:1080",
        "http://127.0.0.1:1080",
    ),
    # microsoft/WSL issue 4402: SOCKS in all variables.
    (
        {"https_proxy": "socks5://172.19.48.1:7890", "all_proxy": "socks5://172.19.48.1:7890"},
        "http://172.19.48.1:7890",
        D,
        "socks5://172.19.48.1:7890",
    ),
    # lmk123/blog issue 89.
    ({"https_proxy": "http://127.0.0.1:7890"}, *["http://127.0.0.1:7890"] * 3),
    # No scheme: Firefox takes "proxy:" for one, and the variable for nothing.
    ({"https_proxy": "proxy:3128"}, "http://proxy:3128", D, "http://proxy:3128"),
    # A slash at the end (Chromium, FixupProxyHostScheme).
    ({"https_proxy": "http://proxy:3128/"}, *["http://proxy:3128"] * 3),
    # Credentials, which Chromium drops.
    ({"https_proxy": "http://me:secret@proxy:3128"}, *["http://proxy:3128"] * 3),
    # http_proxy is for http: alone (Chromium, GetConfigFromEnv).
    ({"http_proxy": "http://proxy:3128"}, D, D, D),
    # Capitals.
    ({"HTTPS_PROXY": "http://proxy:3128"}, *["http://proxy:3128"] * 3),
    # all_proxy alone.
    ({"all_proxy": "http://proxy:3128"}, *["http://proxy:3128"] * 3),
    ({"ALL_PROXY": "socks5h://127.0.0.1:9050"}, "http://127.0.0.1:9050", D, "socks5h://127.0.0.1:9050"),
    # curl's man page: a bare socks is version 4.
    ({"all_proxy": "socks://127.0.0.1:1080"}, "http://127.0.0.1:1080", D, "socks4://127.0.0.1:1080"),
    # An HTTP proxy inside TLS: curl knows it, Chromium drops the scheme, Firefox takes http: alone.
    ({"https_proxy": "https://proxy:443"}, "http://proxy:443", D, "https://proxy:443"),
    # SOCKS_SERVER, gnome's old variable (Chromium, GetConfigFromEnv).
    ({"SOCKS_SERVER": "127.0.0.1:1080"}, "socks5://127.0.0.1:1080", D, D),
    ({"SOCKS_SERVER": "127.0.0.1:1080", "SOCKS_VERSION": "4"}, "socks4://127.0.0.1:1080", D, D),
    ({"SOCKS_SERVER": "127.0.0.1:1080", "https_proxy": "http://p:1"}, *["http://p:1"] * 3),
    # auto_proxy goes before all others, and an empty one means detection.
    (
        {"auto_proxy": "http://wpad/p.pac", "https_proxy": "http://p:1"},
        "pac http://wpad/p.pac",
        "pac http://wpad/p.pac",
        "http://p:1",
    ),
    ({"auto_proxy": ""}, "wpad", "wpad", D),
    # Nothing behind the sign.
    ({"https_proxy": ""}, D, D, D),
    # no_proxy alone.
    ({"no_proxy": "*"}, D, D, D),
    # IPv6.
    ({"https_proxy": "http://[2001:db8::1]:3128"}, *["http://[2001:db8::1]:3128"] * 3),
]


@every(("environment", "chrome", "firefox", "tools"), VARIABLES, ids=[str(row[0]) for row in VARIABLES])
def test_variables_are_read_as_programs_read_them(
    environment: dict[str, str], chrome: str, firefox: str, tools: str
) -> None:
    found = tuple(parse_environment(environment, System.LINUX))
    assert used(found, System.LINUX, Program.CHROME) == chrome
    assert used(found, System.LINUX, Program.FIREFOX) == firefox
    assert used(found, System.LINUX, Program.TOOLS) == tools


# A file's text; the variables that it sets, and what of each was not understood.
FILES: list[tuple[str, dict[str, str]]] = [
    # microsoft/WSL issue 12469, /etc/environment.
    (
        'PATH="/usr/local/sbin:/usr/bin"\nexport http_proxy=http://192.168.1.1:3128\nexport https_proxy=http://192.168.1.1:3128\n',
        {"http_proxy": "http://192.168.1.1:3128", "https_proxy": "http://192.168.1.1:3128"},
    ),
    ("#export http_proxy=http://192.168.1.1:3128\n", {}),
    # nange/blog issue 44: only the shell can tell.
    (
        'export host_ip=$(cat /etc/resolv.conf |grep "nameserver" |cut -f 2 -d " ")\n'
        'export http_proxy="http://$host_ip:3080"\n',
        {"http_proxy": ""},
    ),
    # lmk123/blog issue 89.
    ('export hostip=$(cat /etc/resolv.conf)\nexport https_proxy="http://${hostip}:7890"\n', {"https_proxy": ""}),
    # microsoft/WSL issue 4402: a function, several on a line.
    (
        "function proxy {\n  export http_proxy=socks5://172.19.48.1:7890; export https_proxy=socks5://172.19.48.1:7890\n"
        '  echo -e "open"\n}\nfunction unproxy {\n  unset http_proxy https_proxy\n}\n',
        {"http_proxy": "socks5://172.19.48.1:7890", "https_proxy": "socks5://172.19.48.1:7890"},
    ),
    # Several behind one export.
    (
        "export http_proxy=http://a:1 https_proxy=http://b:2\n",
        {"http_proxy": "http://a:1", "https_proxy": "http://b:2"},
    ),
    # Set, and exported after.
    ("http_proxy=http://a:1; export http_proxy\n", {"http_proxy": "http://a:1"}),
    ("http_proxy=http://a:1 && export http_proxy\n", {"http_proxy": "http://a:1"}),
    # A variable of the file's own.
    (
        "PROXY=http://a:1\nexport https_proxy=$PROXY\nexport http_proxy=${PROXY}\n",
        {"https_proxy": "http://a:1", "http_proxy": "http://a:1"},
    ),
    # Quotes, of both kinds, and a comment behind.
    (
        "export https_proxy='http://a:1' # ours\nall_proxy=\"socks5://b:2\"\n",
        {"https_proxy": "http://a:1", "all_proxy": "socks5://b:2"},
    ),
    # For one command alone.
    ("https_proxy=http://a:1 apt-get update\n", {}),
    ("alias pon='export https_proxy=http://a:1'\n", {}),
    # fish and csh.
    ("set -gx https_proxy http://a:1\n", {"https_proxy": "http://a:1"}),
    ("setenv https_proxy http://a:1\n", {"https_proxy": "http://a:1"}),
    # if … then.
    ('if [ -z "$SSH" ]; then export https_proxy=http://a:1; fi\n', {"https_proxy": "http://a:1"}),
    # A continued line.
    ("export \\\n  https_proxy=http://a:1\n", {"https_proxy": "http://a:1"}),
    # declare -x.
    ('declare -x https_proxy="http://a:1"\n', {"https_proxy": "http://a:1"}),
    # A password with a sign that is a comment only at a word's beginning.
    ("export https_proxy=http://me:pa#ss@a:1\n", {"https_proxy": "http://a:1"}),
]


@every(("text", "expected"), FILES)
def test_start_files_are_read_as_shells_read_them(text: str, expected: dict[str, str]) -> None:
    found = tuple(parse_environment_file(text, "~/.bashrc", {}))
    named = {one.setting.id.rpartition(":")[2]: one.setting for one in found}
    assert {name: " ".join(proxy.id for proxy in one.proxies) for name, one in named.items()} == expected
    assert wrong(found) == []
    assert not any(one.active for one in named.values())


# apt.conf; the proxies by protocol.
APT: list[tuple[str, dict[str, str]]] = [
    # apt.conf(5), and Debian's wiki.
    ('Acquire::http::Proxy "http://proxy:3128/";', {"http": "http://proxy:3128"}),
    # Microsoft's documents for Linux clients have the block's form.
    (
        'Acquire {\n  HTTP::proxy "http://127.0.0.1:8080";\n  HTTPS::proxy "http://127.0.0.1:8080";\n}\n',
        {"http": "http://127.0.0.1:8080", "https": "http://127.0.0.1:8080"},
    ),
    # Scopes within scopes.
    ('Acquire { http { Proxy "http://a:1"; }; https { Proxy "DIRECT"; }; };', {"http": "http://a:1"}),
    # Comments of three kinds.
    (
        '// Acquire::http::Proxy "http://x:1";\n# no\n/* Acquire::http::Proxy "http://y:1"; */\n'
        'Acquire::https::Proxy "http://z:1";',
        {"https": "http://z:1"},
    ),
    # For one host.
    ('Acquire::http::Proxy::deb.example.org "http://a:1";', {}),
    # A part of a list, which is another thing.
    ('Acquire::http { Proxy "http://a:1"; Timeout "5"; }', {"http": "http://a:1"}),
    # SOCKS (apt-transport-http(1)).
    ('Acquire::http::proxy "socks5h://127.0.0.1:9050";', {"http": "socks5h://127.0.0.1:9050"}),
]


@every(("text", "expected"), APT)
def test_apt_is_read_as_apt_reads_it(text: str, expected: dict[str, str]) -> None:
    found = tuple(parse_apt(text, "/etc/apt/apt.conf.d/proxy"))
    assert {one.setting.traffic[0]: one.setting.proxies[0].id for one in found} == expected


def test_the_table_is_large_enough_to_mean_something() -> None:
    counts = (len(WINDOWS), len(MACOS), len(GNOME), len(KDE), len(VARIABLES), len(FILES), len(APT))
    assert sum(counts) >= 100
