"""Windows: the values, the binary values and the policy keys, from recorded samples."""

import struct

import pytest

from conntest.model.proxy import How, ProxySetting, Scope, Traffic
from conntest.system.proxies.wininet import Registry, parse_registry
from conntest.system.proxies.wininet_binary import Flags, MalformedBinary, parse_connection, parse_winhttp
from tests.every import every

#: Recorded: manual proxy 127.0.0.1:7890, bypass <local> (network-facts.md A1).
RECORDED = bytes.fromhex(
    "4600000005000000030000000e0000003132372e302e302e313a37383930070000003c6c6f63616c3e00000000"
) + bytes(32)

#: Recorded: WinHTTP, direct (Microsoft's example).
WINHTTP_DIRECT = bytes.fromhex("1800000000000000010000000000000000000000")


def blob(flags: int, proxy: str = "", bypass: str = "", script: str = "") -> bytes:
    texts = b"".join(struct.pack("<I", len(text)) + text.encode() for text in (proxy, bypass, script))
    return struct.pack("<III", 0x46, 5, flags) + texts + bytes(32)


def winhttp(flags: int, proxy: str, bypass: str) -> bytes:
    texts = b"".join(struct.pack("<I", len(text)) + text.encode() for text in (proxy, bypass))
    return struct.pack("<III", 0x18, 0, flags) + texts


def settings(registry: Registry) -> dict[str, ProxySetting]:
    return {found.setting.id: found.setting for found in parse_registry(registry)}


def ids(one: ProxySetting) -> list[str]:
    return [proxy.id for proxy in one.proxies]


def test_the_recorded_binary_value_is_read() -> None:
    found = parse_connection(RECORDED)
    assert (found.flags, found.proxy, found.bypass, found.script) == (Flags.MANUAL, "127.0.0.1:7890", "<local>", "")


def test_the_recorded_winhttp_value_means_direct() -> None:
    found = parse_winhttp(WINHTTP_DIRECT)
    assert (found.flags, found.proxy) == (Flags(0), "")
    assert settings(Registry(winhttp_blob=WINHTTP_DIRECT)) == {}


@every("length", range(len(RECORDED) - 32))
def test_a_binary_value_cut_anywhere_is_refused_in_words(length: int) -> None:
    with pytest.raises(MalformedBinary, match="end"):
        parse_connection(RECORDED[:length])


@pytest.mark.parametrize("at", [12, 30, 41])
def test_a_length_beyond_the_end_is_refused(at: int) -> None:
    with pytest.raises(MalformedBinary, match="reaches beyond its end"):
        parse_connection(RECORDED[:at] + b"\xff\xff\xff\x7f" + RECORDED[at + 4 :])


def test_one_proxy_for_all_is_one_setting() -> None:
    found = settings(Registry(user={"ProxyEnable": 1, "ProxyServer": "proxy:8080", "ProxyOverride": "*.corp;<local>"}))
    one = found["wininet:proxy"]
    assert ids(one) == ["http://proxy:8080"]
    assert (one.active, one.scopes, one.bypass) == (True, (Scope.WEB,), ("*.corp", "<local>"))
    assert "SOCKS" in (one.note or "")


def test_one_proxy_per_protocol_is_told_apart_and_ftp_left_out() -> None:
    server = "http=a:80;https=a:80 ftp=d:21;SOCKS=c:1080;gopher=e:70"
    found = settings(Registry(user={"ProxyEnable": 1, "ProxyServer": server}))
    assert ids(found["wininet:http+https"]) == ["http://a:80"]
    assert ids(found["wininet:socks"]) == ["socks4://c:1080"]
    assert found["wininet:socks"].scopes == (Scope.RAW_TCP,)


def test_a_socks_proxy_alone_gets_the_web_too() -> None:
    one = settings(Registry(user={"ProxyEnable": 1, "ProxyServer": "socks=c:1080"}))["wininet:socks"]
    assert (one.scopes, one.traffic) == ((Scope.RAW_TCP, Scope.WEB), tuple(Traffic))


def test_an_entry_may_carry_a_scheme_and_a_password_with_signs() -> None:
    found = settings(Registry(user={"ProxyEnable": 1, "ProxyServer": "http://u:p=w@proxy:8080;"}))
    assert ids(found["wininet:proxy"]) == ["http://proxy:8080"]


