"""The domains of this system, as its resolver is configured."""

from types import SimpleNamespace

import dns.name
import dns.resolver
import pytest

from conntest.net.domains import search_domains


@pytest.mark.parametrize(
    ("search", "domain", "found"),
    [
        (["corp.example.com.", "Example.com."], "corp.example.com.", ("corp.example.com", "example.com")),
        ([], "lan.", ("lan",)),
        ([], ".", ()),
    ],
)
def test_domains_come_in_order_and_once(
    monkeypatch: pytest.MonkeyPatch, search: list[str], domain: str, found: tuple[str, ...]
) -> None:
    configured = SimpleNamespace(search=[dns.name.from_text(one) for one in search], domain=dns.name.from_text(domain))
    monkeypatch.setattr(dns.resolver, "Resolver", lambda: configured)
    assert search_domains() == found


def test_a_system_without_a_resolver_has_no_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.resolver, "Resolver", broken)
    assert search_domains() == ()
