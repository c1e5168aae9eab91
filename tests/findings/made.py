"""Findings with arbitrary facts, made by their types alone: a new finding is among them without a line here."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from conntest.findings import every_finding
from conntest.findings.base import Conclusion
from conntest.model.privacy import Kind

#: What a host, a file or a certificate may be called. Braces and signs must come through a sentence unharmed.
_NAMES = st.sampled_from(
    ["ndc1.ibllc.com", "81.2.69.160", "2a02::1", "socks5://10.0.0.1:1080", "Zscaler “Root” {x}", "~/Jts", "", "名前"]
)


#: What texts of each kind may be.
Texts = Mapping[Kind, st.SearchStrategy[Any]]


def of_type(hint: Any, texts: Texts = MappingProxyType({})) -> st.SearchStrategy[Any]:
    """Values of a field's type."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return texts[inner[1]] if inner[1] in texts else of_type(inner[0], texts)
    if origin in (Union, UnionType):
        return st.one_of(*(of_type(one, texts) for one in inner))
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(of_type(inner[0], texts), max_size=5).map(tuple)
    if origin is frozenset:
        return st.frozensets(of_type(inner[0], texts), max_size=3)
    if hint is NoneType:
        return st.none()
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint, include_extras=True)
        return st.builds(hint, **{one.name: of_type(hints[one.name], texts) for one in fields(hint) if one.init})
    return _PLAIN[hint]


_PLAIN = {
    str: _NAMES,
    int: st.integers(0, 10**6),
    float: st.floats(0, 10**8, allow_nan=False),
    bool: st.booleans(),
}


def findings(texts: Texts = MappingProxyType({})) -> st.SearchStrategy[Conclusion]:
    """Any finding, with any facts that its type allows."""
    return st.sampled_from(every_finding()).flatmap(lambda kind: of_type(kind, texts))
