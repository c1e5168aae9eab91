"""What is made when the package is built: compiled translations, and the host table as it is read quickest."""

import runpy
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Made(BuildHookInterface[Any]):
    """Every `conntest.po` becomes a `conntest.mo` beside it, which is what `gettext` reads, and `hosts.yaml` becomes
    `conntest/hosts.json`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        package = Path(self.root, "conntest")
        for source in sorted((package / "locale").rglob("conntest.po")):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text))
        prepared = runpy.run_path(str(package / "hosts" / "prepared.py"))["prepared"]
        (package / "hosts.json").write_bytes(prepared(Path(self.root, "hosts.yaml").read_bytes()))
