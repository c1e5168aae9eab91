"""nftables (nft -f), for Linux. It resolves names once, when it loads a file, and refuses those with several addresses:
so that addresses it is."""

from collections.abc import Iterator

from conntest.allowlist.plain import commented, header, title, what_for
from conntest.model.allow import AllowList, AllowRow

_KEYWORD = {4: "ip", 6: "ip6"}

#: An accept ends a table's own chains only: a drop elsewhere still drops. That is why this is a chain to jump to.
_ADVICE = (
    "Load it with: nft -f FILE. It makes or replaces the chain tws_allow in the table inet filter and nothing else. "
    "For it to matter, jump to it in front of what drops: nft insert rule inet filter forward jump tws_allow (on a "
    "router), or output in place of forward (on this machine). Where your table has another name, change it here.",
)


def to_nftables(allow: AllowList) -> str:
    """`allow` as a file for `nft -f` that can be loaded again and again."""
    return "\n".join(_lines(allow)) + "\n"


def _lines(allow: AllowList) -> Iterator[str]:
    yield "#!/usr/sbin/nft -f"
    yield from commented(header(allow, *_ADVICE, addresses=True), "#")
    yield ""
    yield "add table inet filter"
    yield "add chain inet filter tws_allow"
    yield "flush chain inet filter tws_allow"
    yield "table inet filter {"
    yield "\tchain tws_allow {"
    yield "\t\tct state established,related accept"
    for row in allow.rows:
        yield from _rules(row)
    yield "\t}"
    yield "}"


def _rules(row: AllowRow) -> Iterator[str]:
    yield f"\t\t# {title(row)}"
    for version, keyword in _KEYWORD.items():
        if addresses := row.of_family(version):
            where = f"{keyword} daddr {{ {', '.join(addresses)} }}"
            ports = ", ".join(map(str, row.ports))
            yield f'\t\t{where} tcp dport {{ {ports} }} ct state new accept comment "{what_for(row)}"'
