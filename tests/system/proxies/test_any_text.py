"""Whatever stands in a registry, a file or a variable, no parser raises, and nothing unprintable gets through."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.system.operating_system import System
from conntest.system.proxies.blob import BlobError, parse_connection, parse_winhttp
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.found import Found, facts
from conntest.system.proxies.gnome import parse_gnome
from conntest.system.proxies.java import from_properties, parse_option_variables, parse_options, parse_properties
from conntest.system.proxies.kde import parse_kde
from conntest.system.proxies.linux_files import parse_apt, parse_environment_file
from conntest.system.proxies.macos import ServiceAnswers, parse_service, parse_services, parse_system
from conntest.system.proxies.no_proxy import Reader, is_exempt
from conntest.system.proxies.precedence import precedence
from conntest.system.proxies.tws import parse_jts_ini
from conntest.system.proxies.wininet import Registry, parse_registry
from conntest.system.proxies.words import parse_proxy, script_address

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


def check(found: Iterable[Found]) -> None:
    every = facts(found)
    for system in System:
        for one in precedence(every.settings, system):
            texts = (one.pac_url or "", one.note or "", one.malformed or "", *one.bypass)
            assert all(text.isprintable() for text in texts)
            assert all(proxy.id.isprintable() and 0 < proxy.port < 65536 for proxy in one.proxies)


PARSERS: dict[str, Callable[[str], Iterable[Found]]] = {
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
    "jts.ini": lambda text: parse_jts_ini(text, "jts.ini"),
}


@pytest.mark.parametrize("name", PARSERS)
@given(text=TEXTS)
def test_any_text_is_data(name: str, text: str) -> None:
    check(PARSERS[name](text))


@given(values=st.dictionaries(KEYS, VALUES), blob=st.binary(max_size=120))
def test_any_registry_is_data(values: dict[str, object], blob: bytes) -> None:
    check(parse_registry(Registry(user=values, machine_policy=values, user_blob=blob, winhttp_blob=blob)))


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_value_or_refused(data: bytes) -> None:
    for parse in (parse_connection, parse_winhttp):
        try:
            found = parse(data)
        except BlobError as error:
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
