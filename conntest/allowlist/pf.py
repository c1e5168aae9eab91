"""pf, the packet filter of OpenBSD, FreeBSD and macOS. It resolves names once, when it loads a file, and refuses the
whole file where one does not exist: so that addresses it is."""

from collections.abc import Iterator

from conntest.allowlist.plain import commented, header, title
from conntest.model.allow import AllowList, AllowRow

_KEYWORD = {4: "inet", 6: "inet6"}

_ADVICE = (
    'Save it as /etc/pf.anchors/tws, and add these two lines to /etc/pf.conf, in front of what blocks: anchor "tws" '
    'and: load anchor "tws" from "/etc/pf.anchors/tws". Check it with: pfctl -nf FILE. Then: pfctl -f /etc/pf.conf. '
    "Replies come back by the state that each rule keeps.",
)


def to_pf(allow: AllowList) -> str:
    """`allow` as rules for an anchor of pf."""
    return "\n".join(_lines(allow)) + "\n"


def _lines(allow: AllowList) -> Iterator[str]:
    yield from commented(header(allow, *_ADVICE, addresses=True), "#")
    for row in allow.rows:
        yield ""
        yield f"# {title(row)}"
        yield from _rules(row)


def _rules(row: AllowRow) -> Iterator[str]:
    """Without a direction: on a router a connection comes in by one interface and goes out by another."""
    for version, keyword in _KEYWORD.items():
        if addresses := row.of_family(version):
            ports = ", ".join(map(str, row.ports))
            where = f"to {{ {', '.join(addresses)} }} port {{ {ports} }}"
            yield f"pass quick {keyword} proto tcp from any {where} flags S/SA keep state"
