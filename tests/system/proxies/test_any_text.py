"""Whatever stands in a registry, a file or a variable, no parser raises, and nothing unprintable gets through."""

import json
from collections.abc import Callable, Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conntest.model.proxy import Program
from conntest.system.operating_system import System
from conntest.system.proxies import dhcp, proxy_uses
from conntest.system.proxies.apt import parse_apt
from conntest.system.proxies.browser_policies import parse_policies
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.firefox import (
    parse_policy,
    parse_policy_file,
    parse_preferences,
    parse_profile,
    profile_folders,
)
from conntest.system.proxies.gnome import parse_gnome
from conntest.system.proxies.java import from_properties, parse_option_variables, parse_options, parse_properties
from conntest.system.proxies.kde import parse_kde
from conntest.system.proxies.macos import ServiceAnswers, parse_service, parse_services, parse_system
from conntest.system.proxies.no_proxy import Reader, is_exempt
from conntest.system.proxies.precedence import effective
from conntest.system.proxies.proxy_url import parse_proxy, script_address
from conntest.system.proxies.services import parse_docker_client, parse_docker_daemon, parse_snap, parse_unit
from conntest.system.proxies.setting import ParsedSetting, facts
from conntest.system.proxies.shell_files import parse_environment_file, parse_windows_environment
from conntest.system.proxies.tws import parse_jts_ini
from conntest.system.proxies.wininet import Registry, parse_own_connection, parse_registry
from conntest.system.proxies.wininet_binary import MalformedBinary, parse_connection, parse_winhttp

#: Words that lead into every branch, glued together with anything.
WORDS = st.sampled_from(
    "http https socks socks5 :// :@ [ ] : ; = | , . * \n \r ' \" \\ { } <array> <dictionary> # -D ! \0 \x1b ‮ ٣ 99999"
    " proxy HTTPProxy HTTPEnable SOCKSProxy : 1 ExceptionsList [Proxy~Settings] ProxyType httpProxy Proxy~Config~Script"
    " org.gnome.system.proxy org.gnome.system.proxy.http mode 'manual' host port socksProxyHost"
    " 8080 java.net.useSystemProxies https_proxy export Acquire::http::Proxy"
    " Enabled: Server: Port: URL: ProxyHost useproxy".split(" ")
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(lambda w: "".join(w).replace("~", " ")))
VALUES = st.one_of(TEXTS, st.integers(-1, 2), st.none(), st.binary(max_size=20))
KEYS = st.sampled_from(["ProxyEnable", "ProxyServer", "ProxyOverride", "AutoConfigURL", "AutoDetect"])


def check(found: Iterable[ParsedSetting]) -> None:
    every = facts(found)
    for system in System:
        for one in effective(every.settings, system):
            texts: tuple[str, ...] = (one.pac_url or "", one.note or "", one.malformed or "", *one.bypass)
            assert all(text.isprintable() for text in texts)
            every_proxy = (*one.proxies, *(proxy for reading in one.readings for proxy in reading.proxies))
            assert all(proxy.id.isprintable() and 0 < proxy.port < 65536 for proxy in every_proxy)
            assert one.source.isprintable()
        assert len(proxy_uses(every.settings, system)) >= len(Program) - 1


