"""Files that hold no table, and extensions that do not fit the built-in one."""

import time
from pathlib import Path

import pytest
import yaml

from conntest.hosts import TableError, load_table
from conntest.hosts.rows import SECTIONS
from tests.every import every
from tests.hosts.tables import GOOD, GOOD_ROWS, SHIPPED, messages
from tests.some import some_of

WHOLE = "a mapping with version, updated, operator and hosts, or with extends: built-in"


#: A file as a whole -> its one message, from the line number on.
FILES = [
    ("", f" found an empty file, expected {WHOLE}"),
    ("---\n", f" found an empty file, expected {WHOLE}"),
    ("# nothing but a comment\n", f" found an empty file, expected {WHOLE}"),
    ("- a\n- b\n", f"1: found a list, expected {WHOLE}"),
    ("ndc1.ibllc.com", f'1: found "ndc1.ibllc.com", expected {WHOLE}'),
    ("a: 1\n---\nb: 2\n", '2: found a second document ("---"), expected one document'),
    ("a: 1\nb: \x00", "2: found the control character U+0000, expected printable text"),
    ("a: 1\n\u2028b: 1", "2: found the control character U+2028, expected printable text"),
    (b"a: 1\nb: caf\xe9\n", "2: found the byte 0xe9, which is not UTF-8, expected text in UTF-8"),
    ("a: 1".encode("utf-16"), "1: found text in UTF-16, expected text in UTF-8 (save the file again with that "
     "encoding)"),
    (b"#" * (1 << 20) + b"#", " found more than 1,048,576 bytes, expected a host table in YAML of at most that size"),
    ("- x\n" * 60_000, "50000: found more than 50,000 values, expected a host table of at most that many"),
]  # fmt: skip

QUOTES = "quotes around a text that begins with such a character"
ALIKE = "rows of one list, and keys of one row, indented alike"
ALIKE_OR_QUOTED = 'keys of one row indented alike, and quotes around a text that holds ": "'

#: A file with a syntax error -> the line to look at, and what was expected. What YAML's parser says of it is shown too,
#: and is the parser's own.
SYNTAX_ERRORS = [
    ("a:\n\tb: 1", 2, "spaces for indentation, not tabs"),
    ("a: |\n b\n\tc", 3, "spaces for indentation, not tabs"),
    ("a: b: c", 1, ALIKE_OR_QUOTED),
    ("a: 1\n  b: 2", 2, ALIKE_OR_QUOTED),
    ("a:\n  - b\n - c\n", 3, ALIKE),
    ("- a\nb: c", 2, ALIKE),
    ("  a: 1\n b: 2", 2, ALIKE),
    ('a: 1\nb: "open\nc: 2\n', 2, "the closing quote"),
    ("a: 1\nb: 'é open\nc: 2\n", 2, "the closing quote"),
    ('a: "C:\\Jts"\n', 1, "single quotes around a text that holds a backslash"),
    ("a: 1\nb: [1, 2\nc: 3\n", 2, 'a list closed by "]"'),
    ("a: 1\nb: {1, 2\nc: 3\n", 2, 'a mapping closed by "}"'),
    ("a: 1\nb: 1]\nc: ]\n", 3, QUOTES),
    ("a: 1\nb\nc: 2\n", 2, '"key: value"'),
    ("role: -\n", 1, 'a value, or a list on lines of its own (a lone "-" needs quotes)'),
    ("a: @b\n", 1, QUOTES),
    ("é: 1\na: `b`\n", 2, QUOTES),
    ("a: *.b\n", 1, 'quotes around a text that begins with "*" or "&"'),
    ("a: |x\n", 1, "valid YAML"),
]

#: libyaml's parser, and PyYAML's own for where that is missing -> the CPU seconds in which it must refuse a file.
PARSERS = {"CSafeLoader": 1.0, "SafeLoader": 3.0}


