"""What is known of one message."""

from enum import StrEnum

from conntest.findings.symptoms import Symptom
from conntest.values import dataclass


class Place(StrEnum):
    """Where a message is seen."""

    TWS = "tws"
    #: The log file of TWS or IB Gateway.
    LOG = "log"
    #: A program that uses TWS's API.
    API = "api"
    #: Client Portal, or a program that uses its gateway.
    PORTAL = "portal"
    BROWSER = "browser"
    INSTALLER = "installer"
    PHONE = "phone"


class Command(StrEnum):
    """Which command tells whether a cause of the message is at work here."""

    RUN = "conntest"
    PREINSTALL = "conntest --preinstall"
    PUSH = "conntest --group push"
    API = "conntest api"
    #: It is no matter of a connection.
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message, and what it means. Which findings it leads to is declared by them (`About.symptoms`).

    `meaning` says what the program means by it. `otherwise` is what to do where conntest finds no cause; both are
    English, marked with `N_` for translators. `phrases` are further spellings that people search by, in any language,
    and `numbers` the API's message codes."""

    symptom: Symptom
    place: Place
    meaning: str
    otherwise: str
    phrases: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    command: Command = Command.RUN