PARSERS: dict[str, Callable[[str], Iterable[ParsedSetting]]] = {
    "environment": lambda text: parse_environment({"https_proxy": text, "NO_PROXY": text}, System.LINUX, ["x.com"]),
    "java": lambda text: parse_option_variables({"_JAVA_OPTIONS": text}),
    "options": lambda text: from_properties(parse_options(text), place="p", source="s"),
    "properties": lambda text: from_properties(parse_properties(text), place="p", source="s"),
    "one property": lambda text: from_properties({"socksProxyHost": text, "proxyPort": text}, place="p", source="s"),
    "gnome": parse_gnome,
    "kde": lambda text: parse_kde("[Proxy Settings]\n" + text, {"x": text}),
    "scutil": parse_system,
    "networksetup": lambda text: parse_service(ServiceAnswers(service=text, http=text, socks=text, script=text)),
    "environment file": lambda text: parse_environment_file(text, "/etc/environment", {}),
    "apt": lambda text: parse_apt(text, "/etc/apt/apt.conf"),
    "shell file": lambda text: parse_environment_file(f"export https_proxy={text}", "~/.bashrc", {"x": "y"}),
    "windows variables": lambda text: parse_windows_environment({"HTTPS_PROXY": text, "x": 1}, "user", "user", {}),
    "systemd": lambda text: parse_unit(f'[Service]\nEnvironment="HTTPS_PROXY={text}"\n{text}', "x.service"),
    "snap": lambda text: parse_snap(json.dumps({"proxy": {"https": text}})),
    "snap as it is": parse_snap,
    "docker": lambda text: parse_docker_client(json.dumps({"proxies": {text: {"httpsProxy": text}}}), "config.json"),
    "docker as it is": lambda text: parse_docker_client(text, "config.json"),
    "docker daemon": lambda text: parse_docker_daemon(json.dumps({"proxies": {"https-proxy": text}}), "daemon.json"),
    "chrome": lambda text: parse_policies(
        {"ProxyMode": "fixed_servers", "ProxyServer": text, "ProxyBypassList": text}, "chrome"
    ),
    "chrome's script": lambda text: parse_policies({"ProxyMode": "pac_script", "ProxyPacUrl": text}, "chrome"),
    "edge's json": lambda text: parse_policies({"ProxySettings": text}, "edge", recommended=True),
    "firefox": lambda text: parse_profile(parse_preferences(text), "firefox-profile-1", "prefs.js"),
    "firefox's values": lambda text: parse_profile(
        {"type": 1, "http": text, "http_port": 80, "no_proxies_on": text, "socks": text, "socks_port": 1}, "p", "s"
    ),
    "firefox's policies": lambda text: parse_policy_file(text, "Firefox policy"),
    "firefox's policy": lambda text: parse_policy({"Mode": "manual", "HTTPProxy": text, "SOCKSProxy": text}, "s"),
    "connection": lambda text: parse_own_connection(text, text.encode(), is_up=True),
    "jts.ini": lambda text: parse_jts_ini(text, "jts.ini"),
}


@pytest.mark.parametrize("name", PARSERS)
@given(text=TEXTS)
def test_any_text_is_data(name: str, text: str) -> None:
    check(PARSERS[name](text))


@given(values=st.dictionaries(KEYS, VALUES), blob=st.binary(max_size=120))
def test_any_registry_is_data(values: dict[str, object], blob: bytes) -> None:
    check(parse_registry(Registry(user=values, machine_policy=values, user_blob=blob, winhttp_blob=blob)))


@given(data=st.binary(max_size=120), name=TEXTS)
def test_any_value_of_a_connection_is_data(data: bytes, name: str) -> None:
    check(parse_registry(Registry(connections={name: data}), up=[name]))
    check(parse_registry(Registry(connections={name: data})))


@given(data=st.binary(max_size=200))
def test_any_lease_names_a_web_address_or_none(data: bytes) -> None:
    for address in (dhcp.from_registry(data), dhcp.from_text(data.decode("latin-1"))):
        assert address is None or (address.startswith(("http", "HTTP")) and address.isprintable())


@example(text="HTTP://\x08")
@example(text="http://[")
@given(text=TEXTS)
def test_any_text_is_an_answer_of_dhcp(text: str) -> None:
    for address in (dhcp.from_text(f"wpad = {text}"), dhcp.from_ipconfig(text)):
        assert address is None or script_address(address) is not None


@given(text=TEXTS)
def test_any_text_is_a_list_of_profiles(text: str) -> None:
    assert all(isinstance(folder, str) for folder in profile_folders(f"[Profile0]\nPath={text}\n{text}"))


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_value_or_refused(data: bytes) -> None:
    for parse in (parse_connection, parse_winhttp):
        try:
            found = parse(data)
        except MalformedBinary as error:
            assert "secret" not in str(error)
        else:
            assert len(found.proxy) <= len(data)


@given(text=TEXTS)
def test_any_text_may_stand_for_a_proxy_or_an_address(text: str) -> None:
    claim = parse_proxy(text)
    assert (claim.proxy is None) is (claim.malformed is not None)
    script_address(text)
    parse_services(text)


@given(no_proxy=TEXTS, host=TEXTS)
def test_any_exceptions_are_read(no_proxy: str, host: str) -> None:
    assert all(is_exempt(no_proxy, host, 443, reader) in (True, False) for reader in Reader)
