"""What a host table may hold: its sections, the keys of a row of each, and which of them go together.

Only a table that is checked loads this module, because pydantic takes longer to load than the built-in table.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, ClassVar, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from conntest.hosts import values
from conntest.hosts.errors import Complaint, Location
from conntest.hosts.marked import Fields, Items, Node, Scalar, quote
from conntest.hosts.values import Unfit
from conntest.model.host import OPERATOR_GROUPS, EchoKind, Evidence, Group, Region, ResetEffect, Role, Weekday
from conntest.values import dataclass

BUILT_IN = "built-in"

#: In one list. The longest one of the built-in table has some fifty rows, and each more host makes every run longer.
MAX_ITEMS = 1_000

PORTS = "a list of port numbers from 1 to 65535, such as [443]"
WHOLE = f"a mapping with version, updated, operator and hosts, or with extends: {BUILT_IN}"

_WEB = ("https", "http")
_DNS = ("dns",)

#: How each kind of echo service is asked.
_SCHEMES: Mapping[EchoKind, tuple[str, ...]] = {
    EchoKind.TEXT: _WEB,
    EchoKind.JSON: _WEB,
    EchoKind.TRACE: _WEB,
    EchoKind.HTML: _WEB,
    EchoKind.DNS_TXT: _DNS,
    EchoKind.DNS_ADDRESS: _DNS,
    EchoKind.DNS_CHAOS_TXT: _DNS,
    EchoKind.STUN: ("stun",),
}


class Misfit(ValueError):
    """What a validator complains of. Locations are relative to the value that it looked at."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        super().__init__()
        self.complaints = tuple(complaints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One value: `read` makes it from the text that stands in the file, or raises Unfit, whose text says what was
    expected where it is not `expects`. `words` are those that are allowed, where there is a list of them."""

    expects: str
    read: Callable[[Scalar], object]
    nullable: bool = False
    words: Collection[str] = ()

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validate)

    def _validate(self, node: Node) -> object:
        expects = self.expects
        if isinstance(node, Scalar):
            if not node.is_null:
                try:
                    return self.read(node)
                except Unfit as unfit:
                    expects = str(unfit) or expects
            elif self.nullable:
                return None
        raise Misfit([Complaint(at=(), expected=expects, words=self.words)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list; null is an empty one where `nullable`."""

    expects: str
    nullable: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._validate, handler(source))

    def _validate(self, node: Node) -> Items:
        if self.nullable and isinstance(node, Scalar) and node.is_null:
            return Items(node.line)
        if not isinstance(node, Items):
            raise Misfit([Complaint(at=(), expected=self.expects)])
        if len(node) > MAX_ITEMS:
            raise Misfit([Complaint(at=(), expected=f"at most {MAX_ITEMS:,}", found=f"a list of {len(node):,}")])
        return node


def text(expects: str) -> Kind:
    """A text of one or more words."""
    return Kind(expects=expects, read=lambda scalar: values.words(scalar.text))


def choice(allowed: Iterable[StrEnum | str]) -> Kind:
    """One of the words of a closed list."""
    words = {str(value): value for value in allowed}

    def read(scalar: Scalar) -> object:
        if scalar.text not in words:
            raise Unfit
        return words[scalar.text]

    return Kind(expects=f"one of {', '.join(words)}", read=read, words=words)


def number(meaning: str, lowest: int, highest: int) -> Kind:
    """A whole number in decimal digits, without quotes."""
    expects = f"{meaning} from {lowest} to {highest}"

    def read(scalar: Scalar) -> object:
        value = values.whole_number(scalar.text)
        if not lowest <= value <= highest:
            raise Unfit
        if not scalar.plain:
            raise Unfit(f"{expects}, without quotes")
        return value

    return Kind(expects=expects, read=read)


def url_of(*schemes: str) -> Kind:
    """A URL with one of `schemes`."""
    expects = "a URL that begins with " + " or ".join(f'"{scheme}://"' for scheme in schemes)
    return Kind(expects=expects, read=lambda scalar: values.url(scalar.text, schemes))


