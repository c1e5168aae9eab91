"""How a report lies in a file: each certificate once, an observation a line.

A run is shown the same chains again and again. In the document, `certificates` holds each one under its fingerprint,
and a chain is a list of those. Where sharing took fingerprints out, or a part of a certificate, so that two different
ones have the same, the later ones get a number.
"""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

#: Keys of the document whose values are lists, or mappings, of records: one a line, without indentation.
_ONE_A_LINE = ("endpoints", "observations", "certificates")

#: After this key, the certificates.
_BEFORE = "observations"


def packed(document: dict[str, Any]) -> dict[str, Any]:
    """`document`, in which every chain holds its certificates, with `certificates` and chains of their names. The
    chains of the given document are replaced."""
    certificates: dict[str, Any] = {}
    for detail in _with_chains(document):
        detail["chain"] = [_name(certificate, certificates) for certificate in detail["chain"]]
    return _inserted(document, certificates)


def _name(certificate: dict[str, Any], known: dict[str, Any]) -> str:
    """The key of `certificate` in `known`, to which it is added."""
    fingerprint = certificate["sha256"]
    names = (fingerprint if number == 1 else f"{fingerprint}-{number}" for number in count(1))
    return next(name for name in names if known.setdefault(name, certificate) == certificate)


def _inserted(document: dict[str, Any], certificates: dict[str, Any]) -> dict[str, Any]:
    done: dict[str, Any] = {}
    for key, value in document.items():
        done[key] = value
        if key == _BEFORE:
            done["certificates"] = certificates
    return done


class MissingCertificates(ValueError):
    """A chain names what `certificates` has not. The message is a clause for the user, with the place."""


def unpack(document: dict[str, Any]) -> None:
    """Put the certificates of a document that was read into its chains. Raises MissingCertificates. What else may be
    wrong with it is left as it is."""
    certificates = document.pop("certificates", None)
    if not isinstance(certificates, dict):
        raise MissingCertificates("certificates: Field required")
    for detail in _with_chains(document):
        detail["chain"] = [_found(name, certificates) for name in detail["chain"]]


def _found(name: Any, certificates: dict[str, Any]) -> Any:
    if isinstance(name, str) and name in certificates:
        return certificates[name]
    raise MissingCertificates(f"certificates: {name!a:.80} is in a chain and not in here")


def _with_chains(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The details of steps that hold a chain, as far as the document is what it should be."""
    for seen in _records(document.get("observations")):
        for step in _records(seen.get("steps")):
            detail = step.get("detail")
            if isinstance(detail, dict) and isinstance(detail.get("chain"), list):
                yield detail


def _records(value: Any) -> Iterator[dict[str, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def laid_out(document: dict[str, Any]) -> str:
    """JSON text: indented, but for the long lists."""
    return "{\n" + ",\n".join(f'  "{key}": {_value(key, value)}' for key, value in document.items()) + "\n}\n"


def _value(key: str, value: Any) -> str:
    if key not in _ONE_A_LINE or not value:
        return _text(value, indent=2).replace("\n", "\n  ")
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"    {_text(name)}: {_text(one)}" for name, one in value.items()) + "\n  }"
    return "[\n" + ",\n".join(f"    {_text(one)}" for one in value) + "\n  ]"


def _text(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, indent=indent, ensure_ascii=False, allow_nan=False)


def describe(schema: dict[str, Any]) -> None:
    """Change the schema of a report whose chains hold certificates to what `packed` makes of it."""
    schema["$defs"]["TlsDetail"]["properties"]["chain"]["items"] = {"type": "string"}
    certificates = {
        "type": "object",
        "description": "Each certificate that was presented, by its SHA-256 fingerprint.",
        "additionalProperties": {"$ref": "#/$defs/Certificate"},
    }
    schema["properties"] = _inserted(schema["properties"], certificates)
