"""install4j's files of options."""

import plistlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conntest.system.java.options import properties_of
from conntest.system.java.vmoptions import parse_i4jparams, parse_vmoptions, read_info_plist, read_vmoptions
from tests.every import every

#: tws.vmoptions of TWS 10.45 for Windows (a public note), with a proxy below the mark that updates leave alone.
TWS = """\
#
# This file contains VM parameters for Trader Workstation.
# Each parameter should be defined in a separate line.
-Xmx2048m
-XX:+UseG1GC
-DvmOptionsPath=C:\\Jts\\1045\\tws.vmoptions
-Dsun.java2d.noddraw=true
### keep on update
-DsocksProxyHost=127.0.0.1
-DsocksProxyPort=7890
"""


def test_the_file_of_tws() -> None:
    found = properties_of(parse_vmoptions(TWS.replace("\n", "\r\n"), {}))
    assert (found["socksProxyHost"], found["socksProxyPort"]) == ("127.0.0.1", "7890")
    assert found["vmOptionsPath"] == "C:\\Jts\\1045\\tws.vmoptions"


@every(
    ("line", "option"),
    [
        # install4j's help, "VM parameters": each line is one parameter. A public test has "-DvmOptionsPath=C:\\x y".
        ("-DjtsConfigDir=/home/u/My Settings/Jts", "-DjtsConfigDir=/home/u/My Settings/Jts"),
        ("-DvmOptionsPath=C:\\x y", "-DvmOptionsPath=C:\\x y"),
        ("   -Da=1   ", "-Da=1"),
        ('-Dhttp.nonProxyHosts="localhost|127.*"', "-Dhttp.nonProxyHosts=localhost|127.*"),
        ('"-Da=b c"', "-Da=b c"),
        ("-Da=it's", "-Da=it's"),
        # Variables of the environment; one that is not set stays.
        ("-Da=${USERPROFILE}\\x", "-Da=C:\\Users\\u\\x"),
        ("-Da=${NOT_SET}", "-Da=${NOT_SET}"),
        # Two options on one line are one parameter, whose value is the rest of the line.
        ("-Da=1 -Db=2", "-Da=1 -Db=2"),
        ("-Da=1 # no comment", "-Da=1 # no comment"),
    ],
)
def test_one_line(line: str, option: str) -> None:
    assert list(parse_vmoptions(line, {"USERPROFILE": "C:\\Users\\u"})) == [option]


@every("line", ["", "   ", "# -Da=1", "  # -Da=1", "### keep on update"])
def test_lines_without_a_parameter(line: str) -> None:
    assert list(parse_vmoptions(line, {})) == []


@pytest.mark.parametrize(
    "written",
    [
        # install4j's help: relative to the file, absolute, with variables; the shell launcher expands $HOME and ~.
        "more.vmoptions",
        "{root}/more.vmoptions",
        "${PLACE}/more.vmoptions",
        "$PLACE/more.vmoptions",
        "%PLACE%/more.vmoptions",
        "~/more.vmoptions",
        '"{root}/more.vmoptions"',
    ],
)
def test_a_file_may_include_another(tmp_path: Path, written: str) -> None:
    main = tmp_path / "tws.vmoptions"
    main.write_text(
        f"-include-options {written.format(root=tmp_path) if 'root' in written else written}\n-Da=1\n-Db=1\n"
    )
    (tmp_path / "more.vmoptions").write_text("-Da=2\n")
    found = read_vmoptions(main, {"PLACE": str(tmp_path)}, tmp_path)
    assert properties_of(found.options) == {"a": "2", "b": "1"}
    assert found.files == (main, tmp_path / "more.vmoptions")


def test_files_that_include_each_other_end(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        (tmp_path / name).write_text(f"-include-options {other}\n-D{name}=1\n")
    assert properties_of(read_vmoptions(tmp_path / "a", {}, tmp_path).options) == {"a": "1", "b": "1"}


def test_what_cannot_be_read_has_no_options(tmp_path: Path) -> None:
    (tmp_path / "tws.vmoptions").write_text("-include-options missing\n-include-options \0\n-Da=1\n")
    assert read_vmoptions(tmp_path / "tws.vmoptions", {}, tmp_path).options == ("-Da=1",)
    assert read_vmoptions(tmp_path / "none", {}, tmp_path).files == ()


@every(
    ("text", "expected"),
    [
        # Two public tests on IB Gateway's i4jparams.conf.
        (
            '<variable name="javaOptions" value="--add-opens=java.base/java.util=ALL-UNNAMED -DsocksProxyHost=s" />',
            {"socksProxyHost": "s"},
        ),
        (
            '<variable name="javaOptions" value="-Djdk.xml.elementAttributeLimit=10000 ${SOME_TEMPLATE_VAR}" />',
            {"jdk.xml.elementAttributeLimit": "10000"},
        ),
        ('<variable value="-Da=1" name="javaOptions"/>', {"a": "1"}),
        # XML's own quoting of quotes and of the sign for "and".
        ('<variable name="javaOptions" value="-Da=&quot;b c&quot; -Dd=1&amp;2"/>', {"a": "b c", "d": "1&2"}),
        ('<variable name="other" value="-Da=1"/>', {}),
        ('<variable name="javaOptions"/>', {}),
        ("nothing relevant here", {}),
    ],
)
def test_what_the_installer_set(text: str, expected: dict[str, str]) -> None:
    assert properties_of(parse_i4jparams(text)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # A public test on IB Gateway 10.50 for macOS: JavaVM, VMOptionArray.
        ({"JavaVM": {"VMOptionArray": ["--add-opens=x", "-Da=1", "${SOME_TEMPLATE_VAR}"]}}, {"a": "1"}),
        # Apple's own Java bundles: a line, or a list.
        ({"Java": {"VMOptions": "-Da=1 -Db=2"}}, {"a": "1", "b": "2"}),
        ({"JavaVM": {"VMOptionArray": [7, b"x"]}}, {}),
        ({"JavaVM": "x"}, {}),
        ([], {}),
    ],
)
@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_a_bundle_of_macos(
    tmp_path: Path, content: object, expected: dict[str, str], form: plistlib.PlistFormat
) -> None:
    path = tmp_path / "Info.plist"
    path.write_bytes(plistlib.dumps(content, fmt=form))  # type: ignore[arg-type]
    assert properties_of(read_info_plist(path)) == expected


@given(data=st.one_of(st.binary(max_size=60), st.binary(max_size=40).map(lambda rest: b"bplist00" + rest)))
def test_no_bytes_are_too_odd(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "odd-options"
    path.write_bytes(data)
    read_info_plist(path)
    read_vmoptions(path, {"A": "1"}, path.parent)


@given(
    text=st.lists(
        st.sampled_from(
            [
                "-include-options ",
                "-D",
                "a=",
                '"',
                "'",
                "${A}",
                "${",
                "\n",
                "#",
                "~",
                "\0",
                "<variable ",
                'name="javaOptions" ',
                'value="',
                ">",
            ]
        )
    ).map("".join)
)
def test_no_text_is_too_odd(text: str) -> None:
    properties_of(parse_vmoptions(text, {"A": "\n"}))
    properties_of(parse_i4jparams(text))