def test_a_proxy_behind_a_switch_that_is_off_lingers() -> None:
    one = settings(Registry(user={"ProxyEnable": 0, "ProxyServer": "127.0.0.1:7890"}))["wininet:proxy"]
    assert not one.active
    assert one.note is not None
    assert "Left behind" in one.note


def test_a_script_is_active_as_long_as_its_address_is_there() -> None:
    one = settings(Registry(user={"ProxyEnable": 0, "AutoConfigURL": "http://wpad/proxy.pac"}))["wininet:pac"]
    assert (one.how, one.pac_url, one.active) == (How.PAC, "http://wpad/proxy.pac", True)


@pytest.mark.parametrize(("flags", "active"), [(1, False), (5, True)])
def test_a_script_in_the_binary_value_alone_follows_its_flag(flags: int, active: bool) -> None:
    assert settings(Registry(user_blob=blob(flags, script="http://x/p.pac")))["wininet:pac"].active is active


@pytest.mark.parametrize(("flags", "found"), [(1, False), (9, True), (11, True)])
def test_automatic_detection_is_a_flag_of_the_binary_value(flags: int, found: bool) -> None:
    registry = Registry(user={"AutoDetect": 1 - found}, user_blob=blob(flags))
    assert ("wininet:auto-detect" in settings(registry)) is found


def test_a_binary_copy_that_says_the_same_is_no_second_setting() -> None:
    registry = Registry(user={"ProxyEnable": 1, "ProxyServer": "127.0.0.1:7890"}, user_blob=RECORDED)
    assert list(settings(registry)) == ["wininet:proxy"]


def test_a_binary_copy_that_says_otherwise_lingers() -> None:
    found = settings(Registry(user={"ProxyEnable": 1, "ProxyServer": "b:1"}, user_blob=RECORDED))
    assert found["wininet:proxy"].active
    assert not found["wininet-binary:proxy"].active


def test_policy_can_make_the_machine_decide_for_all() -> None:
    found = settings(
        Registry(
            user={"ProxyEnable": 1, "ProxyServer": "mine:1"},
            machine={"ProxyEnable": 1, "ProxyServer": "ours:1"},
            machine_policy={"ProxySettingsPerUser": 0},
        )
    )
    assert (found["wininet:proxy"].active, found["wininet-machine:proxy"].active) == (False, True)


def test_without_policy_the_machines_key_does_not_count() -> None:
    found = settings(
        Registry(
            user={"ProxyEnable": 1, "ProxyServer": "mine:1"},
            machine={"ProxyEnable": 1, "ProxyServer": "ours:1"},
        )
    )
    assert (found["wininet:proxy"].active, found["wininet-machine:proxy"].active) == (True, False)


def test_policy_keys_hold_settings_of_their_own() -> None:
    found = settings(
        Registry(user_policy={"ProxyEnable": 1, "ProxyServer": "p:1"}, machine_policy={"AutoConfigURL": "http://p/"})
    )
    assert list(found) == ["policy-user:proxy", "policy-machine:pac"]


def test_winhttp_is_for_services() -> None:
    one = settings(Registry(winhttp_blob=winhttp(3, "proxy:8080", "<local>")))["winhttp:proxy"]
    assert (ids(one), one.scopes, one.active) == (["http://proxy:8080"], (Scope.SERVICES,), True)
    assert one.bypass == ("<local>",)


def test_malformed_binary_values_are_data() -> None:
    found = settings(Registry(user_blob=RECORDED[:20], winhttp_blob=b"\x18"))
    assert "reaches beyond its end" in (found["wininet:binary"].malformed or "")
    assert "ends within its head" in (found["winhttp:binary"].malformed or "")
    assert not any(one.active for one in found.values())


def test_values_of_unexpected_types_are_passed_over() -> None:
    values = {"ProxyEnable": "1", "ProxyServer": b"x", "ProxyOverride": 7, "AutoConfigURL": None, "AutoDetect": []}
    assert settings(Registry(user=values)) == {}


def test_a_malformed_server_is_data() -> None:
    one = settings(Registry(user={"ProxyEnable": 1, "ProxyServer": "proxy:port"}))["wininet:proxy"]
    assert (one.proxies, one.malformed) == ((), "the port is no number up to 65535")
