"""The readers, each with texts that it understands: inputs are made of their pieces."""

import json
from base64 import b64decode
from functools import cache
from typing import Any

from conntest.app.errors import UserError
from conntest.app.saved import judged
from conntest.model.host import EchoKind
from conntest.model.pac import Browser
from conntest.net import certificate
from conntest.pac import answer, output, source, words
from conntest.report_io.json import from_json, to_json
from conntest.report_io.validate import DocumentError
from conntest.share.credentials import without_passwords
from conntest.system.java import options, properties, vmoptions
from conntest.system.network import firewalls, hosts_file, macos_dns, macos_links, resolv_conf, resolved, routes
from conntest.system.operating_system import System
from conntest.system.proxies import (
    apt,
    chromium,
    dhcp,
    environment,
    firefox,
    gnome,
    java,
    kde,
    macos,
    no_proxy,
    proxy_url,
    scutil,
    services,
    shell_files,
    tws,
    wininet,
    wininet_binary,
)
from conntest.system.tws import log, places, settings
from conntest.wire import echo, greeting, http_head, sniff, socks, stun
from tests.render import samples

from .reader import Reader
from .reader import of_bytes as _bytes
from .reader import of_text as _text
from .registry import REGISTRY
from .servers import SERVERS
from .user_files import USER_FILES


def _variables(text: str) -> dict[str, str]:
    return dict(line.partition("=")[::2] for line in text.split("\n"))


def _head_in_pieces(data: bytes) -> object:
    reader = http_head.HeadReader()
    state: Any = reader.feed(b"")
    for at in range(0, len(data), 7):
        state = reader.feed(data[at : at + 7])
        if not isinstance(state, http_head.NeedMore):
            break
    return state


_HOSTS = ("ndc1.ibllc.com", "www.ibkr.com")
_ID = bytes(range(12))
_HEAD = b'HTTP/1.1 407 Proxy\r\nProxy-Authenticate: Basic realm="a, b", Digest nonce="x"\r\nContent-Length: 5\r\n\r\n'
#: By an authority of its own: two names, a wildcard among them, and an address.
_CERTIFICATE = b64decode(
    "MIICIDCCAcegAwIBAgIUfyA6uz2XdfDfX1XL9ELDSdk79RowCgYIKoZIzj0EAwIwIDERMA8GA1UECgwIQmlnIEJhbmsxCzAJBgNVBAsMAkNBMC"
    "AXDTAwMDEwMTAwMDAwMFoYDzMwMDAwMTAxMDAwMDAwWjBJMQ0wCwYDVQQKDARJQktSMScwJQYDVQQLDB5UZXN0aW5nIGNlcnQgI3Y2U09PWmdR"
    "YVFKVlByWEQxDzANBgNVBAMMBmEudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJ5NykSJ1pVx/bBEoFR1WrXBcLyw+hGB6/cQjR5XlH"
    "pdqRxG+XutWKxwToNIXA0rFgSa2nyWOBxiICaaRyQA/w6jgbMwgbAwHQYDVR0OBBYEFFIbYKdsKbXTrGX0AuUsgj5HMCXsMAwGA1UdEwEB/wQC"
    "MAAwHwYDVR0jBBgwFoAU4i+OEKGoiLDPfihLtxLJUDIPk3MwJAYDVR0RAQH/BBowGIIGYS50ZXN0gggqLmIudGVzdIcEwAACATAOBgNVHQ8BAf"
    "8EBAMCBaAwKgYDVR0lAQH/BCAwHgYIKwYBBQUHAwIGCCsGAQUFBwMBBggrBgEFBQcDAzAKBggqhkjOPQQDAgNHADBEAiAmpKbd62ZB2DZVqcFu"
    "dLCe3f89Sxe4HSbwq1HsEy+fPQIgeg3rWOA8Z9VDUps4gCeE9UFVO3KFPfb1ieEKtxfCa+w="
)
_PAC = b'running\nanswer ["text","PROXY a:80; DIRECT"]\nanswer ["threw","TypeError: x"]\nnames "wpad.corp"\ndone\n'

