"""The built-in table as it is read quickest: `hosts.json`, made from `hosts.yaml` when the package is built.

YAML takes ten times as long, most of it to load its library. `hosts.json` names the text that it was made from, so that
`hosts.yaml` is read itself where it was edited since. The build loads this file by its path, so nothing is imported
from other files of the package.
"""

import json
import zlib
from typing import Any


def prepared(text: bytes) -> bytes:
    """`hosts.json` for the text of `hosts.yaml`. Dates become texts, as in YAML's own notation."""
    return json.dumps({"of": zlib.crc32(text), "table": from_yaml(text)}, default=str).encode()


def content(text: bytes, made: bytes | None) -> dict[str, Any]:
    """The values of the table in `text`: those of `made`, if that was made from this text, or read as YAML."""
    if made is not None:
        document = json.loads(made)
        if document["of"] == zlib.crc32(text):
            table: dict[str, Any] = document["table"]
            return table
    return from_yaml(text)


def from_yaml(text: bytes) -> dict[str, Any]:
    """The values of the table in `text`."""
    import yaml  # late: it takes longer to load than everything else that the table needs

    values: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return values
