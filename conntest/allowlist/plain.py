"""What the files for firewalls have in common: comments that no parser can trip over, and what every file says first.

Files for machines are in English and in ASCII, whatever the user's language: not every parser knows more."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator

from conntest.model.allow import AllowList, AllowRow, Origin
from conntest.model.host import Role

#: Shorter than a line of 80 with the sign of a comment and some indentation.
_WIDTH = 74

#: Letters, digits and signs that mean nothing in any of the formats, quoted or not. No quote, backslash, dollar,
#: backtick, brace, bracket, asterisk, number sign, question mark, exclamation mark, ampersand, angle or pipe.
_MEANINGFUL = re.compile(r"[^A-Za-z0-9 .,:;()_/+=-]")

#: What NFKD does not take apart.
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-"})


def plain(text: str, limit: int = 100) -> str:
    """`text` on one line, of signs that mean nothing anywhere; the others become dots. Two hyphens, which would end
    an XML comment, become one."""
    taken_apart = unicodedata.normalize("NFKD", " ".join(text.split()).translate(_DASHES))
    letters = "".join(sign for sign in taken_apart if not unicodedata.combining(sign))
    return re.sub("-{2,}", "-", _MEANINGFUL.sub(".", letters))[:limit].strip()


def what_for(row: AllowRow) -> str:
    """`Gateway, America - East, primary (required)`."""
    role = "" if row.role is Role.NONE else f", {row.role.value}"
    return f"{plain(row.purpose)}{role} ({'required' if row.required else 'optional'})"


def title(row: AllowRow) -> str:
    """`ndc1.ibllc.com: Gateway, America - East, primary (required)`."""
    return f"{row.host}: {what_for(row)}"


def header(allow: AllowList, *advice: str, addresses: bool = False) -> Iterator[str]:
    """The lines that every file begins with, without the sign of a comment: what it is, what it was made from, how to
    use it (`advice`, a paragraph each), and of what age its addresses are."""
    yield f"Outgoing connections for TWS, IB Gateway and Client Portal ({plain(allow.operator)})"
    yield f"Made by conntest {plain(allow.version)}. Review before applying."
    table = allow.table
    yield from wrapped(f"Host table: {plain(table.source)}, version {plain(table.version)} of {plain(table.updated)}")
    yield f"Regions: {', '.join(allow.regions) or 'all, of which an account needs one (conntest allowlist -h)'}"
    gateways = allow.gateway_ports
    stay_open = [_STAY_OPEN.format(ports=" and ".join(map(str, gateways)))] if gateways else []
    unnamed = (_UNNAMED.format(service=plain(one), operator=plain(allow.operator)) for one in allow.unnamed)
    for paragraph in (_OUTGOING, *stay_open, *advice, *unnamed):
        yield ""
        yield from wrapped(paragraph)
    if addresses:
        yield ""
        yield from _about_addresses(allow)


_OUTGOING = (
    "Outgoing TCP only: TWS and IB Gateway connect from random local ports above 1024 and never need an incoming one. "
    "Replies have to come back (established, related)."
)

_STAY_OPEN = (
    "The connections to {ports} stay open for as long as TWS runs. Give them the longest idle timeout there is, hours "
    "and not minutes, and neither a web proxy nor TLS inspection: they are not HTTP."
)

_UNNAMED = "Not in here: {service}, whose host could not be found out. Ask {operator}."


def _about_addresses(allow: AllowList) -> Iterator[str]:
    if allow.origin:
        yield from wrapped(f"Addresses as of {plain(allow.origin.moment)}, {_who(allow.origin)}.")
    yield from wrapped(
        "WARNING: these addresses change without notice, and this format cannot hold names. Make the file anew at "
        "least once a day, or use a firewall that takes names."
    )
    for row in allow.rows:
        if not row.addresses:
            yield from wrapped(f"MISSING: {title(row)}: {plain(allow.unresolved.get(row.id, 'no address'))}")


def _who(origin: Origin) -> str:
    if origin.report is None:
        return "resolved by the computer that conntest ran on"
    return f"resolved during the run that the report {plain(origin.report)} is of"


def wrapped(text: str) -> list[str]:
    """`text` in lines. Nothing is broken within a word."""
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def commented(lines: Iterator[str], sign: str) -> Iterator[str]:
    """Each line behind the sign of a comment."""
    for line in lines:
        yield f"{sign} {line}".rstrip()
