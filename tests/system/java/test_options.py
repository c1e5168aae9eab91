"""Java options as each place writes them."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from conntest.system.java.options import properties_of, split_argument_file, split_variable, with_files
from conntest.system.java.properties import parse_properties
from tests.every import every


@every(
    ("text", "expected"),
    [
        # OpenJDK, hotspot/share/runtime/arguments.cpp, parse_options_buffer; its test TestOptionsWithRanges' neighbour
        # JVMOptionsFile/JDK_JAVA_OPTIONS tests use such values.
        ("-Da=1 -Db=2", ("-Da=1", "-Db=2")),
        ("  -Da=1\t-Db=2\n", ("-Da=1", "-Db=2")),
        ("-Da='b c' -Dd=e", ("-Da=b c", "-Dd=e")),
        ('"-Da=b c"', ("-Da=b c",)),
        ('-Da="it\'s"', ("-Da=it's",)),
        ("-Da='x'y\"z\"", ("-Da=xyz",)),
        ("-Da=C:\\Users\\me", ("-Da=C:\\Users\\me",)),
        ("-Da='' ''", ("-Da=", "")),
        # "Unmatched quote in JAVA_TOOL_OPTIONS": the virtual machine does not start.
        ("-Da=1 -Db='2", ()),
        ("", ()),
    ],
)
def test_a_variable(text: str, expected: tuple[str, ...]) -> None:
    assert split_variable(text) == expected


@every(
    ("text", "expected"),
    [
        # The `java` command, "java Command-Line Argument Files", with its own examples of paths.
        ("-Da=1\n-Db=2", ("-Da=1", "-Db=2")),
        ("-Da=1 # why\n# -Dc=3\n-Db=2\n", ("-Da=1", "-Db=2")),
        ('-cp "C:\\\\Program Files\\\\Java\\\\jars" -Da=1', ("-cp", "C:\\Program Files\\Java\\jars", "-Da=1")),
        ('-cp "/lib/cool app/jars:\\\n    /lib/other"', ("-cp", "/lib/cool app/jars:/lib/other")),
        ("-Da=C:\\Users\\me", ("-Da=C:\\Users\\me",)),
        ("'-Da=b c'", ("-Da=b c",)),
        ('-Da="x\\ty"', ("-Da=x\ty",)),
        # An open quote ends with its line.
        ('"-Da=b c\n-Dd=1', ("-Da=b c", "-Dd=1")),
        ("\ufeff-Da=1\r\n\r\n-Db=2\r\n", ("-Da=1", "-Db=2")),
    ],
)
def test_an_argument_file(text: str, expected: tuple[str, ...]) -> None:
    assert split_argument_file(text) == expected


FILES = {"/etc/opts": "-DsocksProxyHost=from.file @/etc/more", "/etc/vm": "-Da='b c'"}


@every(
    ("options", "expected"),
    [
        (["@/etc/opts", "-Da=1"], ["-DsocksProxyHost=from.file", "@/etc/more", "-Da=1"]),
        (["@@/etc/opts"], ["@/etc/opts"]),
        (["@/missing", "-Da=1"], ["-Da=1"]),
        # HotSpot: -XX:VMOptionsFile, whose content is parted as a variable's.
        (["-XX:VMOptionsFile=/etc/vm"], ["-Da=b c"]),
    ],
)
def test_files_of_options_stand_in_for_their_names(options: list[str], expected: list[str]) -> None:
    assert list(with_files(options, FILES.get)) == expected


@every(
    ("options", "expected"),
    [
        (["-Da=1", "-Da=2"], {"a": "2"}),
        (["-Da=1=2"], {"a": "1=2"}),
        # java.lang.System: a property that is named without a value is empty, which takes an earlier value back.
        (["-DsocksProxyHost=x", "-DsocksProxyHost"], {"socksProxyHost": ""}),
        # nixpkgs' ib-tws: launchers hand on what begins with -J.
        (["-J-DjtsConfigDir=/home/u/.tws"], {"jtsConfigDir": "/home/u/.tws"}),
        # A start line of IB Gateway 10.37 on Linux: the installer left its placeholder in it.
        (["-DjtsConfigDir=${installer:jtsConfigDir}"], {}),
        (["-D", "-D=1", "x-Da=1", "--Da=1"], {}),
    ],
)
def test_properties(options: list[str], expected: Mapping[str, str]) -> None:
    assert properties_of(options) == expected


@every(
    ("text", "expected"),
    [
        # java.util.Properties, "load": its own examples, and comments, which no backslash continues.
        ("Truth = Beauty\n   Truth:Beauty\nTruth           :Beauty", {"Truth": "Beauty"}),
        (
            "fruits  apple, banana, pear, \\\n        cantaloupe, watermelon",
            {"fruits": "apple, banana, pear, cantaloupe, watermelon"},
        ),
        ("cheeses", {"cheeses": ""}),
        ("# proxies \\\nhttp.proxyHost=p.example.com", {"http.proxyHost": "p.example.com"}),
        ("! x \\\n! y \\\nsocksProxyHost=s", {"socksProxyHost": "s"}),
        ("a=1 \\\n# 2", {"a": "1 # 2"}),
        ("a=C:\\\\\\\\x\nb=2", {"a": "C:\\\\x", "b": "2"}),
        ("a=ends in two\\\\\nb=2", {"a": "ends in two\\", "b": "2"}),
        ("a\\=b=1\na\\ c:2", {"a=b": "1", "a c": "2"}),
        ("a=\\u0041\\t", {"a": "A"}),
        ("a=1\\", {"a": "1"}),
    ],
)
def test_a_properties_file(text: str, expected: Mapping[str, str]) -> None:
    assert parse_properties(text) == expected


TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(["-D", "a", "=", "'", '"', "\\", " ", "\n", "\r", "#", "@", "!", ":", "\\u00", "${", "}", "\0"])
    ).map("".join),
)


@given(text=TEXTS)
def test_no_text_is_too_odd(text: str) -> None:
    for options in (split_variable(text), split_argument_file(text), [text]):
        found = properties_of(with_files(options, lambda name: text))
        assert all(key and "=" not in key for key in found)
    assert "" not in parse_properties(text)


@given(options=st.lists(st.text(alphabet="ab-D= \t'", min_size=1, max_size=12).filter(lambda one: "'" not in one)))
def test_what_is_quoted_comes_back_whole(options: list[str]) -> None:
    text = " ".join(f"'{one}'" for one in options)
    assert split_variable(text) == tuple(options)
    assert split_argument_file(text) == tuple(options)