def _truth(scalar: Scalar) -> bool:
    if not scalar.plain:
        raise Unfit
    return values.truth(scalar.text)


def _built_in(scalar: Scalar) -> str:
    if scalar.text != BUILT_IN:
        raise Unfit
    return BUILT_IN


def _of(read: Callable[[str], object], expects: str) -> Kind:
    return Kind(expects=expects, read=lambda scalar: read(scalar.text))


_ID = _of(values.identifier, 'an id of small letters, digits, "-", "_" and ".", of at most 64 characters')
_HOST = _of(values.host, "a host name")
_ADDRESS = _of(values.address, "an IP address")
_TRUTH = Kind(expects="true or false", read=_truth)
_PORT = number("a port number", 1, 65535)
_NO_NOTES = replace(text("a text"), nullable=True)
_DATE = _of(values.day, "a date such as 2026-11-22")
_TIME = _of(values.clock_time, 'a time of day such as "00:15"')

Id = Annotated[str, _ID]
Ports = Annotated[tuple[Annotated[int, _PORT], ...], Listed(expects=PORTS)]
Operator = Annotated[str, text("a text: who runs it")]
Why = Annotated[str, text("a text: why it is contacted")]
Source = Annotated[str, text("a text: where the row comes from")]
Truth = Annotated[bool, _TRUTH]
EvidenceOfRow = Annotated[Evidence, choice(Evidence)]
Notes = Annotated[str | None, _NO_NOTES]


