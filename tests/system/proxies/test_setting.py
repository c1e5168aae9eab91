"""What was found is put together: each setting once, and credentials where no text shows them."""

import json
import struct
import urllib.parse
from base64 import b64encode
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from conntest.model.proxy import ProxySetting
from conntest.system.operating_system import System
from conntest.system.proxies import ProxyFacts, read_proxies
from conntest.system.proxies.apt import parse_apt
from conntest.system.proxies.browser_policies import parse_policies
from conntest.system.proxies.environment import parse_environment
from conntest.system.proxies.firefox import parse_policy, parse_profile
from conntest.system.proxies.gnome import parse_gnome
from conntest.system.proxies.java import parse_option_variables
from conntest.system.proxies.kde import parse_kde
from conntest.system.proxies.macos import parse_system
from conntest.system.proxies.services import parse_docker_client, parse_snap, parse_unit
from conntest.system.proxies.setting import facts
from conntest.system.proxies.shell_files import parse_environment_file, parse_windows_environment
from conntest.system.proxies.tws import Roots, parse_jts_ini
from conntest.system.proxies.wininet import Registry, parse_registry

PASSWORD = "Pl@nted/Pass:w0rd%"
QUOTED = urllib.parse.quote(PASSWORD, safe="")


def connection(proxy: str, script: str) -> bytes:
    texts = b"".join(struct.pack("<I", len(text)) + text.encode() for text in (proxy, "", script))
    return struct.pack("<III", 0x46, 5, 7) + texts


def docker(proxy: str) -> str:
    return json.dumps({"proxies": {"default": {"httpProxy": proxy}}})


def everywhere(word: str) -> ProxyFacts:
    """`word` planted as the password of a proxy in every kind of place."""
    options = f"-Dhttp.proxyHost=j -Dhttp.proxyUser=me -Dhttp.proxyPassword={word} -DsocksProxyHost=me:{word}@s"
    gnome = (
        "org.gnome.system.proxy mode 'manual'\norg.gnome.system.proxy.http host 'g'\n"
        "org.gnome.system.proxy.http use-authentication true\n"
        f"org.gnome.system.proxy.http authentication-password '{word}'\n"
        f"org.gnome.system.proxy autoconfig-url 'http://me:{word}@wpad/p.pac'\n"
    )
    registry = {"ProxyEnable": 1, "ProxyServer": f"http=me:{word}@w:1;https=http://me:{word}@w:2"}
    variables = {
        "https_proxy": f"http://me:{word}@e:1",
        "HTTPS_PROXY": f"me:{word}@:1",
        "all_proxy": f"socks://me:{word}@x:y",
        "SOCKS_SERVER": f"me:{word}@s:1",
        "auto_proxy": f"http://me:{word}@wpad/p.pac",
        "no_proxy": f"http://me:{word}@n,me:{word}@o",
    }
    found = [
        *parse_environment(variables, System.LINUX),
        *parse_option_variables({"_JAVA_OPTIONS": options}),
        *parse_gnome(gnome),
        *parse_registry(Registry(user=registry)),
        *parse_apt(f'Acquire::http::Proxy "http://me:{word}@a:1";', "/etc/apt/apt.conf"),
        *parse_registry(Registry(connections={"VPN": connection(f"me:{word}@v:1", f"http://me:{word}@v/p")}), ["VPN"]),
        *parse_system(
            f"<dictionary> {{\n HTTPEnable : 1\n HTTPProxy : me:{word}@m\n HTTPPort : 1\n ProxyAutoConfigEnable : 1\n"
            f" ProxyAutoConfigURLString : http://me:{word}@wpad/p.pac\n}}"
        ),
        *parse_kde(f"[Proxy Settings]\nProxyType=1\nhttpProxy=http://me:{word}@k 1\nNoProxyFor=http://me:{word}@n", {}),
        *parse_environment_file(f"export https_proxy='http://me:{word}@f:1' no_proxy='me:{word}@x'\n", "~/.bashrc", {}),
        *parse_windows_environment({"https_proxy": f"http://me:{word}@f:1"}, "user-environment", "user variables", {}),
        *parse_unit(f'[Service]\nEnvironment="HTTP_PROXY=http://me:{word}@d:1"', "docker.service"),
        *parse_docker_client(
            json.dumps({"proxies": {"default": {"httpProxy": f"http://me:{word}@d:1"}}}), "config.json"
        ),
        *parse_snap(json.dumps({"proxy": {"http": f"http://me:{word}@d:1"}})),
        *parse_policies({"ProxyMode": "fixed_servers", "ProxyServer": f"me:{word}@c:1"}, "chrome"),
        *parse_policies({"ProxyMode": "pac_script", "ProxyPacUrl": f"http://me:{word}@c/p?token={word}"}, "edge"),
        *parse_profile({"type": 1, "http": f"me:{word}@x", "http_port": 1, "no_proxies_on": f"me:{word}@y"}, "f", "f"),
        *parse_policy({"Mode": "manual", "HTTPProxy": f"http://me:{word}@x:1", "Passthrough": f"me:{word}@y"}, "f"),
        *parse_jts_ini(f"ProxyHost=t\nProxyPort=1\nProxyPassword={word}\n", "jts.ini"),
    ]
    return facts(found)


