"""The sections of a table: which keys a row of each has, and which of them go together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conntest.hosts import checks, kinds
from conntest.hosts.checks import PORTS, Fields
from conntest.hosts.kinds import Key, choice, url_of
from conntest.model.host import (
    OPERATOR_GROUPS,
    Canary,
    CaptiveCheck,
    Control,
    EchoKind,
    EchoService,
    Evidence,
    Host,
    Region,
    Resolver,
    Role,
)

TableRow = Host | Control | CaptiveCheck | Canary | EchoService | Resolver


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`name` is its key in the file. `check` looks at keys that depend on one another, once each was read alone."""

    name: str
    keys: Mapping[str, Key]
    build: Callable[..., TableRow]
    check: Callable[[Fields], None]

    @property
    def attribute(self) -> str:
        """Its name in the model's HostTable."""
        return self.name.replace("-", "_")


_ID = Key(kind=kinds.ID, required=True)
_OPERATOR = Key(kind=kinds.text("a text: who runs it"), required=True)
_WHY = Key(kind=kinds.text("a text: why it is contacted"), required=True)
_PORT_LIST = Key(kind=kinds.PORT, required=True, listed=PORTS)

_HOSTS = {
    "id": _ID,
    "label": Key(kind=kinds.text("a text: what people call it"), required=True),
    "host": Key(kind=kinds.HOST, required=True, nullable=True),
    "aliases": Key(kind=kinds.HOST, listed="a list of host names"),
    "ports": _PORT_LIST,
    "optional-ports": Key(kind=kinds.PORT, listed=PORTS),
    "group": Key(kind=choice(OPERATOR_GROUPS), required=True),
    "region": Key(kind=choice(Region), nullable=True),
    "role": Key(kind=choice(Role)),
    "service": Key(kind=kinds.text("a text: what it is for"), required=True),
    "required": Key(kind=kinds.TRUTH),
    "answers-ping": Key(kind=kinds.TRUTH, nullable=True),
    "source": Key(kind=kinds.text("a text: where the row comes from"), required=True),
    "evidence": Key(kind=choice(Evidence), required=True),
    "notes": Key(kind=kinds.text("a text"), nullable=True),
}
_CONTROLS = {
    "id": _ID,
    "host": Key(kind=kinds.HOST, required=True),
    "ports": _PORT_LIST,
    "operator": _OPERATOR,
    "why": _WHY,
}
_CAPTIVE_CHECKS = {
    "id": _ID,
    # TLS would hide the page from whoever wants to replace it.
    "url": Key(kind=url_of("http"), required=True),
    "status": Key(kind=kinds.HTTP_STATUS, required=True),
    "body": Key(kind=kinds.BODY, required=True, nullable=True),
    "operator": _OPERATOR,
    "why": _WHY,
}
_CANARIES = {"id": _ID, "address": Key(kind=kinds.NOWHERE, required=True), "ports": _PORT_LIST, "why": _WHY}
_ECHO_SERVICES = {
    "id": _ID,
    "url": Key(kind=url_of("https", "http", "dns", "stun"), required=True),
    "kind": Key(kind=choice(EchoKind), required=True),
    "operator": _OPERATOR,
    "mainland-china": Key(kind=kinds.TRUTH),
    "why": _WHY,
}
_RESOLVERS = {"id": _ID, "address": Key(kind=kinds.ADDRESS, required=True), "operator": _OPERATOR, "why": _WHY}

#: Every section by its key in the file, in the order of the file.
SECTIONS: Mapping[str, Section] = {
    section.name: section
    for section in (
        Section(name="hosts", keys=_HOSTS, build=Host, check=checks.host),
        Section(name="controls", keys=_CONTROLS, build=Control, check=checks.has_ports),
        Section(name="push", keys=_CONTROLS, build=Control, check=checks.has_ports),
        Section(name="captive-checks", keys=_CAPTIVE_CHECKS, build=CaptiveCheck, check=checks.none),
        Section(name="canaries", keys=_CANARIES, build=Canary, check=checks.has_ports),
        Section(name="echo-services", keys=_ECHO_SERVICES, build=EchoService, check=checks.echo_service),
        Section(name="resolvers", keys=_RESOLVERS, build=Resolver, check=checks.none),
    )
}
