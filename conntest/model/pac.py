"""Proxy setup scripts (PAC): what came of fetching and running one."""

from dataclasses import dataclass
from enum import StrEnum

from conntest.model.failure import Failure
from conntest.model.privacy import Content, HostName, Id, Link, Words
from conntest.model.proxy import Proxy


class PacOutcome(StrEnum):
    """What became of a script."""

    EVALUATED = "evaluated"
    #: Automatic detection looked where a script would be, and there is none: the usual case.
    NOT_OFFERED = "not-offered"
    NOT_FETCHED = "not-fetched"
    TOO_LARGE = "too-large"
    #: A web page, or nothing at all, came instead.
    NO_SCRIPT = "no-script"
    #: It does not parse, or stops with an error.
    THROWS = "throws"
    #: It defines no `FindProxyForURL`.
    NO_FUNCTION = "no-function"
    ENDLESS = "endless"
    EATS_MEMORY = "eats-memory"
    #: Its answer is not DIRECT, nor a list of proxies.
    RUBBISH = "rubbish"
    #: It could not be run here, for want of a JavaScript engine most often, so nothing is known of it.
    NOT_RUN = "not-run"


@dataclass(frozen=True, slots=True, kw_only=True)
class PacDecision:
    """What the script says of one host. `choices` are path ids in the order they are to be tried: `direct`, or a
    proxy's. `answer` is the script's own text, made printable."""

    host: HostName
    answer: Content
    choices: tuple[Id, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PacReport:
    """`setting` is the id of the setting that names the script; `url` where it was looked for last, and `reason` says
    in words what went wrong. `names` are those that the script looked up itself; `proxies` all that its decisions
    name; `evidence` the observations of fetching it."""

    setting: Id
    url: Link | None
    outcome: PacOutcome
    reason: Words | None = None
    failure: Failure | None = None
    size_bytes: int | None = None
    decisions: tuple[PacDecision, ...] = ()
    proxies: tuple[Proxy, ...] = ()
    names: tuple[HostName, ...] = ()
    evidence: tuple[Id, ...] = ()
