"""The texts of data files that people read: the host table's, and those of the demo's scenarios."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]

#: By file, the keys whose values are said to people. All else is a name, an address or a code.
SAID = {
    ROOT / "hosts.yaml": ("label", "service", "source", "notes", "why"),
    **{path: ("title", "story") for path in sorted((ROOT / "conntest/lab/scenarios").glob("*.yaml"))},
}


def data_texts() -> Iterator[tuple[Path, str]]:
    """Every such text with its file, as the program reads it: `conntest.render.words.data` translates it."""
    for path, keys in SAID.items():
        yield from ((path, text) for text in _texts(yaml.safe_load(path.read_text(encoding="utf-8")), keys))


def _texts(value: Any, keys: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, list):
        yield from (text for inner in value for text in _texts(inner, keys))
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in keys and isinstance(inner, str):
                # A host with a role is called by that, and by its region.
                yield from [] if key == "label" and "role" in value else [inner]
            else:
                yield from _texts(inner, keys)
