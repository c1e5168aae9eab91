"""The sites that there should be: a list, or an Ansible inventory."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from conntest.app import saved
from conntest.app.errors import UserError

#: One name on a line, as a list of sites has it. Ansible reads such a file as well.
_NAME = re.compile(r"[^\s#;\[\]=:,{}]+")


def expected_sites(file: Path) -> Sequence[str]:
    """The names in `file`, each once: one on a line (`#` begins a comment), what `ansible-inventory --list` prints, or
    any inventory where Ansible is installed. Raises UserError."""
    names = _listed(saved.text_of(file)) if file.is_file() else None
    found = tuple(dict.fromkeys(ansible_hosts(file) if names is None else names))
    if not found:
        raise UserError(f"{file}: names no site")
    return found


def ansible_hosts(inventory: Path) -> Sequence[str]:
    """The hosts of an Ansible inventory. Raises UserError, also where Ansible is not there."""
    from conntest.fleet.ansible import FleetError, inventory_hosts

    try:
        return inventory_hosts(inventory)
    except FleetError as error:
        raise UserError(str(error)) from error


def _listed(text: str) -> list[str] | None:
    """The names that can be read without Ansible; None where the file is more than a list of names."""
    if text.lstrip().startswith("{"):
        return _exported(text)
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    names = [line for line in lines if line]
    return names if all(map(_NAME.fullmatch, names)) else None


def _exported(text: str) -> list[str] | None:
    """The hosts of all groups in the output of `ansible-inventory --list`."""
    try:
        groups = json.loads(text)
    except (ValueError, RecursionError):
        return None
    listed = [group.get("hosts", ()) for name, group in groups.items() if name != "_meta" and isinstance(group, dict)]
    return [host for hosts in listed if isinstance(hosts, list) for host in hosts if isinstance(host, str)]
