"""The room that writes allow-lists: one value, `AllowList`, in the words of one firewall or another."""

from collections.abc import Callable, Mapping

from conntest.allowlist.asa import takes, to_asa
from conntest.allowlist.build import row_of_push, rows_of_host, with_addresses
from conntest.allowlist.csv_ import to_csv
from conntest.allowlist.iptables import to_iptables
from conntest.allowlist.kubernetes import to_kubernetes
from conntest.allowlist.nftables import to_nftables
from conntest.allowlist.pf import to_pf
from conntest.allowlist.powershell import to_powershell
from conntest.allowlist.proxifier import to_proxifier
from conntest.allowlist.rule_set import to_clash, to_surge
from conntest.allowlist.squid import to_squid
from conntest.allowlist.text import to_text
from conntest.model.allow import AllowList, AllowRow
from conntest.model.host import Group
from conntest.values import dataclass

__all__ = ["FORMATS", "Format", "left_out", "row_of_push", "rows_of_host", "with_addresses"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """`by_address` is true where the format cannot hold names. `suffix` is what its files usually end with, where that
    tells them from others. `about` says which rows it is for, and `takes` which names it can hold."""

    write: Callable[[AllowList], str]
    by_address: bool = False
    suffix: str | None = None
    about: Callable[[AllowRow], bool] = lambda _: True
    takes: Callable[[str], bool] = lambda _: True


#: Every format by its name (contract.md).
FORMATS: Mapping[str, Format] = {
    "text": Format(write=to_text, suffix="txt"),
    "csv": Format(write=to_csv, suffix="csv"),
    "nftables": Format(write=to_nftables, by_address=True, suffix="nft"),
    "iptables": Format(write=to_iptables, by_address=True),
    "powershell": Format(write=to_powershell, by_address=True, suffix="ps1"),
    "pf": Format(write=to_pf, by_address=True),
    "squid": Format(write=to_squid, about=lambda row: row.group is not Group.GATEWAY),
    "asa": Format(write=to_asa, takes=takes),
    "kubernetes": Format(write=to_kubernetes, suffix="yaml"),
    "clash": Format(write=to_clash),
    "surge": Format(write=to_surge),
    "proxifier": Format(write=to_proxifier, about=lambda row: row.group is Group.GATEWAY, suffix="ppx"),
}


def left_out(allow: AllowList, format_: Format) -> tuple[AllowRow, ...]:
    """The rows that a document in this format opens nothing for, although it should."""
    if format_.by_address:
        return tuple(row for row in allow.rows if not row.addresses)
    return tuple(row for row in allow.rows if not any(map(format_.takes, (row.host, *row.aliases))))
