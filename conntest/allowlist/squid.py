"""Squid, a web proxy: access lists for the web hosts. The gateways are not the web, and it is said so."""

from collections.abc import Iterable, Iterator

from conntest.allowlist.plain import commented, header, title
from conntest.model.allow import AllowList, AllowRow, literal
from conntest.model.host import Group

_HTTP = 80

_ADVICE = (
    "Include it in squid.conf in front of: http_access deny all. Check it with: squid -k parse. It holds the hosts of "
    "the web only. TWS and IB Gateway cannot use a web proxy for their connections to the gateways, whatever an access "
    "list says: those need an open path through the firewall, or a SOCKS proxy and a program that leads TWS to it.",
    "It allows these hosts to whoever reaches the proxy. Where that is more than your own network, add its access list "
    "(localnet, in most files) to each line http_access below.",
    "Do not decrypt these hosts (ssl_bump splice): TWS does not know your certificate authority. Client Portal breaks "
    "where its requests leave from changing addresses: let them use one tcp_outgoing_address.",
)


def to_squid(allow: AllowList) -> str:
    """`allow` as a file to include in squid.conf."""
    return "\n".join(_lines(allow)) + "\n"


def _lines(allow: AllowList) -> Iterator[str]:
    yield from commented(header(allow, *_ADVICE), "#")
    yield ""
    yield "acl tws_connect method CONNECT"
    web = [row for row in allow.rows if row.group is not Group.GATEWAY]
    for port in sorted({port for row in web for port in row.ports}):
        yield ""
        yield from _port(port, [row for row in web if port in row.ports])
    gateways = [row for row in allow.rows if row.group is Group.GATEWAY]
    if gateways:
        yield ""
        yield "# Not for a web proxy:"
        for row in gateways:
            yield f"#   {title(row)}, TCP {', '.join(map(str, row.ports))}"


def _port(port: int, rows: Iterable[AllowRow]) -> Iterator[str]:
    """A list of hosts for each port, so that no host is opened on another's."""
    acl, kinds = f"tws_web_{port}", set()
    yield f"acl {acl}_port port {port}"
    for row in rows:
        yield f"# {title(row)}"
        for host in row.names or (row.host,):
            kind, suffix = ("dst", "_addresses") if literal(host) else ("dstdomain", "_names")
            kinds.add(suffix)
            yield f"acl {acl}{suffix} {kind} {host}"
    # Plain HTTP is asked for as such, and needs no tunnel; everything else goes through one.
    method = "!tws_connect" if port == _HTTP else "tws_connect"
    for suffix in sorted(kinds):
        yield f"http_access allow {method} {acl}{suffix} {acl}_port"
