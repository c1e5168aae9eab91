"""What became of each endpoint, and why a verdict is in doubt: facts, of which words are made at the edge."""

from enum import StrEnum

from conntest.model.addresses import SpecialPurpose
from conntest.model.failure import Failure
from conntest.model.host import Group
from conntest.model.observation import Protocol
from conntest.model.privacy import Address, HostName, Id
from conntest.values import dataclass


class Condition(StrEnum):
    """What became of an endpoint, as a table notes it."""

    NOT_TESTED = "not-tested"
    #: The name was looked up, and no address came of it.
    NAME_MISSING_EVERYWHERE = "name-missing-everywhere"
    NAME_MISSING = "name-missing"
    NAME_UNRESOLVED = "name-unresolved"
    NO_USABLE_ADDRESS = "no-usable-address"
    BOGUS_ADDRESS = "bogus-address"
    #: No address accepted a connection: `failure` says how most attempts ended.
    CLOSED = "closed"
    #: An address that must not answer was silent, or accepted a connection.
    SILENT_AS_EXPECTED = "silent-as-expected"
    ACCEPTED_AGAINST_EXPECTATION = "accepted-against-expectation"
    #: A sign-in page check got the page that it expects, or another one with `http_status`.
    PAGE_AS_EXPECTED = "page-as-expected"
    PAGE_OTHERWISE = "page-otherwise"
    #: Connected, and what came back.
    OPEN = "open"
    GATEWAY_ANSWERS = "gateway-answers"
    TLS_ANSWERS = "tls-answers"
    HTTP_ANSWERS = "http-answers"
    NOT_A_GATEWAY = "not-a-gateway"
    NOT_TLS = "not-tls"
    BAD_CERTIFICATE = "bad-certificate"
    TLS_ERROR = "tls-error"
    CUT = "cut"
    SWALLOWED = "swallowed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointState:
    """`failing_address` is one of several that fails although the endpoint works; the other facts belong to the
    condition that names them."""

    condition: Condition
    failure: Failure | None = None
    http_status: int | None = None
    protocol: Protocol | None = None
    special_purpose: SpecialPurpose | None = None
    failing_address: Address | None = None


class DoubtKind(StrEnum):
    """Why it cannot be said that something works."""

    #: Of gateways, and of what the portal needs.
    NOT_PART_OF_RUN = "not-part-of-run"
    RUN_ENDED_EARLY = "run-ended-early"
    NAMES_DO_NOT_RESOLVE = "names-do-not-resolve"
    PROBES_CRASHED = "probes-crashed"
    #: This computer had no descriptors, buffers or memory left.
    RESOURCES_EXHAUSTED = "resources-exhausted"
    NOT_TESTED = "not-tested"
    OPEN_WITHOUT_ANSWER = "open-without-answer"
    NOT_USABLE = "not-usable"
    UNVERIFIED = "unverified"
    #: The operator takes every service down at this time.
    MAINTENANCE = "maintenance"
    #: Of proxies.
    NO_PROXY_SET = "no-proxy-set"
    SCRIPT_NAMES_NO_TESTED_PROXY = "script-names-no-tested-proxy"
    PROXY_RUN_ENDED_EARLY = "proxy-run-ended-early"
    NOTHING_THROUGH_PROXY = "nothing-through-proxy"
    #: Of the public address.
    NO_THIRD_PARTIES = "no-third-parties"
    NO_SAMPLES = "no-samples"
    UNCONFIRMED = "unconfirmed"
    NO_ECHO_SERVICE = "no-echo-service"
    ECHO_UNREACHABLE = "echo-unreachable"
    #: Of names.
    NO_LOOKUP = "no-lookup"
    NO_OWN_NAME_FOUND = "no-own-name-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """`group` is what could not be told of: gateways or portal hosts; `own_region`, that only those of the user's
    region count. `hosts` and `proxies` are those concerned."""

    kind: DoubtKind
    group: Group | None = None
    own_region: bool = False
    hosts: tuple[HostName, ...] = ()
    proxies: tuple[Id, ...] = ()