@pytest.fixture(params=PARSERS)
def limit_s(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> float:
    monkeypatch.setattr("conntest.hosts.marked._PARSER", getattr(yaml, request.param))
    return PARSERS[request.param]


@every(("content", "message"), FILES, ids=[repr(content[:20]) for content, _ in FILES])
def test_a_file_that_is_no_table(tmp_path: Path, content: str | bytes, message: str) -> None:
    assert messages(tmp_path, content) == [message]


@pytest.mark.usefixtures("limit_s")
@every(("content", "line", "expected"), SYNTAX_ERRORS, ids=[repr(case[0]) for case in SYNTAX_ERRORS])
def test_a_syntax_error_names_the_line_and_what_helps(tmp_path: Path, content: str, line: int, expected: str) -> None:
    (message,) = messages(tmp_path, content)
    assert message.startswith(f"{line}: found a syntax error (")
    assert message.endswith(f"), expected {expected}")


#: What opens a list or mapping inside of another one -> how often, so that the file has a million bytes.
OPENERS = {"[": 10**6, "{": 10**6, "[ ": 500_000, "[{": 500_000, "{a: ": 250_000, "- ": 500_000, "? ": 500_000}


@pytest.mark.parametrize("depth", some_of({depth: depth for depth in (10, 1100, 20_000, 10**6)}, [10, 10**6]))
@pytest.mark.parametrize("opener", OPENERS)
def test_deep_nesting_is_refused_at_once(tmp_path: Path, limit_s: float, opener: str, depth: int) -> None:
    content = opener * min(depth, OPENERS[opener])
    started = time.process_time()
    found = messages(tmp_path, content)
    assert time.process_time() - started < limit_s
    assert found == ["1: found a nesting of more than 8 levels, expected a flat table"]


@pytest.mark.parametrize("opener", ["-", "a:"])
def test_deep_indentation_is_refused(tmp_path: Path, opener: str) -> None:
    content = "\n".join(" " * depth + opener for depth in range(1400))
    assert messages(tmp_path, content) == ["9: found a nesting of more than 8 levels, expected a flat table"]


SECTIONS_OF_EMPTY_ROWS = "".join(f"{name}: [{'{},' * 1000}]\n" for name in SECTIONS)

#: Files of up to a megabyte that are wrong in as many places as possible.
WRONG_EVERYWHERE = {
    "rows": "hosts:\n" + "- {}\n" * 200_000,
    "rows of every section": SECTIONS_OF_EMPTY_ROWS,
    "keys": "".join(f"k{number}: 1\n" for number in range(24_000)),
    "the same key": "a: 1\n" * 24_000,
    "ports": f"hosts:\n- ports: [{'x,' * 49_000}]",
    "ids to remove": f"extends: built-in\nremove: [{','.join(f'ndcx{number}' for number in range(49_000))}]",
    "guesses": "hosts:\n" + "- {group: webs, region: euro, role: prim, evidence: xx}\n" * 1000,
    "aliases": "- &a x\n" + "- *a\n" * 200_000,
    "one text": "version: " + "1" * 1_000_000,
}


@pytest.mark.parametrize("content", some_of(WRONG_EVERYWHERE, ["rows of every section", "aliases", "one text"]))
def test_a_file_that_is_wrong_everywhere_is_refused_within_two_seconds(tmp_path: Path, content: str) -> None:
    load_table(SHIPPED)  # so that no import counts
    started = time.process_time()
    found = messages(tmp_path, content)
    assert time.process_time() - started < 2
    assert len(found) <= 101
    assert sum(len(message) for message in found) < 40_000


def test_a_hundred_mistakes_are_listed_and_the_rest_is_counted(tmp_path: Path) -> None:
    found = messages(tmp_path, GOOD + "".join(f"k{number}: 1\n" for number in range(150)))
    assert len(found) == 101
    assert found[99].startswith("112: k99: found an unknown key")
    assert found[100] == "113: found 50 more mistakes, expected none"


def test_a_list_without_end_is_refused_as_one(tmp_path: Path) -> None:
    found = messages(tmp_path, GOOD.replace("[443]", f"[{','.join(str(port) for port in range(1, 1002))}]"))
    assert found == ["8: hosts[0].ports: found a list of 1,001, expected at most 1,000"]


def test_a_bomb_of_aliases_is_refused_before_it_grows(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    assert '1: found no "hosts", expected a list of rows' in messages(tmp_path, bomb)


def test_a_key_that_is_no_word(tmp_path: Path) -> None:
    found = messages(tmp_path, GOOD + "{{ ansible }}: 1\n" + "? [a]\n: b\n")
    assert found == [
        "13: ?: found a key that is not a word, expected a plain word as the key",
        "14: ?: found a key that is not a word, expected a plain word as the key",
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("extends: ours", ['1: extends: found "ours", expected built-in, the one table that can be extended']),
        (
            "extends: built-in\nremove: [ndc9, nobody, misc, misc, zz_, [a]]",
            [
                '2: remove[0]: found "ndc9", expected the id of a row of the built-in table (perhaps ndc1?)',
                '2: remove[1]: found "nobody", expected the id of a row of the built-in table',
                '2: remove[3]: found "misc", expected each value once',
                '2: remove[4]: found "zz_", expected the id of a row of the built-in table',
                "2: remove[5]: found a list, expected an id of small letters, digits, \"-\", \"_\" and \".\", "
                "of at most 64 characters",
            ],
        ),
        ("extends: built-in\nremove: misc", ['2: remove: found "misc", expected a list of ids of rows of the built-in '
                                             "table"]),
        ("extends: built-in\nhosts: {}", ["2: hosts: found an empty mapping, expected a list of rows"]),
    ],
)  # fmt: skip
def test_bad_extensions(tmp_path: Path, head: str, expected: list[str]) -> None:
    assert messages(tmp_path, head) == expected


def test_an_id_keeps_its_section(tmp_path: Path) -> None:
    row = GOOD_ROWS.replace("id: a", "id: control-baidu")
    assert messages(tmp_path, f"extends: built-in\n{row}") == [
        '3: hosts[0].id: found "control-baidu", a row of "controls" in the built-in table, '
        'expected an id that is new, or known in "hosts"'
    ]


def test_a_row_cannot_be_both_removed_and_replaced(tmp_path: Path) -> None:
    row = GOOD_ROWS.replace("id: a", "id: misc")
    assert messages(tmp_path, f"extends: built-in\nremove: [misc]\n{row}") == [
        '2: remove[0]: found "misc", expected no row of that id in this file: a row with a known id already replaces it'
    ]


def complaint(path: Path) -> str:
    with pytest.raises(TableError) as caught:
        load_table(path)
    (mistake,) = caught.value.mistakes
    assert mistake.line is None
    return f"found {mistake.found}"


def test_a_path_that_holds_no_file(tmp_path: Path) -> None:
    assert complaint(tmp_path / "none.yaml") == "found no such file"
    assert complaint(tmp_path) == "found a directory"
    assert complaint(tmp_path / "a\0b") == "found a path that no file can have"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    path = tmp_path / "mine.yaml"
    path.touch()
    monkeypatch.setattr(Path, "open", refuse)
    assert complaint(path) == "found a file that this user may not read"


def test_a_path_with_control_characters_is_shown_harmless(tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        load_table(tmp_path / "a\x1b[31m\udcff.yaml")
    assert str(caught.value).startswith(f"{tmp_path / 'a'}\\x1b[31m\\udcff.yaml: found")
