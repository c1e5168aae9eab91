"""Proxy setup scripts (PAC): what came of fetching and running one."""

from enum import StrEnum

from conntest.model.failure import Failure
from conntest.model.privacy import Content, HostName, Id, Link, Words
from conntest.model.proxy import Proxy
from conntest.values import dataclass


class Browser(StrEnum):
    """Whose reading of scripts and answers it is. Chrome and Edge are Chromium."""

    CHROMIUM = "chromium"
    FIREFOX = "firefox"


class PacOutcome(StrEnum):
    """What became of a script."""

    #: It answered for one host at least.
    EVALUATED = "evaluated"
    #: Automatic detection looked where a script would be, and there is none: the usual case.
    NOT_OFFERED = "not-offered"
    NOT_FETCHED = "not-fetched"
    TOO_LARGE = "too-large"
    #: A web page, or nothing at all, came instead.
    NO_SCRIPT = "no-script"
    #: It does not parse, or stops with an error, for each host.
    THROWS = "throws"
    #: It defines no `FindProxyForURL`.
    NO_FUNCTION = "no-function"
    ENDLESS = "endless"
    EATS_MEMORY = "eats-memory"
    #: For no host its answer is DIRECT, or a list of proxies.
    RUBBISH = "rubbish"
    #: It could not be run here, for want of a JavaScript engine most often, so nothing is known of it.
    NOT_RUN = "not-run"


class PacProblem(StrEnum):
    """Why a script's answer for one host is none. Browsers then connect directly, to this host alone."""

    THREW = "threw"
    #: Nothing, a number, an object.
    NO_TEXT = "no-text"
    #: A text without a part that means anything.
    RUBBISH = "rubbish"
    #: It did not come to an answer in time. What a browser does then depends on its patience.
    ENDLESS = "endless"
    EATS_MEMORY = "eats-memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class PacDecision:
    """What the script says of one host. `choices` are path ids in the order that Chromium tries them: `direct`, or a
    proxy's; `firefox` those of Firefox, where it decides otherwise. `answer` is the script's own text, made printable,
    or what stands in its place where `problem` says that it is no answer. `ignored` counts its parts that mean
    nothing."""

    host: HostName
    answer: Content
    choices: tuple[Id, ...]
    firefox: tuple[Id, ...] | None = None
    problem: PacProblem | None = None
    ignored: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PacReport:
    """`setting` is the id of the setting that names the script; `url` where it was looked for last, and `reason` says
    in words what went wrong. `names` are those that the script looked up itself; `proxies` all that its decisions
    name; `evidence` the observations of fetching it; `not_followed_by` the browsers that do not take a script from
    such an address, and behave as if there were none."""

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
    not_followed_by: tuple[Browser, ...] = ()

    @property
    def troubled(self) -> tuple[PacDecision, ...]:
        """The decisions that are none, of which each is that host's affair."""
        return tuple(one for one in self.decisions if one.problem is not None)
