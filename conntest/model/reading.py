"""What the diagnosis concludes of the facts of a computer and of its paths, kept apart from the facts themselves."""

from conntest.model.install import Installer
from conntest.model.privacy import Address, InterfaceName
from conntest.model.proxy import ProxyState, Scheme
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """`offset_s` is how far this machine's clock is ahead (behind, if negative), the median over `operators`."""

    offset_s: float
    operators: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolverReading:
    """What is odd, or not, about a name server: it `is_gateway`, as at home and in hotels, and `says_one_address` to
    every name that it was asked for, as sign-in pages and blocking resolvers do."""

    address: Address
    is_gateway: bool
    says_one_address: Address | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineReading:
    """`clock` rests on several web servers' `Date` headers, None where they are too few; `tunnels` are interfaces that
    are up, and tunnels by their drivers or names, None where no interface could be read; `installer` is what came of
    fetching the first bytes of TWS's installer, None where nobody asked for them."""

    clock: Clock | None = None
    tunnels: tuple[InterfaceName, ...] | None = None
    resolvers: tuple[ResolverReading, ...] = ()
    installer: Installer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathReading:
    """What became of the proxy of a path, and the protocols in which it answered."""

    state: ProxyState
    speaks: tuple[Scheme, ...] = ()