WIRE = (
    _bytes("greeting", greeting.parse, b"#%#%\0\0\0\x1aMISC38;529;url=example.com|a=b"),
    _bytes("http head", http_head.read_head, _HEAD),
    _bytes("http head in pieces", _head_in_pieces, _HEAD),
    _text("challenges", lambda text: http_head.auth_schemes((("Proxy-Authenticate", text),)), 'Basic realm="a", NTLM'),
    _bytes("sniff", lambda data: (sniff.protocol(data), sniff.preview(data)), b"SSH-2.0-x\r\n", b"\x16\x03\x01", _HEAD),
    _bytes("socks choice", socks.read_choice, b"\x05\x02"),
    _bytes("socks login", socks.read_login, b"\x01\x00"),
    _bytes("socks 4", socks.read_socks4_reply, b"\x00\x5a\x0f\xa0\x08\x08\x08\x08"),
    _bytes(
        "stun",
        lambda data: stun.parse(data, _ID),
        b"\x01\x01\0\x0c\x21\x12\xa4\x42" + _ID + b"\0\x20\0\x08\0\x01abcdef",
    ),
    *(
        _bytes(
            f"echo {kind}", lambda data, kind=kind: echo.parse(kind, data), b'{"ip":"8.8.8.8"}', b"ip=8.8.8.8\nloc=CH\n"
        )
        for kind in EchoKind
    ),
    _bytes("certificate", certificate.read, _CERTIFICATE),
)

SCRIPTS = (
    _bytes("script output", lambda data: output.read_output(data, _HOSTS, 2), _PAC * 2),
    *(
        _text(
            f"script answer {browser}",
            lambda text, browser=browser: answer.parse_answer(text, browser),
            "PROXY a:80; SOCKS5 [::1]:1; DIRECT",
        )
        for browser in Browser
    ),
    _text("script words", words.answer_words, "PROXY user:p@ss@a:80; SOCKS u:p@b"),
    _text("script error", words.error_words, "TypeError: x at user:p@ss"),
    _bytes("script text", lambda data: source.decoded(data, "utf-16"), b"\xff\xfea\0", b"\xef\xbb\xbfvar x"),
    _text("script type", source.charset_of, "application/x-ns-proxy-autoconfig; charset=utf-8"),
    _text("data url", source.data_url, "data:text/plain;charset=x;base64,YWJj", refusals=(ValueError,)),
)

