"""The sites that there should be, from a list or an export of Ansible's, which may be damaged."""

from pathlib import Path

import pytest

from conntest.app.errors import UserError
from conntest.app.inventory import expected_sites

EXPORT = '{"_meta": {"hostvars": {}}, "all": {"children": ["a"]}, "a": {"hosts": ["rome", "oslo"]}}'


@pytest.mark.parametrize("text", [EXPORT, "rome # the first\n\noslo\nrome\n"])
def test_each_site_is_named_once(text: str, tmp_path: Path) -> None:
    file = tmp_path / "sites"
    file.write_text(text)
    assert expected_sites(file) == ("rome", "oslo")


DAMAGED = {
    "no group": '{"a": 1}',
    "no list": '{"a": {"hosts": 5}}',
    "no names": '{"a": {"hosts": [{"x": 1}, null]}}',
    "deep": '{"a": ' + "[" * 100_000,
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_export_is_refused_with_a_sentence(what: str, tmp_path: Path) -> None:
    file = tmp_path / "sites"
    file.write_text(DAMAGED[what])
    with pytest.raises(UserError):
        expected_sites(file)
