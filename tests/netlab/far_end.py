"""What the far end saw: how many TCP connections were begun to each address and port."""

import contextlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .stage import Stage

_TABLE = "inet far_end"

#: Before any translation. A SYN that is sent again has the same port, and is no further connection.
_SCRIPT = f"""table {_TABLE} {{
set begun {{ typeof ip daddr . tcp dport . ip saddr . tcp sport; flags dynamic; size 65535; }}
chain prerouting {{
type filter hook prerouting priority raw; policy accept;
iifname "isp" meta nfproto ipv4 tcp flags & (syn | ack) == syn \\
add @begun {{ ip daddr . tcp dport . ip saddr . tcp sport }}
}}
}}
"""


class Connections:
    """Counts while it is open."""

    def __init__(self, stage: "Stage") -> None:
        self._stage = stage

    def by_place(self) -> Mapping[tuple[str, int], int]:
        """Connections that were begun, by address and port. Over IPv4."""
        listed = self._stage.internet.run("nft", "-j", "list", "set", *_TABLE.split(), "begun")
        (found,) = (one["set"] for one in json.loads(listed)["nftables"] if "set" in one)
        places = (element["concat"] for element in found.get("elem", ()))
        return Counter((place[0], place[1]) for place in places)


@contextlib.contextmanager
def counted(stage: "Stage") -> Iterator[Connections]:
    """The connections that reach the internet while it lasts."""
    stage.internet.run("nft", "-f", "-", stdin=_SCRIPT)
    try:
        yield Connections(stage)
    finally:
        stage.internet.run("nft", "delete", "table", *_TABLE.split())
