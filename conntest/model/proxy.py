"""Proxies: where one is set, what it claims to be, and what it turned out to be. No credential is part of these."""

from enum import StrEnum

from conntest.model.addresses import host_port
from conntest.model.privacy import HostName, Id, Link, Place, Public
from conntest.values import dataclass


class Scheme(StrEnum):
    """What a proxy speaks. `socks5h` and `socks4a` leave resolving names to the proxy."""

    HTTP = "http"
    HTTPS = "https"
    SOCKS4 = "socks4"
    SOCKS4A = "socks4a"
    SOCKS5 = "socks5"
    SOCKS5H = "socks5h"


#: The schemes that can carry TWS: any TCP connection, not only the web's.
SOCKS_SCHEMES = frozenset({Scheme.SOCKS4, Scheme.SOCKS4A, Scheme.SOCKS5, Scheme.SOCKS5H})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """One proxy server. `has_credentials` says that a user name or password is set, and nothing more of them."""

    scheme: Scheme
    host: HostName
    port: int
    has_credentials: bool = False

    @property
    def id(self) -> str:
        """The path's id in a report: a URL without credentials."""
        return f"{self.scheme}://{host_port(self.host, self.port)}"


class Scope(StrEnum):
    """Whose connections a setting governs."""

    #: Browsers, and the web pages inside TWS.
    WEB = "web"
    #: Every TCP connection of a program that asks the system.
    RAW_TCP = "raw-tcp"
    #: Java programs, TWS among them.
    JAVA = "java"
    #: Command-line tools that read environment variables.
    TOOLS = "tools"
    #: System services, not TWS.
    SERVICES = "services"
    #: Chrome alone, and Edge alone: their policies.
    CHROME = "chrome"
    EDGE = "edge"
    #: Firefox alone: its policies and preferences, and what it reads of the system beyond other browsers.
    FIREFOX = "firefox"
    #: Programs in containers that Docker starts.
    CONTAINERS = "containers"


class Traffic(StrEnum):
    """What a setting leads through its proxy."""

    HTTP = "http"
    HTTPS = "https"
    #: Any other TCP connection.
    TCP = "tcp"


class How(StrEnum):
    """How a setting names its proxy."""

    MANUAL = "manual"
    PAC = "pac"
    WPAD = "wpad"
    #: It says that no proxy is to be used, and by that decides.
    DIRECT = "direct"
    NONE = "none"


class ReadBy(StrEnum):
    """A program, or a family of them, that reads settings by rules of its own."""

    #: Chrome, Edge, and the web pages inside TWS.
    CHROMIUM = "chromium"
    FIREFOX = "firefox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What `by` makes of a setting where that differs from the setting's own `proxies` and `traffic`. Without proxies,
    it takes nothing from the setting."""

    by: ReadBy
    traffic: tuple[Traffic, ...] = ()
    proxies: tuple[Proxy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxySetting:
    """One place on this machine where a proxy is set.

    `source` is where in words a user can find (`Windows Internet Settings`, `variable https_proxy`,
    `~/Jts/1037/tws.vmoptions`); `active` is false for a value that lingers behind a switch that is off;
    `traffic` is what of its scopes' connections it governs; `wins_for` are the scopes for which this setting decides on
    this machine; `malformed` says in words what could not be understood of it. `id` is `<place>:<what>`, and settings
    of one place, such as the variables of the shell, belong together. `readings` are what single programs make of it.
    """

    id: Id
    source: Place
    how: How
    scopes: tuple[Scope, ...]
    active: bool
    proxies: tuple[Proxy, ...] = ()
    traffic: tuple[Traffic, ...] = ()
    pac_url: Link | None = None
    bypass: tuple[HostName, ...] = ()
    wins_for: tuple[Scope, ...] = ()
    malformed: Public | None = None
    note: Public | None = None
    readings: tuple[Reading, ...] = ()

    @property
    def place(self) -> str:
        """Where it is set, as the first part of the id says."""
        return self.id.partition(":")[0]

    @property
    def follows_system(self) -> bool:
        """Whether it makes Java follow the system's proxies, rather than naming one."""
        return self.id.endswith(":follows-system")


class Program(StrEnum):
    """Whose connections a user asks about."""

    CHROME = "chrome"
    EDGE = "edge"
    FIREFOX = "firefox"
    TWS_WEB = "tws-web-pages"
    TWS_GATEWAYS = "tws-gateways"
    JAVA = "java"
    TOOLS = "command-line-tools"
    CONTAINERS = "containers"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyUse:
    """Where one program's connections go by the settings of this machine. `traffic` is the kind that was asked about:
    web pages over TLS, or any TCP connection for TWS's gateways. `how` is `DIRECT` where no setting decides; otherwise
    `settings` are the ids of those that do."""

    program: Program
    traffic: Traffic
    how: How
    proxies: tuple[Proxy, ...] = ()
    pac_url: Link | None = None
    settings: tuple[Id, ...] = ()


class ProxyState(StrEnum):
    """What became of a proxy itself."""

    #: The run ended before it was asked.
    UNTESTED = "untested"
    UNRESOLVED = "unresolved"
    REFUSED = "refused"
    #: The connection was never answered.
    SILENT = "silent"
    #: A router, or this machine, said that there is no way to it.
    UNREACHABLE = "unreachable"
    #: It accepts connections, and answers in no protocol.
    MUTE = "mute"
    #: Something answers in another protocol.
    MISMATCH = "mismatch"
    #: It wants a login, or refuses the one it was given.
    LOGIN = "login"
    ALIVE = "alive"
