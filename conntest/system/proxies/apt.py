"""The proxies of apt, which nothing else uses (apt.conf(5))."""

import re
from collections.abc import Iterator

from conntest.language import N_
from conntest.model.proxy import Scope, Traffic
from conntest.system.proxies.proxy_url import ParsedProxy, parse_proxy
from conntest.system.proxies.setting import ParsedSetting, manual

#: `Scope::Name`, a string, a sign, or a comment.
_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z)|\#[^\n]*)|"(?P<string>[^"\n]*)"|(?P<sign>[{};])|(?P<word>[^\s"{};]+)""",
    re.DOTALL,
)

#: Files of apt.conf.d that apt reads: by their names, others are passed over in silence.
_READ = re.compile(r"[A-Za-z0-9_-]+(?:\.conf)?|[A-Za-z0-9_.-]+\.conf")

_KINDS = {"acquire::http::proxy": Traffic.HTTP, "acquire::https::proxy": Traffic.HTTPS}

#: Scopes inside scopes: apt's own have three.
_DEEPEST = 12

_ONLY_APT = N_("Only apt uses it.")


def is_read(name: str) -> bool:
    """Whether apt reads a file of this name in apt.conf.d: one without an extension, or with `.conf`."""
    return bool(_READ.fullmatch(name))


def parse_apt(text: str, path: str) -> Iterator[ParsedSetting]:
    """The proxies of one file. `DIRECT` asks for none."""
    for name, value in items(text):
        traffic = _KINDS.get(name.lower())
        if traffic and value and value.upper() != "DIRECT":
            yield _setting(parse_proxy(value), path, traffic)


def items(text: str) -> Iterator[tuple[str, str]]:
    """Every `name "value";`, names with the scopes that they stand in. A scope is opened by `{`, or by `::`."""
    scopes: list[str] = []
    name: str | None = None
    value = ""
    for match in _TOKEN.finditer(text):
        sign = match.group("sign")
        if match.group("word"):
            name = name or match.group("word")
        elif match.group("string") is not None:
            value = value or match.group("string")
        elif sign == "{":
            scopes.append(name or "")
            name, value = None, ""
        elif sign == ";":
            if name and value and len(scopes) < _DEEPEST:
                yield "::".join(filter(None, (*scopes, name))), value
            name, value = None, ""
        elif sign == "}":
            del scopes[-1:]
            name, value = None, ""


def _setting(named: ParsedProxy, path: str, traffic: Traffic) -> ParsedSetting:
    return manual(
        named,
        id=f"apt:{path}:{traffic}",
        source=f"{path}, Acquire::{traffic}::Proxy",
        scopes=(Scope.SERVICES,),
        traffic=(traffic,),
        note=_ONLY_APT,
    )
