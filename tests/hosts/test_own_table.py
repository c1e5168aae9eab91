"""A user's own table stands for itself, or is laid over the built-in one."""

import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import conntest
from conntest.hosts import load_table
from conntest.hosts.prepared import prepared
from conntest.model.host import Evidence, Group, Host, HostTable

OWN = """\
version: 7
updated: 2026-01-31
operator: Example Brokers
hosts:
  - id: gw
    label: Gateway
    host: GW_1.Example.com
    ports: [4000]
    group: website
    service: trading
    source: the example
    evidence: single
"""

NEW_ROW = OWN[OWN.index("hosts:") :]


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def ids(table: HostTable) -> list[str]:
    return [row.id for row in table.hosts]


def test_an_own_table_replaces_the_built_in_one(tmp_path: Path) -> None:
    path = write(tmp_path, OWN)
    table = load_table(path)
    assert (table.info.source, table.info.version, table.info.updated) == (str(path), "7", "2026-01-31")
    assert table.operator == "Example Brokers"
    assert table.hosts == (
        Host(
            id="gw",
            label="Gateway",
            host="gw_1.example.com",
            ports=(4000,),
            group=Group.WEBSITE,
            service="trading",
            source="the example",
            evidence=Evidence.SINGLE,
        ),
    )
    assert (table.controls, table.resolvers) == ((), ())


def test_the_built_in_table_is_what_a_check_of_its_file_leads_to() -> None:
    path = Path(conntest.__file__).parents[1] / "hosts.yaml"
    built_in = load_table()
    checked = load_table(path)
    assert checked.info.source == str(path)
    assert replace(checked, info=replace(checked.info, source="built-in")) == built_in


def test_the_built_in_table_is_read_without_pydantic() -> None:
    code = "import sys; from conntest.hosts import load_table; load_table(); sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_new_id_adds_a_row_after_the_others(tmp_path: Path) -> None:
    path = write(tmp_path, f"extends: built-in\n{NEW_ROW}")
    table, base = load_table(path), load_table()
    assert ids(table) == [*ids(base), "gw"]
    assert (table.controls, table.operator) == (base.controls, base.operator)
    assert (table.info.source, table.info.updated) == (str(path), base.info.updated)


def test_an_extension_may_have_a_version_of_its_own(tmp_path: Path) -> None:
    table = load_table(write(tmp_path, "extends: built-in\nversion: 1.0-ours\nupdated: 2026-12-01\n"))
    assert (table.info.version, table.info.updated) == ("1.0-ours", "2026-12-01")


def test_a_known_id_replaces_that_row_whole_and_in_place(tmp_path: Path) -> None:
    table = load_table(write(tmp_path, "extends: built-in\n" + NEW_ROW.replace("id: gw", "id: ndc1")))
    assert ids(table) == ids(load_table())
    assert (table.hosts[0].host, table.hosts[0].aliases, table.hosts[0].required) == ("gw_1.example.com", (), False)


def test_rows_of_any_section_can_be_removed(tmp_path: Path) -> None:
    table = load_table(write(tmp_path, "extends: built-in\nremove: [misc, control-baidu, stun-google]\n"))
    base = load_table()
    assert ids(table) == [id for id in ids(base) if id != "misc"]
    assert len(table.controls) == len(base.controls) - 1
    assert len(table.echo_services) == len(base.echo_services) - 1


def test_sections_whose_rows_are_commented_out_are_empty(tmp_path: Path) -> None:
    assert load_table(write(tmp_path, OWN + "controls:\n  # - id: x\ncanaries: []\n")).controls == ()


def test_what_yaml_takes_for_numbers_or_truth_stays_text_where_a_text_belongs(tmp_path: Path) -> None:
    text = OWN.replace("label: Gateway", "label: 010").replace("service: trading", "service: yes")
    row = load_table(write(tmp_path, text)).hosts[0]
    assert (row.label, row.service) == ("010", "yes")


def test_folded_texts_become_one_line(tmp_path: Path) -> None:
    text = OWN + "    notes: >\n      one\n      and  two\n"
    assert load_table(write(tmp_path, text)).hosts[0].notes == "one and two"


def test_names_are_kept_as_dns_carries_them(tmp_path: Path) -> None:
    text = OWN.replace("GW_1.Example.com", "bücher.example") + "    aliases: [192.0.2.7, '2001:DB8::0']\n"
    row = load_table(write(tmp_path, text)).hosts[0]
    assert (row.host, row.aliases) == ("xn--bcher-kva.example", ("192.0.2.7", "2001:db8::"))


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    assert load_table(path).operator == "Example Brokers"


def test_an_installed_package_brings_its_table(tmp_path: Path) -> None:
    package = Path(conntest.__file__).parent
    shutil.copytree(package, tmp_path / "conntest", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(package.parent / "hosts.yaml", tmp_path / "conntest" / "hosts.yaml")
    assert where_and_how_many(tmp_path) == [str(tmp_path / "conntest" / "__init__.py"), str(len(load_table().hosts))]


#: Prints whether YAML was needed to read the table, and the table.
READ = """
import sys
from conntest.hosts import load_table
table = load_table()
print("yaml" in sys.modules, table)
"""


def read_by(package: Path) -> list[str]:
    """Whether YAML was needed to read the table of the package in the folder, and the table."""
    done = subprocess.run([sys.executable, "-c", READ], cwd=package, capture_output=True, text=True, check=True)
    return done.stdout.rstrip().split(" ", maxsplit=1)


def test_a_built_package_reads_its_table_without_yaml_until_it_is_edited(tmp_path: Path) -> None:
    package = Path(conntest.__file__).parent
    shutil.copytree(package, tmp_path / "conntest", ignore=shutil.ignore_patterns("__pycache__", "hosts.json"))
    text = (package.parent / "hosts.yaml").read_bytes()
    yaml, made = tmp_path / "conntest" / "hosts.yaml", tmp_path / "conntest" / "hosts.json"
    shipped = str(load_table())
    yaml.write_bytes(text)
    assert read_by(tmp_path) == ["True", shipped]
    made.write_bytes(prepared(text))
    assert read_by(tmp_path) == ["False", shipped]
    yaml.write_bytes(text.replace(b"\noperator: Interactive Brokers\n", b"\noperator: Example\n"))
    assert read_by(tmp_path) == ["True", str(replace(load_table(), operator="Example"))]


def test_a_package_in_a_zip_brings_its_table(tmp_path: Path) -> None:
    package = Path(conntest.__file__).parent
    with zipfile.ZipFile(tmp_path / "app.zip", "w") as archive:
        for path in package.rglob("*.py"):
            archive.write(path, Path("conntest") / path.relative_to(package))
        archive.write(package.parent / "hosts.yaml", "conntest/hosts.yaml")
    where, rows = where_and_how_many(tmp_path, str(tmp_path / "app.zip"))
    assert where.startswith(str(tmp_path / "app.zip"))
    assert rows == str(len(load_table().hosts))


def where_and_how_many(folder: Path, first_on_path: str = "") -> list[str]:
    """Where a Python in `folder` finds the package, and how many hosts its table has."""
    code = (
        f"import sys; sys.path.insert(0, {first_on_path!r}); from conntest.hosts import load_table; import conntest; "
        "print(conntest.__file__, len(load_table().hosts))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.split()
