"""iptables-restore and ip6tables-restore, for Linux: one file for both, since each passes over the other's lines."""

from collections.abc import Iterator

from conntest.allowlist.plain import commented, header, title, what_for
from conntest.model.allow import AllowList, AllowRow

#: What one multiport match holds (iptables-extensions(8)).
_MOST_PORTS = 15

_ADVICE = (
    "Load it with: iptables-restore --noflush FILE, and ip6tables-restore --noflush FILE. It makes or replaces the "
    "chain TWS-ALLOW and nothing else. For it to matter, jump to it in front of what drops: iptables -I FORWARD -j "
    "TWS-ALLOW (on a router), or OUTPUT in place of FORWARD (on this machine); the same with ip6tables. "
    "Each program passes over the lines that begin with the other's -4 or -6.",
)


def to_iptables(allow: AllowList) -> str:
    """`allow` as a file for `iptables-restore` and `ip6tables-restore`, with `--noflush`."""
    return "\n".join(_lines(allow)) + "\n"


def _lines(allow: AllowList) -> Iterator[str]:
    yield from commented(header(allow, *_ADVICE, addresses=True), "#")
    yield "*filter"
    yield ":TWS-ALLOW - [0:0]"
    yield "-A TWS-ALLOW -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT"
    for row in allow.rows:
        yield f"# {title(row)}"
        for version in (4, 6):
            for address in row.of_family(version):
                yield from _rules(row, version, address)
    yield "COMMIT"


def _rules(row: AllowRow, version: int, address: str) -> Iterator[str]:
    for start in range(0, len(row.ports), _MOST_PORTS):
        ports = ",".join(map(str, row.ports[start : start + _MOST_PORTS]))
        yield (
            f"-{version} -A TWS-ALLOW -d {address} -p tcp -m multiport --dports {ports}"
            f' -m conntrack --ctstate NEW -m comment --comment "{what_for(row)}" -j ACCEPT'
        )