PROXIES = (
    _text(
        "apt",
        lambda text: apt.parse_apt(text, "/x"),
        'Acquire::http::Proxy "http://a:1";\nAcquire { https { Proxy "b"; }; };',
    ),
    _text("proxy server", chromium.parse_proxy_server, "http=a:80;https=b:81;socks=c"),
    _text(
        "variables",
        lambda text: environment.parse_environment(_variables(text), System.LINUX, _HOSTS),
        "http_proxy=http://u:p@a:1\nno_proxy=.x,10.0.0.0/8\nALL_PROXY=socks5://b",
    ),
    _text(
        "java variables",
        lambda text: java.parse_option_variables({"JAVA_TOOL_OPTIONS": text}, lambda name: None),
        '-Dhttp.proxyHost=a "-Dx=y z" @file',
    ),
    _text(
        "firefox preferences",
        lambda text: firefox.parse_profile(firefox.parse_preferences(text), "p", "s"),
        'user_pref("network.proxy.type", 1);\nuser_pref("network.proxy.http", "a");',
    ),
    _text(
        "firefox policy",
        lambda text: firefox.parse_policy_file(text, "s"),
        '{"policies": {"Proxy": {"Mode": "manual", "HTTPProxy": "a:1"}}}',
    ),
    _text("firefox profiles", firefox.profile_folders, "[Profile0]\nName=a\nIsRelative=1\nPath=x.default\n"),
    _text(
        "gnome",
        gnome.parse_gnome,
        "org.gnome.system.proxy mode 'manual'\n"
        "org.gnome.system.proxy.http host 'a'\norg.gnome.system.proxy.http port 80",
    ),
    _text(
        "kde",
        lambda text: kde.parse_kde(text, {}, shared=(text,)),
        "[Proxy Settings]\nProxyType=1\nhttpProxy=http://a 80\nNoProxyFor=x,y\n",
    ),
    _text(
        "macos",
        macos.parse_system,
        "<dictionary> {\n  HTTPEnable : 1\n  HTTPPort : 80\n  HTTPProxy : a\n"
        "  ExceptionsList : <array> {\n    0 : *.local\n  }\n}",
    ),
    _text("scutil", scutil.parse_scutil, "<dictionary> {\n  A : <array> {\n    0 : x\n  }\n}"),
    _text("macos services", macos.parse_services, "An asterisk (*) denotes\nWi-Fi\n*Ethernet\n"),
    _text(
        "no proxy",
        lambda text: [no_proxy.is_exempt(text, "a.x.y", 443, one) for one in no_proxy.Reader],
        ".x.y,10.0.0.0/8,*,[::1]:80",
    ),
    _text("proxy url", proxy_url.parse_proxy, "socks5h://u:p%40@[::1]:1080/x?y#z", "a:80"),
    _text("script address", proxy_url.script_address, "http://wpad/wpad.dat", "file:///x.pac"),
    _text("bypass", lambda text: proxy_url.bypass_list(proxy_url.split_list(text)), "*.x;<local>;10.*"),
    _text(
        "lease",
        dhcp.from_text,
        "OPTION_252=687474703a2f2f61\n",
        'option wpad "http://a/x";',
        "DHCP4.OPTION[1]: wpad = http://a",
    ),
    _bytes("registry lease", dhcp.from_registry, b"\xfc\0\0\0\0\0\0\0\x08\0\0\0" + bytes(8) + b"http://a"),
    _text("unit", lambda text: services.parse_unit(text, "/x"), '[Service]\nEnvironment="http_proxy=http://a:1" X=y\n'),
    _text("snap", services.parse_snap, "Key    Value\nproxy.http  http://a:1\n"),
    _text(
        "docker client",
        lambda text: services.parse_docker_client(text, "s"),
        '{"proxies": {"default": {"httpProxy": "http://a:1"}}}',
    ),
    _text(
        "docker daemon",
        lambda text: services.parse_docker_daemon(text, "s"),
        '{"proxies": {"http-proxy": "http://a:1"}}',
    ),
    _text(
        "environment file",
        lambda text: shell_files.parse_environment_file(text, "/x", {}),
        'export http_proxy="http://$USER:${P:-x}@a:1"\n',
    ),
    _text(
        "jts.ini proxy",
        lambda text: tws.parse_jts_ini(text, "s"),
        "[Communication]\nProxyHost=a\nProxyPort=1\nuseProxy=true\n",
    ),
    _bytes(
        "connection",
        wininet_binary.parse_connection,
        b"\x46\0\0\0\x01\0\0\0\x03\0\0\0\x04\0\0\0a:80\0\0\0\0\0\0\0\0" + bytes(32),
        refusals=(wininet_binary.MalformedBinary,),
    ),
    _bytes(
        "own connection",
        lambda data: wininet.parse_own_connection("vpn", data, is_up=True),
        b"\x46\0\0\0\x01\0\0\0\x0f\0\0\0\x04\0\0\0a:80\0\0\0\0\x08\0\0\0http://a",
    ),
    _bytes("winhttp", wininet.parse_winhttp_settings, b"\x28\0\0\0\0\0\0\0\x03\0\0\0\x04\0\0\0a:80\0\0\0\0"),
)

