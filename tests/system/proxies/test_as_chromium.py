"""Any value is read as Chromium's documented rules read it."""

from hypothesis import example, given
from hypothesis import strategies as st

from conntest.model.proxy import Traffic
from conntest.system.operating_system import System
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.gnome import parse_gnome
from conntest.system.proxies.kde import parse_kde
from conntest.system.proxies.setting import ParsedSetting
from conntest.system.proxies.wininet import Registry, parse_registry
from tests.system.proxies import chromium_rules
from tests.system.proxies.reading import goes

SCHEMES = st.sampled_from(
    ["", "http://", "https://", "socks://", "socks4://", "socks5://", "SOCKS5://", "ftp://", "quic://"]
)
HOSTS = st.sampled_from(["proxy", "127.0.0.1", "a.b-c.example", "[2001:db8::1]", "", "[::1", "UPPER.example", "a_b"])
PORTS = st.sampled_from(["", ":3128", ":0", ":65535", ":65536", ":", ":x", ":8080/", "/", ":00080"])
USERS = st.sampled_from(["", "", "", "me:pw@", "me@"])
SERVERS = st.builds("{}{}{}{}".format, SCHEMES, USERS, HOSTS, PORTS)
LISTS = st.lists(SERVERS, min_size=1, max_size=3).map(",".join)
LABELS = st.sampled_from(["", "", "http=", "https=", "socks=", "ftp=", " http=", "foo="])
ENTRIES = st.builds("{}{}".format, LABELS, st.one_of(LISTS, st.sampled_from(["", "direct://"])))
PROXY_SERVER = st.lists(ENTRIES, min_size=1, max_size=5).map(";".join)


def chrome(found: tuple[ParsedSetting, ...], system: System) -> dict[str, str]:
    return {"http": goes(found, system, Traffic.HTTP), "https": goes(found, system, Traffic.HTTPS)}


def wanted(rules: dict[str, list[str]]) -> dict[str, str]:
    """In the words of the tables. A list that ends in a direct connection shows its proxies alone."""
    named = {key: " ".join(one for one in proxies if one != "direct") for key, proxies in rules.items()}
    return {key: proxies or "direct" for key, proxies in named.items()}


@given(text=PROXY_SERVER)
@example("http=a:80;socks=b:1080")
@example("http=;https=;socks=b:1080")
@example("a:80;http=b:80")
@example("http=direct://,a:80;socks=b:1080")
@example("http=a:80=b:81")
def test_windows_proxy_server(text: str) -> None:
    found = tuple(parse_registry(Registry(user={"ProxyEnable": 1, "ProxyServer": text})))
    assert chrome(found, System.WINDOWS) == wanted(chromium_rules.proxy_server(text))


NAMES = st.sampled_from(
    ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SOCKS_SERVER"]
)


@given(environment=st.dictionaries(NAMES, st.one_of(SERVERS, st.just("")), max_size=4), version=st.sampled_from("45"))
@example({"all_proxy": "", "ALL_PROXY": "http://p:1"}, "5")
@example({"http_proxy": "x:y", "SOCKS_SERVER": "s:1"}, "4")
def test_variables(environment: dict[str, str], version: str) -> None:
    environment = {**environment, "SOCKS_VERSION": version}
    found = tuple(parse_environment(environment, System.LINUX))
    assert chrome(found, System.LINUX) == wanted(chromium_rules.variables(environment))


KINDS = st.sampled_from(["http", "https", "socks"])
#: Without what a desktop's dialogs refuse to store.
FIELDS = st.dictionaries(KINDS, st.builds("{}{}{}".format, SCHEMES, HOSTS, PORTS), max_size=3)


@given(values=FIELDS)
def test_kde(values: dict[str, str]) -> None:
    text = "[Proxy Settings]\nProxyType=1\n" + "".join(f"{key}Proxy={value}\n" for key, value in values.items())
    found = tuple(parse_kde(text, {}))
    assert chrome(found, System.LINUX) == wanted(chromium_rules.desktop(values, from_kde=True))


@given(values=FIELDS)
def test_kde_with_blanks_before_ports(values: dict[str, str]) -> None:
    spaced = {key: " ".join(value.rsplit(":", 1)) for key, value in values.items()}
    text = "[Proxy Settings]\nProxyType=1\n" + "".join(f"{key}Proxy={value}\n" for key, value in spaced.items())
    found = tuple(parse_kde(text, {}))
    stripped = {key: value.strip() for key, value in spaced.items()}
    assert chrome(found, System.LINUX) == wanted(chromium_rules.desktop(stripped, from_kde=True))


@given(values=FIELDS)
def test_gnome(values: dict[str, str]) -> None:
    lines = [f"org.gnome.system.proxy.{key} host '{value}'" for key, value in values.items()]
    found = tuple(parse_gnome("\n".join(["org.gnome.system.proxy mode 'manual'", *lines])))
    assert chrome(found, System.LINUX) == wanted(chromium_rules.desktop(values, from_kde=False))
