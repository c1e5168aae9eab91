"""Readers of what Windows' registry, browsers' policies and macOS' property lists hold."""

import plistlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from conntest.model.tws import Program
from conntest.system.java import vmoptions
from conntest.system.network import firewalls, windows_dns, windows_links
from conntest.system.proxies import browser_policies, browsers, shell_files, wininet
from conntest.system.proxies.wininet import Registry
from conntest.system.tws import places, started

from .reader import of_bytes, of_document, of_file

_INTERNET = {
    "ProxyEnable": 1,
    "ProxyServer": "http=a:80;https=b:1;socks=c",
    "ProxyOverride": "*.x;<local>",
    "AutoConfigURL": "http://a/p.pac",
    "AutoDetect": 1,
    "ProxySettingsPerUser": 0,
}

_ADAPTER = {
    "NameServer": "1.1.1.1,8.8.8.8",
    "DhcpNameServer": "192.168.1.1 fe80::1",
    "DhcpIPAddress": "192.168.1.2",
    "IPAddress": ["10.0.0.5", "0.0.0.0"],
    "EnableDHCP": 1,
}

_DRIVER = {
    "NetCfgInstanceId": "{1-2}",
    "DriverDesc": "WireGuard Tunnel",
    "ComponentId": "wintun",
    "*IfType": 53,
    "*MediaType": "19",
    "*PhysicalMediaType": 0,
}

_INSTALLED = "allinstdirs5889-6375-8446-2021"

_JAVA_VM = {"VMOptionArray": ["-Da=b"], "VMOptions": "-Dc=d"}

_POLICIES = {"ProxyMode": "fixed_servers", "ProxyServer": "a:80", "ProxyBypassList": "x,y", "ProxyServerMode": 2}


def _profiles(values: Mapping[str, Any]) -> object:
    """The same values in every key."""
    return firewalls.parse_profiles(dict.fromkeys(firewalls.profile_keys(), values))


def _proxies(values: Mapping[str, Any]) -> Iterator[object]:
    own = {name: text.encode("utf-8", "replace") for name, text in values.items() if isinstance(text, str)}
    yield from wininet.parse_registry(
        Registry(user=values, machine=values, user_policy=values, machine_policy=values, connections=own), ("VPN",)
    )


def _adapters(values: Mapping[str, Any]) -> object:
    hardware = values | {"Dhcpv6DNSServers": str(values.get("DhcpNameServer")).encode("utf-8", "replace")}
    return windows_dns.parse_adapters([windows_dns.Adapter(name=str(values.get("name")), values=hardware)])


def _started(data: bytes) -> object:
    line = data.decode("utf-8", errors="replace").split("\0")
    found = started.started_of(Program.TWS, line, {"JAVA_TOOL_OPTIONS": line[0]}, Path(line[-1]), None)
    return found, started.program_of("java", line)


def _plist(values: Mapping[str, Any]) -> tuple[bytes, bytes]:
    return tuple(plistlib.dumps(values, fmt=form) for form in (plistlib.FMT_XML, plistlib.FMT_BINARY))  # type: ignore[return-value]


REGISTRY = (
    of_document("registry: proxies", _proxies, _INTERNET),
    of_document("registry: name servers", _adapters, _ADAPTER),
    of_document("registry: adapters", lambda values: dict(windows_links.parse_links([values], str)), _DRIVER),
    of_document("registry: firewall", _profiles, {"EnableFirewall": 1, "DefaultOutboundAction": 1}),
    of_document(
        "registry: installations",
        places.parse_notes,
        {_INSTALLED: "C:\\Jts;D:\\x", "node": {_INSTALLED: "b"}},
    ),
    of_document(
        "registry: variables",
        lambda values: shell_files.parse_windows_environment(values, "p", "s", {"HTTP_PROXY": "http://a:1"}),
        {"HTTP_PROXY": "http://u:p@a:1", "no_proxy": "x"},
    ),
    *(
        of_document(
            f"policies of {browser}",
            lambda values, browser=browser: browser_policies.parse_policies(values, browser),
            _POLICIES,
            {"ProxySettings": '{"ProxyMode": "pac_script", "ProxyPacUrl": "http://a"}'},
        )
        for browser in ("chrome", "edge")
    ),
    of_file("property list: firewall", firewalls.parse_alf, *_plist({"globalstate": 1})),
    of_file(
        "property list: installations",
        places._plist,
        *_plist({"/com/install4j/": {_INSTALLED: "/x;/y"}}),
    ),
    of_file("property list: browser", browsers._property_list, *_plist(_POLICIES)),
    of_file(
        "property list: launcher",
        vmoptions.read_info_plist,
        *_plist({"JavaVM": _JAVA_VM}),
    ),
    of_bytes("process of TWS", _started, b"/x/bin/java\0-Da=b\0-cp\0/x/jars/a.jar:/y\0jclient.LoginFrame\0/home/x/Jts"),
)