@pytest.mark.parametrize("word", [PASSWORD, QUOTED, "simple-password"])
def test_a_planted_password_is_in_no_text(word: str) -> None:
    found = everywhere(word)
    secrets = [one.password for one in found.secrets.values()]
    assert word in secrets or PASSWORD in secrets
    document = TypeAdapter(tuple[ProxySetting, ...]).dump_python(found.settings, mode="json")
    written = repr(found) + f"{found}" + json.dumps(document, ensure_ascii=False)
    plain = urllib.parse.unquote(word)
    forms = (word, plain, urllib.parse.quote(plain, safe=""), b64encode(f"me:{plain}".encode()).decode())
    assert not [form for form in forms if form in written]
    # Nor any part of one that was cut at a sign.
    assert not [part for part in ("nted", "w0rd", "imple-passwo") if part in written]


def test_a_file_that_two_programs_share_is_one_setting() -> None:
    apt = 'Acquire::http::Proxy "http://a:1";'
    twice = [*parse_apt(apt, "/f"), *parse_apt(apt, "/f")]
    assert len(facts(twice).settings) == 1


def test_two_values_in_one_place_have_ids_of_their_own() -> None:
    two = parse_apt('Acquire::http::Proxy "http://a:1";\nAcquire::http::Proxy "http://b:1";', "/f")
    assert [one.id for one in facts(two).settings] == ["apt:/f:http", "apt:/f:http:2"]


def test_the_active_settings_credentials_count() -> None:
    variables = {"HTTP_PROXY": "http://me:old@p:1", "REQUEST_METHOD": "GET", "https_proxy": "http://me:new@p:1"}
    found = facts(parse_environment(variables, System.LINUX))
    assert found.secrets["http://p:1"].password == "new"


def test_a_machine_without_any_setting_has_none(tmp_path: Path) -> None:
    roots = Roots(home=tmp_path, drive=tmp_path, applications=tmp_path)
    found = read_proxies({}, tmp_path, root=tmp_path, roots=roots)
    assert not [one for one in found.settings if one.place.startswith(("env", "java", "kde", "apt"))]


def test_this_machine_is_read_whole(tmp_path: Path) -> None:
    roots = Roots(home=tmp_path, drive=tmp_path, applications=tmp_path)
    environment = {"https_proxy": "http://me:secret@p:3128", "_JAVA_OPTIONS": "-DsocksProxyHost=s"}
    found = read_proxies(environment, tmp_path, hosts=["www.example.com"], root=tmp_path, roots=roots)
    ours = {one.id: one for one in found.settings if one.place.startswith(("env", "java"))}
    assert list(ours) == ["env:https_proxy", "java-variable-_JAVA_OPTIONS:socks"]
    assert all(one.wins_for for one in ours.values())
    assert found.secrets["http://p:3128"].user == "me"
