"""Clash and Surge, programs that send names over one exit or another: the hosts as a set of rules without a policy."""

from collections.abc import Iterator

from conntest.allowlist.plain import commented, header, title
from conntest.model.addresses import version_of
from conntest.model.allow import AllowList, literal

_ONE_EXIT = (
    "Give the whole set one policy: all of these names by the same exit. Published lists often send ibllc.com one way "
    "and interactivebrokers.com another; IBKR then sees two addresses, and Client Portal drops such sessions.",
    "The exit has to carry plain TCP on ports 4000 and 4001, as DIRECT and SOCKS do: a web (HTTP) proxy cannot.",
)

_CLASH = (
    "Clash and its kin: a rule provider of the behavior classical. Name it in rule-providers and use it in one line of "
    "rules, in front of all others: RULE-SET,ibkr,DIRECT",
)

_SURGE = (
    "Surge and its kin: a rule set. Use it in one line of the section Rule, in front of all others: "
    "RULE-SET,ibkr.list,DIRECT",
)


def to_clash(allow: AllowList) -> str:
    """`allow` as the file of a rule provider, in YAML."""
    lines = (line if line.startswith("#") else f"  - {line}" for line in _rules(allow))
    return "\n".join([*commented(header(allow, *_CLASH, *_ONE_EXIT), "#"), "payload:", *lines]) + "\n"


def to_surge(allow: AllowList) -> str:
    """`allow` as a rule set, a rule a line."""
    return "\n".join([*commented(header(allow, *_SURGE, *_ONE_EXIT), "#"), "", *_rules(allow)]) + "\n"


def _rules(allow: AllowList) -> Iterator[str]:
    for row in allow.rows:
        yield f"# {title(row)}"
        for host in row.names or (row.host,):
            yield _address_rule(host) if literal(host) else f"DOMAIN,{host}"


def _address_rule(address: str) -> str:
    kind, bits = ("IP-CIDR6", 128) if version_of(address) == 6 else ("IP-CIDR", 32)
    return f"{kind},{address}/{bits},no-resolve"