FILES = (
    _text(
        "java options",
        lambda text: options.properties_of(options.with_files(options.split_variable(text), lambda name: None)),
        "-Da=b -J-Dc=d @x '-De=f g'",
    ),
    _text("java argument file", options.split_argument_file, '-Da="b c\\\n d" # e\n'),
    _text("java properties", properties.parse_properties, "a=b\\\n  c\n# d\ne:\\u0041 f"),
    _text(
        "vmoptions",
        lambda text: vmoptions.parse_vmoptions(text, {}),
        "-Xmx1g\n# a\n-include-options ${HOME}/x\n-Da=b\n",
    ),
    _text(
        "i4jparams",
        vmoptions.parse_i4jparams,
        '<config><launcher><vmOptions><option value="-Da=b"/></vmOptions></launcher></config>',
    ),
    _text("hosts file", lambda text: hosts_file.pins(text, _HOSTS), "127.0.0.1 ndc1.ibllc.com # x\n::1 www.ibkr.com a"),
    _text(
        "resolv.conf",
        lambda text: resolv_conf.parse_resolv_conf(text, "/x"),
        "# by x\nnameserver 1.1.1.1\nnameserver fe80::1%eth0\nsearch a b\n",
    ),
    _text("resolved.conf", lambda text: resolved.settings(text, "Resolve"), "[Resolve]\nDNS=1.1.1.1 \\\n 8.8.8.8\n"),
    _text(
        "proc routes",
        routes.parse_proc_ipv4,
        "Iface Destination Gateway Flags RefCnt Use Metric Mask\neth0 00000000 0101A8C0 0003 0 0 100 00000000 0 0 0\n",
    ),
    _text(
        "proc routes, IPv6",
        routes.parse_proc_ipv6,
        "00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
        "fe800000000000000000000000000001 00000400 00000001 00000000 00000003 eth0\n",
    ),
    *(
        _text(
            f"netstat {version}",
            lambda text, version=version: routes.parse_netstat(text, version),
            "Destination Gateway Flags Netif Expire\n"
            "default 192.168.1.1 UGScg en0\ndefault fe80::1%en0 UGcg en0\n128/1 10.0.0.1 UGSc utun3\n",
        )
        for version in (4, 6)
    ),
    *(
        _text(
            f"route print {version}",
            lambda text, version=version: routes.parse_route_print(text, version, {}),
            " 12...00 11 22 33 44 55 ......Intel\n 0.0.0.0 0.0.0.0 192.168.1.1 192.168.1.2 25\n 12 281 ::/0 fe80::1\n",
        )
        for version in (4, 6)
    ),
    _text(
        "macos name servers",
        macos_dns.parse_scutil_dns,
        "resolver #1\n  nameserver[0] : 1.1.1.1\n  if_index : 4 (en0)\n  order : 1\n",
    ),
    _text(
        "macos links",
        lambda text: macos_links.parse_links(("en0", "utun1"), text),
        "Hardware Port: Wi-Fi\nDevice: en0\nEthernet Address: x\n",
    ),
    _text("macos firewall", firewalls.parse_socketfilterfw, "Firewall is enabled. (State = 1)"),
    _text(
        "tws log",
        lambda text: log.parse_log(text, "s"),
        "2026-01-31 10:00:00.000 [XX] ERROR - Login failed: connection refused, 127.0.0.1\n",
    ),
    _text(
        "jts.ini",
        lambda text: settings.parse_settings(text, "s"),
        "[Logon]\nRemotePortOrderRouting=4001\nRegion=us\ntradingMode=l\n[IBGateway]\n",
    ),
    _text("install4j notes", places.parse_preferences, '<map MAP_XML_VERSION="1.0"><entry key="a" value="/x"/></map>'),
)


def _report(data: bytes) -> object:
    """Read, judged and written again, as `conntest show` does."""
    return to_json(judged("x", from_json(data.decode("utf-8", errors="replace"))))


@cache
def _small_report() -> bytes:
    return to_json(samples.healthy()).encode()


REPORTS = (
    Reader(name="report", read=_report, seeds=(_small_report(),), refusals=(DocumentError, UserError), is_json=True),
    _text(
        "complaint",
        without_passwords,
        "--proxy http://user:p@ss@host:1/x: no such file",
        json.dumps({"a": "http://u:p@h"}),
    ),
)

READERS = {
    reader.name: reader for reader in (*WIRE, *SERVERS, *SCRIPTS, *PROXIES, *REGISTRY, *FILES, *USER_FILES, *REPORTS)
}
