"""One finished report, in every form that people file. A renderer computes nothing and judges nothing."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from conntest.model.report import Report


def _json(report: Report) -> str:
    from conntest.render.document import to_json

    return to_json(report)


def _txt(report: Report) -> str:
    from conntest.render.terminal import to_text

    return to_text(report)


#: A file's suffix, without the dot, and what writes such a file. Each imports its libraries when it is called: a run
#: that prints text must not pay for pydantic. A new format is one file and one line.
FORMATS: Mapping[str, Callable[[Report], str]] = MappingProxyType({"json": _json, "txt": _txt})
