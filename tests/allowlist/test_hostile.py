"""Texts of a user's own table are anyone's: none of them becomes a rule, ends a comment, or breaks a parser."""

import csv
import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conntest.allowlist import FORMATS
from conntest.allowlist.plain import plain
from conntest.model.allow import AllowList, Origin
from conntest.model.host import TableInfo
from tests.allowlist.lists import one
from tests.every import every

PIECES = (
    '"',
    "'",
    "\u2019",
    "\u2028",
    "\r\n",
    "\n",
    "\\",
    "\\\n",
    "$(reboot)",
    "`reboot`",
    "; drop",
    "} accept",
    "*/",
    "-->",
    "--",
    "]]>",
    "<x>",
    "&amp;",
    "#",
    "!",
    "\nCOMMIT\n",
    "\npass all\n",
    "\nhttp_access allow all\n",
    "\nno access-list\n",
    "\n    - toEntities: [all]\n",
    "@{",
    "{x}",
    "%s",
    "?",
    "=1+1",
    "\x00",
    "\x1b[2J",
    "\u202e",
    "日本",
    "e\u0301",
    "x" * 300,
)
hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=5).map("".join)
few = settings(deadline=None, max_examples=15)


def poisoned(poison: str) -> AllowList:
    """One row, with `poison` behind every text that a table or a system may bring along."""
    row = one(purpose=f"Gateway{poison}", note=f"Note{poison}")
    info = TableInfo(source=f"mine{poison}", version=f"1{poison}", updated=f"2026{poison}")
    return replace(
        row,
        table=info,
        operator=f"Laboratory{poison}",
        unnamed=(f"CAM{poison}",),
        unresolved={"zdc1": f"why{poison}"},
        origin=Origin(moment="now", report=f"report{poison}"),
    )


#: What every format holds besides comments, where nothing is hostile.
def bare(name: str, text: str) -> list[str]:
    """The lines that do something, without the texts that are quoted within."""
    sign = {"asa": "!"}.get(name, "#")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith(sign)]
    return [re.sub(r"\"[^\"]*\"|Description = '[^']*'", "", line) for line in lines]


@pytest.mark.parametrize("name", ["nftables", "iptables", "powershell", "pf", "squid", "asa"])
def test_no_text_adds_a_line_that_does_something(name: str) -> None:
    write = FORMATS[name].write

    @few
    @given(hostile)
    def alike(poison: str) -> None:
        text = write(poisoned(poison))
        assert bare(name, text) == bare(name, write(poisoned("")))
        assert text.isascii()
        # Nor does it change what lies between the quotes' signs, or how the file's lines end.
        assert all(line.isprintable() for line in text.replace("\t", "").replace("\r\n", "\n").split("\n"))

    alike()


@few
@given(hostile)
def test_no_text_changes_a_policy(poison: str) -> None:
    write = FORMATS["kubernetes"].write
    assert yaml.safe_load(write(poisoned(poison))) == yaml.safe_load(write(poisoned("")))


@few
@given(hostile)
def test_no_text_changes_a_profile(poison: str) -> None:
    root = ElementTree.fromstring(FORMATS["proxifier"].write(poisoned(poison)))
    assert [rule.findtext("Name") for rule in root.iter("Rule")] == ["Localhost", "TWS and IB Gateway", "Default"]


@few
@given(hostile)
def test_no_text_adds_a_cell_or_a_formula(poison: str) -> None:
    for row in csv.reader(io.StringIO(FORMATS["csv"].write(poisoned(poison)), newline=""), strict=True):
        assert len(row) == 17
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)
        assert all(cell.isprintable() for cell in row)


@few
@given(hostile)
def test_the_change_request_shows_signs_and_obeys_none(poison: str) -> None:
    text = FORMATS["text"].write(poisoned(poison))
    assert all(line.isprintable() for line in text.split("\n"))


@few
@given(st.text())
def test_plain_text_is_plain(text: str) -> None:
    assert re.fullmatch(r"(?!.*--)[A-Za-z0-9 .,:;()_/+=-]{0,100}", plain(text))


@every(
    ("text", "said"),
    [
        ("America \u2013 East", "America - East"),
        ("español", "espanol"),
        ("a \n\t b", "a b"),
        ("$(x)", ".(x)"),
        ("日本", ".."),
        ("--x", "-x"),
    ],
)
def test_plain_text_stays_readable(text: str, said: str) -> None:
    assert plain(text) == said
