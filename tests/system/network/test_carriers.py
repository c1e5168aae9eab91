"""Which interfaces carry the default routes."""

from conntest.model.report import Interface
from conntest.system.machine import carriers
from tests.every import every

ETHERNET = Interface(name="eth0", up=True, addresses=("192.168.1.20", "fe80::1", "2a0e:b107::20"), mtu=1500)
TUNNEL = Interface(name="tun0", up=True, addresses=("10.8.0.2",), mtu=1420)


@every(
    ("own", "names"),
    [
        (["192.168.1.20", None], ("eth0",)),
        (["10.8.0.2", "2a0e:b107::20"], ("eth0", "tun0")),
        (["10.8.0.2", None], ("tun0",)),
        ([None, "fe80::1%eth0"], ("eth0",)),
        ([None, None], ()),
        (["10.9.9.9", None], ()),
    ],
)
def test_they_have_the_address_that_the_kernel_sends_from(own: list[str | None], names: tuple[str, ...]) -> None:
    assert carriers((ETHERNET, TUNNEL), own) == names


def test_interfaces_that_could_not_be_read_are_not_known() -> None:
    assert carriers(None, ["192.168.1.20"]) is None
