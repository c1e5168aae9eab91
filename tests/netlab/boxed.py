"""The client's cable through the packet box: the virtual cable is laid aside, and two TAP devices take its names."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import daemons
from .change import CLIENT_LAN, ROUTER_LAN, ROUTER_LAN6
from .namespaces import RUN_NETNS
from .wire import Wire

if TYPE_CHECKING:
    from .stage import Stage

_DEVICE, _ASIDE = "lan", "cable"
_CLIENT = (f"addr add {CLIENT_LAN}/24 dev {_DEVICE}", f"link set {_DEVICE} up", f"route add default via {ROUTER_LAN}")
_ROUTER = (
    f"addr add {ROUTER_LAN}/24 dev {_DEVICE}",
    f"link set {_DEVICE} up",
    f"addr add {ROUTER_LAN6}/64 dev {_DEVICE} nodad",
)


@contextlib.contextmanager
def boxed(stage: "Stage", wire: Wire) -> Iterator[None]:
    """While it lasts, what goes between client and router fares as `wire` says."""
    ends = ((stage.client, _CLIENT), (stage.router, _ROUTER))
    for namespace, _ in ends:
        namespace.ip_batch([f"link set {_DEVICE} down", f"addr flush dev {_DEVICE}"])
        namespace.ip("link", "set", _DEVICE, "name", _ASIDE)
    try:
        box = daemons.python(
            stage.client, stage.folder, "packet_box", _DEVICE, str(RUN_NETNS / stage.router.name), wire.to_json()
        )
        try:
            box.wait_to_say("ready")
            for namespace, commands in ends:
                namespace.ip_batch(commands)
            yield
        finally:
            box.stop()
    finally:
        for namespace, commands in ends:
            namespace.ip("link", "set", _ASIDE, "name", _DEVICE)
            namespace.ip_batch(commands)