class _Row(BaseModel):
    """Keys are those of the file, with "-" for the "_" of a field here and in `conntest.model`."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-"))

    @model_validator(mode="after")
    def _check(self) -> "_Row":
        if complaints := tuple(self.complaints()):
            raise Misfit(complaints)
        return self

    def complaints(self) -> Iterator[Complaint]:
        """What is wrong with keys that depend on one another, once each of them is right by itself."""
        return iter(())


class HostRow(_Row):
    id: Id
    label: Annotated[str, text("a text: what people call it")]
    host: Annotated[str | None, replace(_HOST, nullable=True)]
    aliases: Annotated[tuple[Annotated[str, _HOST], ...], Listed(expects="a list of host names")] = ()
    ports: Ports
    optional_ports: Ports = ()
    group: Annotated[Group, choice(OPERATOR_GROUPS)]
    region: Annotated[Region | None, replace(choice(Region), nullable=True)] = None
    role: Annotated[Role, choice(Role)] = Role.NONE
    service: Annotated[str, text("a text: what it is for")]
    required: Truth = False
    answers_ping: Annotated[bool | None, replace(_TRUTH, nullable=True)] = None
    source: Source
    evidence: EvidenceOfRow
    notes: Notes = None

    def complaints(self) -> Iterator[Complaint]:
        """Gateways have a region and a role, a host has a port, and one whose name is not known is not relied on."""
        yield from self._gateway() if self.group is Group.GATEWAY else self._not_gateway()
        if not self.ports and not self.optional_ports:
            yield Complaint(at=("ports",), expected=f'{PORTS}, here or under "optional-ports"')
        if twice := [str(port) for port in self.optional_ports if port in self.ports]:
            yield Complaint(at=("optional-ports",), expected='no port of "ports" again', found=", ".join(twice))
        if self.host is None:
            yield from self._unknown_host()
        elif self.host in self.aliases:
            yield Complaint(at=("aliases",), expected="other names than the host's own", found=quote(self.host))

    def _gateway(self) -> Iterator[Complaint]:
        if self.region is None:
            found = 'a gateway without "region"'
            yield Complaint(at=("region",), expected=f"one of {', '.join(Region)}", found=found)
        if self.role is Role.NONE:
            yield Complaint(at=("role",), expected="primary or backup", found='a gateway without "role"')

    def _not_gateway(self) -> Iterator[Complaint]:
        why = f'only rows of group "gateway" have one, and this is a "{self.group}"'
        if self.region is not None:
            yield Complaint(at=("region",), expected=f"none: {why}")
        if self.role is not Role.NONE:
            yield Complaint(at=("role",), expected=f'"-": {why}')

    def _unknown_host(self) -> Iterator[Complaint]:
        why = "where the host is null, because it cannot be probed"
        if self.required:
            yield Complaint(at=("required",), expected=f"false {why}")
        if self.aliases:
            yield Complaint(at=("aliases",), expected=f"none {why}")


def _no_ports(ports: tuple[int, ...]) -> Iterator[Complaint]:
    """A row without ports would be probed nowhere."""
    if not ports:
        yield Complaint(at=("ports",), expected=PORTS)


class ControlRow(_Row):
    id: Id
    host: Annotated[str, _HOST]
    ports: Ports
    operator: Operator
    why: Why

    def complaints(self) -> Iterator[Complaint]:
        return _no_ports(self.ports)


class CaptiveCheckRow(_Row):
    id: Id
    #: TLS would hide the page from a network that wants to replace it.
    url: Annotated[str, url_of("http")]
    status: Annotated[int, number("an HTTP status", 100, 599)]
    body: Annotated[str | None, replace(_of(values.body, "a text, or null for an empty body"), nullable=True)]
    operator: Operator
    why: Why


class CanaryRow(_Row):
    id: Id
    address: Annotated[str, _of(values.documentation_address, "an address reserved for documentation")]
    ports: Ports
    why: Why

    def complaints(self) -> Iterator[Complaint]:
        return _no_ports(self.ports)


class EchoServiceRow(_Row):
    id: Id
    url: Annotated[str, url_of("https", "http", "dns", "stun")]
    kind: Annotated[EchoKind, choice(EchoKind)]
    operator: Operator
    mainland_china: Truth = False
    why: Why

    def complaints(self) -> Iterator[Complaint]:
        """How a service is asked and how its answer is read belong together."""
        schemes, parts = _SCHEMES[self.kind], urlsplit(self.url)
        if parts.scheme not in schemes:
            expected = f'a URL that begins with {schemes[0]}://, because its kind is "{self.kind}"'
            yield Complaint(at=("url",), expected=expected)
        elif parts.scheme == "stun" and (parts.port is None or parts.path):
            yield Complaint(at=("url",), expected="stun://host:port")
        elif parts.scheme == "dns" and not values.is_host(parts.path.removeprefix("/")):
            yield Complaint(at=("url",), expected="dns://server/name")


class ResolverRow(_Row):
    id: Id
    address: Annotated[str, _ADDRESS]
    operator: Operator
    why: Why


class ResetWindowRow(_Row):
    id: Id
    regions: Annotated[
        tuple[Annotated[Region, choice(Region)], ...],
        Listed(expects="a list of regions, or null for all of them", nullable=True),
    ]
    days: Annotated[
        tuple[Annotated[Weekday, choice(Weekday)], ...],
        Listed(expects="a list of the days on which it begins, such as [monday]"),
    ]
    begins: Annotated[time, _TIME]
    ends: Annotated[time, _TIME]
    zone: Annotated[str, _of(values.time_zone, "a time zone of the IANA database, such as America/New_York")]
    effect: Annotated[ResetEffect, choice(ResetEffect)]
    source: Source
    as_of: Annotated[date, _DATE]
    evidence: EvidenceOfRow
    notes: Notes = None

    def complaints(self) -> Iterator[Complaint]:
        """A window begins on some day and takes less than one."""
        if not self.days:
            yield Complaint(at=("days",), expected="at least one day")
        if self.begins == self.ends:
            yield Complaint(at=("ends",), expected="another time than it begins")


_ROWS = Listed(expects="a list of rows", nullable=True)


class Sections(_Row):
    """Every section by its key in the file, in the order of the file. Their rows become those of the model's
    HostTable of the same name."""

    hosts: Annotated[tuple[HostRow, ...], _ROWS] = ()
    controls: Annotated[tuple[ControlRow, ...], _ROWS] = ()
    push: Annotated[tuple[ControlRow, ...], _ROWS] = ()
    captive_checks: Annotated[tuple[CaptiveCheckRow, ...], _ROWS] = ()
    canaries: Annotated[tuple[CanaryRow, ...], _ROWS] = ()
    echo_services: Annotated[tuple[EchoServiceRow, ...], _ROWS] = ()
    resolvers: Annotated[tuple[ResolverRow, ...], _ROWS] = ()
    reset_windows: Annotated[tuple[ResetWindowRow, ...], _ROWS] = ()


class Table(Sections):
    """A table that stands for itself."""

    remove: ClassVar[tuple[str, ...]] = ()
    version: Annotated[str, text("a version, such as 1.0")]
    updated: Annotated[date, _DATE]
    operator: Annotated[str, text("a text: who the hosts belong to")]
    hosts: Annotated[tuple[HostRow, ...], _ROWS]

    def complaints(self) -> Iterator[Complaint]:
        if not self.hosts:
            yield Complaint(at=("hosts",), expected="at least one row")


class Extension(Sections):
    """A file that adds to the built-in table, replaces rows of it and removes some."""

    version: Annotated[str | None, text("a version, such as 1.0")] = None
    updated: Annotated[date | None, _DATE] = None
    operator: Annotated[str | None, text("a text: who the hosts belong to")] = None
    extends: Annotated[str, Kind(expects=f"{BUILT_IN}, the one table that can be extended", read=_built_in)]
    remove: Annotated[
        tuple[Annotated[str, _ID], ...], Listed(expects="a list of ids of rows of the built-in table", nullable=True)
    ] = ()


#: The schema of the rows of each section.
_ROW_OF: Mapping[str, type[_Row]] = {
    field.alias or "": get_args(field.annotation)[0] for field in Sections.model_fields.values()
}

#: Every key that a file can have at its top.
_TOP = ("version", "updated", "operator", "extends", "remove", *_ROW_OF)


def check(root: Fields) -> tuple[Table | Extension | None, list[Complaint]]:
    """The table or extension that a file holds, or None and all that is wrong with it."""
    form = Extension if "extends" in root else Table
    try:
        return form.model_validate(root), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return None, [complaint for detail in details for complaint in _complaints(form, detail)]


def _complaints(form: type[_Row], detail: ErrorDetails) -> Iterator[Complaint]:
    at = detail["loc"]
    match detail["type"]:
        case "value_error":
            misfit = detail["ctx"]["error"]
            assert isinstance(misfit, Misfit), "validators of this module raise nothing else"
            yield from (replace(complaint, at=(*at, *complaint.at)) for complaint in misfit.complaints)
        case "missing":
            yield Complaint(at=at, expected=_expects(_keys(form, at)[str(at[-1])]), found=f'no "{at[-1]}"')
        case "extra_forbidden" if at == ("remove",):
            yield Complaint(at=at, expected=f"extends: {BUILT_IN} beside it", found='"remove" without "extends"')
        case "extra_forbidden":
            known = _TOP if len(at) == 1 else tuple(_keys(form, at))
            yield Complaint(
                at=at,
                expected=f"one of {', '.join(known)}",
                found="an unknown key",
                words=known,
                key=str(at[-1]),
                guess='perhaps "{}"',
            )
        case "model_type":
            *most, last = (key for key, field in _keys(form, at).items() if field.is_required())
            yield Complaint(at=at, expected=f"a row with {', '.join(most)} and {last}")
        case other:
            raise AssertionError(f"no validator of this module complains of {other}")


def _keys(form: type[_Row], at: Location) -> dict[str, FieldInfo]:
    """The fields of the row that `at` leads into, or of the file where it leads into none."""
    if len(at) > 1:
        form = _ROW_OF[str(at[0])]
    return {field.alias or name: field for name, field in form.model_fields.items()}


def _expects(field: FieldInfo) -> str:
    return next(kind.expects for kind in field.metadata if isinstance(kind, Kind | Listed))
