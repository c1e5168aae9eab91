"""What a scenario can say of the simulated computer itself, and of what its settings name."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from conntest.model.proxy import Scheme
from conntest.model.tws import Settled
from conntest.values import dataclass

#: For pydantic. A misspelt key in a scenario would silently break nothing, so that nothing would be tested.
STRICT: Mapping[str, object] = {"extra": "forbid"}


class SetIn(StrEnum):
    """Where the simulated computer's settings name a proxy."""

    SYSTEM = "system"
    #: The file of Java options of an installed TWS.
    JAVA_OPTIONS = "java-options"
    #: Nowhere: only a setup script may name it.
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyServer:
    """A proxy in the machine's local network, which its settings name. It is set as `claims` and speaks `speaks`, HTTP
    or SOCKS 5, or is switched off where that is None. Its rules allow `ports`, all where empty; it may want a `login`.
    Another setting, which is overruled, may name `another_port` of it."""

    __pydantic_config__: ClassVar[Mapping[str, object]] = STRICT

    claims: Scheme
    speaks: Scheme | None
    port: int
    ports: tuple[int, ...] = ()
    login: bool = False
    set_in: SetIn = SetIn.SYSTEM
    another_port: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A proxy setup script that browsers are to follow. Nobody serves it where it `says` nothing."""

    __pydantic_config__: ClassVar[Mapping[str, object]] = STRICT

    says: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Computer:
    """The computer itself. `tunnel` carries its default route; `tws` is how far a running TWS has come with its
    connection; `folder_error` is why nothing can be written where TWS is installed."""

    __pydantic_config__: ClassVar[Mapping[str, object]] = STRICT

    tunnel: bool = False
    tws: Settled | None = None
    folder_error: str | None = None
    disk_free_gib: float | None = None
