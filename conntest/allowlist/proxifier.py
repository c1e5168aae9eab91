"""A profile of Proxifier for Windows (.ppx), which leads TWS's connections to its gateways through a SOCKS proxy.

The format is not documented; this is the one that Proxifier 3 writes and later versions read, as public profiles show
it (ProxifierProfile version 101)."""

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from conntest.allowlist.plain import header, title, wrapped
from conntest.model.allow import AllowList
from conntest.model.host import Group
from conntest.model.proxy import Proxy, Scheme

#: The programs on Windows (domain.md): TWS, and IB Gateway.
_APPLICATIONS = "tws.exe; ibgateway.exe"

#: The number by which rules name a proxy; Proxifier counts from here.
_PROXY_ID = "100"

#: What Proxifier itself writes for a proxy without special options.
_PROXY_OPTIONS = "48"

_ADVICE = (
    "Open it in Proxifier: File, Open Profile. It leads TWS and IB Gateway to the proxy on the ports of the gateways, "
    "and leaves every other connection as it is. The rule is on programs and ports, not on names: it goes on working "
    "when addresses change, and where TWS resolved a name before Proxifier saw it.",
)

_BEYOND = "The proxy has to let these hosts out:"

_CREDENTIALS = (
    "No user name and no password is part of this file. Where the proxy wants them, enter them in Proxifier: Profile, "
    "Proxy Servers, Edit."
)

_BY_NAME = frozenset({Scheme.SOCKS5H, Scheme.SOCKS4A})


def to_proxifier(allow: AllowList) -> str:
    """`allow`, whose `socks` is the proxy, as a profile. Raises ValueError where it has none."""
    if allow.socks is None:
        raise ValueError("a profile of Proxifier needs a SOCKS proxy")
    profile = Element(
        "ProxifierProfile", {"version": "101", "platform": "Windows", "product_id": "0", "product_minver": "310"}
    )
    # Two hyphens end a comment. None of the sentences has any, and `plain` leaves none; a host name may.
    about = "\n".join(("", *_about(allow), "")).replace("--", "- -")
    profile.append(ElementTree.Comment(about))
    _add_options(profile, allow.socks)
    _add_proxy(profile, allow.socks)
    SubElement(profile, "ChainList")
    rules = SubElement(profile, "RuleList")
    _add_rule(rules, "Localhost", targets="localhost; 127.0.0.1; %ComputerName%; ::1")
    ports = "; ".join(map(str, allow.gateway_ports))
    if ports:
        _add_rule(rules, "TWS and IB Gateway", applications=_APPLICATIONS, ports=ports, proxy=_PROXY_ID)
    _add_rule(rules, "Default")
    ElementTree.indent(profile)
    text = ElementTree.tostring(profile, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}\n'


def _about(allow: AllowList) -> Iterator[str]:
    yield from header(allow, *_ADVICE)
    yield ""
    yield from wrapped(_CREDENTIALS)
    yield ""
    yield _BEYOND
    yield from (f"  {title(row)}" for row in allow.rows if row.group is Group.GATEWAY)


def _add_options(profile: Element, proxy: Proxy) -> None:
    options = SubElement(profile, "Options")
    resolve = SubElement(options, "Resolve")
    by_name = proxy.scheme in _BY_NAME
    SubElement(resolve, "AutoModeDetection", enabled=_truth(not by_name))
    via_proxy = SubElement(resolve, "ViaProxy", enabled=_truth(by_name))
    SubElement(via_proxy, "TryLocalDnsFirst", enabled="false")
    SubElement(resolve, "ExclusionList").text = "%ComputerName%; localhost; *.local"
    SubElement(options, "Encryption", mode="basic")
    SubElement(options, "HttpProxiesSupport", enabled="false")
    SubElement(options, "HandleDirectConnections", enabled="false")
    SubElement(options, "ConnectionLoopDetection", enabled="true")
    SubElement(options, "ProcessServices", enabled="false")
    SubElement(options, "ProcessOtherUsers", enabled="false")


def _add_proxy(profile: Element, proxy: Proxy) -> None:
    kind = "SOCKS4" if proxy.scheme in (Scheme.SOCKS4, Scheme.SOCKS4A) else "SOCKS5"
    entry = SubElement(SubElement(profile, "ProxyList"), "Proxy", id=_PROXY_ID, type=kind)
    SubElement(entry, "Address").text = proxy.host
    SubElement(entry, "Port").text = str(proxy.port)
    SubElement(entry, "Options").text = _PROXY_OPTIONS


def _add_rule(
    rules: Element,
    name: str,
    *,
    applications: str | None = None,
    targets: str | None = None,
    ports: str | None = None,
    proxy: str | None = None,
) -> None:
    rule = SubElement(rules, "Rule", enabled="true")
    SubElement(rule, "Name").text = name
    for key, value in (("Applications", applications), ("Targets", targets), ("Ports", ports)):
        if value:
            SubElement(rule, key).text = value
    action = SubElement(rule, "Action", type="Proxy" if proxy else "Direct")
    action.text = proxy


def _truth(value: bool) -> str:
    return "true" if value else "false"
