"""Rules of Windows Defender Firewall, as a PowerShell script (New-NetFirewallRule of the module NetSecurity)."""

from collections.abc import Iterable, Iterator

from conntest.allowlist.plain import commented, header, title
from conntest.model.allow import AllowList, AllowRow

#: Rules of one group can be found, and taken away, together.
_GROUP = "conntest: TWS"

_ADVICE = (
    "Run it as administrator. It replaces the rules of the group below and touches no other. Windows lets everything "
    "out unless an administrator decided otherwise; only then are these rules needed. A rule that blocks wins over "
    "them. The firewall of Windows cannot take host names.",
)


def to_powershell(allow: AllowList) -> str:
    """`allow` as a script for Windows PowerShell 5.1 and later; lines end with CRLF."""
    return "\r\n".join(_lines(allow)) + "\r\n"


def _lines(allow: AllowList) -> Iterator[str]:
    yield "#Requires -RunAsAdministrator"
    yield "#Requires -Modules NetSecurity"
    yield from commented(header(allow, *_ADVICE, addresses=True), "#")
    yield ""
    yield "$ErrorActionPreference = 'Stop'"
    yield f"$group = {_quoted(_GROUP)}"
    yield "Get-NetFirewallRule -Group $group -ErrorAction SilentlyContinue | Remove-NetFirewallRule"
    for row in allow.rows:
        if row.addresses:
            yield ""
            yield from _rule(row)


def _rule(row: AllowRow) -> Iterator[str]:
    """Splatting keeps each argument on a line of its own, without the backticks that a trailing space breaks."""
    ports = ", ".join(map(str, row.ports))
    yield "$rule = @{"
    yield "    Group = $group"
    yield f"    DisplayName = {_quoted(f'TWS: {row.host}, TCP {ports}')}"
    yield f"    Description = {_quoted(title(row))}"
    yield "    Direction = 'Outbound'"
    yield "    Action = 'Allow'"
    yield "    Protocol = 'TCP'"
    yield f"    RemoteAddress = {_several(row.addresses)}"
    yield f"    RemotePort = {_several(map(str, row.ports))}"
    yield "    Profile = 'Any'"
    yield "}"
    yield "New-NetFirewallRule @rule | Out-Null"


def _quoted(text: str) -> str:
    """A string in which nothing is expanded. What is quoted here holds no quotation mark of any kind."""
    return f"'{text}'"


def _several(texts: Iterable[str]) -> str:
    return f"@({', '.join(map(_quoted, texts))})"
