"""What counts as this computer's address, and what its router is called."""

from conntest.app.local_view import LocalView, own_addresses
from tests.every import every


@every(
    ("ipv4", "ipv6", "expected"),
    [
        (None, None, set()),
        ("192.168.1.7", None, {"192.168.1.7"}),
        # Of IPv6 the network alone: systems take another address in it every day.
        (None, "2001:db8:1:2:aaaa::1", {"2001:db8:1:2::/64"}),
        ("192.168.1.7", "2001:db8:1:2:bbbb::2", {"192.168.1.7", "2001:db8:1:2::/64"}),
    ],
)
def test_addresses(ipv4: str | None, ipv6: str | None, expected: set[str]) -> None:
    assert own_addresses(ipv4, ipv6) == expected


async def test_this_computer_can_be_read_twice() -> None:
    view = LocalView()
    assert await view() == await view()
