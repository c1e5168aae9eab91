"""The findings about TWS's API: facts, and words for them."""

from abc import ABC, abstractmethod

from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import host_port
from conntest.model.finding import Remedy, Who
from conntest.model.local_api import PORTAL_GATEWAY_PORT, ApiCode
from conntest.model.observation import Protocol
from conntest.values import dataclass

#: IBKR's own description of the settings and ports.
LINK = "https://interactivebrokers.github.io/tws-api/initial_setup.html"

_SETTINGS = N_(
    "In TWS: File, Global Configuration, API, Settings. Check “Enable ActiveX and Socket Clients” and “Socket port”. "
    "IB Gateway: Configure, Settings, API, Settings."
)
_TRUST = N_(
    "In the same place, add the address that your program connects from to “Trusted IPs”, and clear “Allow connections "
    "from localhost only” if it is another computer or a container."
)
_CONTAINER = N_(
    "If IB Gateway runs in a container: it accepts connections from inside the container only. Relay the published "
    "port to 127.0.0.1 inside it, as images with socat do, and wait until its login is complete."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAbout:
    """What is true of every finding of a code. English, marked for translators; `symptoms` are what programs say."""

    code: ApiCode
    title: str
    meaning: str
    remedies: tuple[Remedy, ...]
    symptoms: tuple[Symptom, ...]


ABOUT: dict[ApiCode, ApiAbout] = {
    ApiCode.NOT_LISTENING: ApiAbout(
        code=ApiCode.NOT_LISTENING,
        title=N_("Nothing listens on the port of TWS's API"),
        meaning=N_(
            "Your program cannot connect, because no program accepts connections there. The port opens after TWS or IB "
            "Gateway has logged in, and only if its API is enabled. Neither IBKR nor the internet is involved."
        ),
        remedies=(
            Remedy(
                who=Who.YOU,
                steps=(
                    N_("Start TWS or IB Gateway and log in: the port opens only then."),
                    _SETTINGS,
                    N_("Set your program to the port shown there. LocalServerPort in jts.ini is a different one."),
                    _CONTAINER,
                ),
                link=LINK,
            ),
        ),
        symptoms=(Symptom.API_CANNOT_CONNECT, Symptom.API_NOT_CONNECTED, Symptom.API_PORT_RESET),
    ),
    ApiCode.NOT_ANSWERING: ApiAbout(
        code=ApiCode.NOT_ANSWERING,
        title=N_("The API's port is open, and nothing answers there"),
        meaning=N_(
            "A connection is accepted, and stays silent: programs wait until they give up. Most often a window of TWS "
            "asks whether to accept the connection, or a container forwards the port to nothing."
        ),
        remedies=(
            Remedy(
                who=Who.YOU,
                steps=(
                    N_("Look for a question in a window of TWS or IB Gateway, perhaps behind others, and answer it."),
                    _SETTINGS,
                    _TRUST,
                    _CONTAINER,
                    N_("Restart TWS or IB Gateway if it stays silent."),
                ),
                link=LINK,
            ),
        ),
        symptoms=(Symptom.API_TIMEOUT, Symptom.API_NOT_CONNECTED),
    ),
    ApiCode.ADDRESS_REFUSED: ApiAbout(
        code=ApiCode.ADDRESS_REFUSED,
        title=N_("The API's port closes connections at once"),
        meaning=N_(
            "A connection is accepted and closed without a word. TWS does so where it does not trust the address that "
            "a program connects from; a container's port does so where nothing listens behind it."
        ),
        remedies=(Remedy(who=Who.YOU, steps=(_SETTINGS, _TRUST, _CONTAINER), link=LINK),),
        symptoms=(Symptom.API_BAD_LENGTH, Symptom.API_CLIENT_ID, Symptom.API_NOT_CONNECTED),
    ),
    ApiCode.FOREIGN_LISTENER: ApiAbout(
        code=ApiCode.FOREIGN_LISTENER,
        title=N_("Something other than TWS answers on the API's port"),
        meaning=N_(
            "Another program listens on the port, so TWS cannot, or listens elsewhere. The gateway of Client Portal is "
            "another program with another API: a web page on port 5000."
        ),
        remedies=(
            Remedy(
                who=Who.YOU,
                steps=(
                    N_("Find the program that listens there, and end it or give it another port."),
                    _SETTINGS,
                    N_("For the gateway of Client Portal, open `https://localhost:5000` in a browser instead."),
                ),
                link=LINK,
            ),
        ),
        symptoms=(Symptom.API_BAD_LENGTH, Symptom.API_TIMEOUT),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiFinding(ABC):
    """What was concluded; the words are in the language in use when they are read."""

    @property
    @abstractmethod
    def about(self) -> ApiAbout: ...

    @property
    @abstractmethod
    def summary(self) -> str: ...

    @property
    def title(self) -> str:
        return _(self.about.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotListening(ApiFinding):
    """Nothing accepts connections on `ports` of `host`. `running`: whether TWS or IB Gateway runs there; None where
    that is not known. `elsewhere` are other ports of theirs. `silent`: nothing refused either."""

    host: str
    ports: tuple[int, ...]
    running: bool | None
    elsewhere: tuple[int, ...]
    bound: tuple[str, ...]
    silent: bool

    @property
    def about(self) -> ApiAbout:
        return ABOUT[ApiCode.NOT_LISTENING]

    @property
    def summary(self) -> str:
        if self.silent:
            text = _("{host} does not answer on {ports}: it is switched off, or a firewall drops the connections.")
        elif self.bound:
            text = _(
                "A program listens on {ports}, but on {addresses} only and not on {host}. Give your program that "
                "address."
            )
        elif self.elsewhere:
            text = _(
                "Nothing listens on {ports}, but TWS or IB Gateway listens on {elsewhere} here. Try that port in your "
                "program."
            )
        elif self.running:
            text = _(
                "TWS or IB Gateway is running here, and nothing listens on {ports}: its API is not enabled, its login "
                "is not complete, or the port is another one."
            )
        elif self.running is False:
            text = _("Nothing listens on {ports}, and neither TWS nor IB Gateway is running on this computer.")
        else:
            text = _(
                "Nothing listens on {ports} of {host}: TWS or IB Gateway does not run there, its login is not "
                "complete, or its API is not enabled."
            )
        return text.format(
            host=self.host,
            ports=_listed(self.ports),
            elsewhere=_listed(self.elsewhere),
            addresses=", ".join(self.bound),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAnswering(ApiFinding):
    """Silence for `seconds` after the connection was accepted, by `process` where that is known."""

    address: str
    port: int
    process: str | None
    forwarder: bool
    seconds: float

    @property
    def about(self) -> ApiAbout:
        return ABOUT[ApiCode.NOT_ANSWERING]

    @property
    def summary(self) -> str:
        if self.forwarder:
            text = _(
                "{process} accepts connections on {place} and passes them on, and nothing answered within {seconds} s: "
                "behind it TWS or IB Gateway does not run, or is not logged in."
            )
        else:
            text = _(
                "{place} accepted a connection and said nothing for {seconds} s: a window of TWS may ask whether to "
                "accept it, or its login is not complete."
            )
        return text.format(process=self.process, place=host_port(self.address, self.port), seconds=f"{self.seconds:g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRefused(ApiFinding):
    """Accepted and closed without a word. `local`: asked from this computer itself, which TWS trusts by default."""

    address: str
    port: int
    process: str | None
    forwarder: bool
    local: bool

    @property
    def about(self) -> ApiAbout:
        return ABOUT[ApiCode.ADDRESS_REFUSED]

    @property
    def summary(self) -> str:
        if self.forwarder:
            text = _(
                "{process} accepts connections on {place} and closes them: nothing listens where it passes them on."
            )
        elif self.local:
            text = _(
                "{place} accepted a connection and closed it without a word: a container's port with nothing behind it "
                "does so, or a program that is not TWS."
            )
        else:
            text = _(
                "{place} accepted a connection and closed it without a word: TWS does not trust the address of this "
                "computer."
            )
        return text.format(process=self.process, place=host_port(self.address, self.port))


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignListener(ApiFinding):
    """Something that speaks `protocol`, by `process` where that is known."""

    address: str
    port: int
    process: str | None
    protocol: Protocol

    @property
    def about(self) -> ApiAbout:
        return ABOUT[ApiCode.FOREIGN_LISTENER]

    @property
    def summary(self) -> str:
        where = host_port(self.address, self.port)
        if self.port == PORTAL_GATEWAY_PORT:
            return _(
                "Port 5000 is the gateway of Client Portal, which is opened in a browser. Programs of the TWS API "
                "connect to TWS or IB Gateway instead."
            )
        if self.protocol is Protocol.UNKNOWN:
            text = _("What answers on {place} is not TWS.")
        else:
            text = _("What answers on {place} is not TWS: it speaks {protocol}.")
        told = text.format(place=where, protocol=self.protocol.value.upper())
        return f"{told} {_('It is {process}.').format(process=self.process)}" if self.process else told


def _listed(ports: tuple[int, ...]) -> str:
    return ", ".join(map(str, ports))
