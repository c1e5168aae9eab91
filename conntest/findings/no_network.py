"""This computer has no network."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Self

from conntest.evidence.evidence import Evidence
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.privacy import InterfaceName
from conntest.model.report import Interface
from conntest.values import dataclass
from conntest.wording import phrases

#: Everything that a run without a network would otherwise accuse. A proxy that answers, and says what is wrong, is
#: there all the same: on this machine, most often.
ALL_ELSE = frozenset(Code) - {
    Code.NO_NETWORK,
    Code.INSTALL_FOLDER_NOT_WRITABLE,
    Code.DISK_SPACE_LOW,
    Code.PROXY_PROTOCOL_MISMATCH,
    Code.PROXY_AUTH_REQUIRED,
}

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "Check that Wi-Fi is on and joined, or that the network cable is plugged in at both ends, and that "
                "flight mode is off."
            ),
            N_(
                "Windows: Settings → Network & internet → Advanced network settings: enable the adapter; then see "
                "with `ipconfig` that it has an address and a default gateway."
            ),
            N_(
                "macOS: System Settings → Network: the interface must say Connected; then see with "
                "`netstat -rn -f inet` that a line begins with default."
            ),
            N_(
                "Linux: see with `ip address` and `ip route` that an interface is UP and has a default route; "
                "`nmcli networking on` switches NetworkManager's networking on."
            ),
            N_("Restart the router if other devices have no connection either, then run conntest again."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Check that this computer is admitted to the network (802.1X, VLAN, a free DHCP address) and is "
                "given a default gateway."
            ),
        ),
    ),
)


_ABOUT = About(
    code=Code.NO_NETWORK,
    title=N_("This computer is not connected to any network"),
    meaning=N_(
        "This computer has no connection that could lead to the internet: Wi-Fi is off, the cable is out, or the "
        "network gave it no address. Nothing else can work until that is repaired, TWS included.\n\n"
        "This was asked of the operating system; nothing was sent. It says that there is no usable interface or no "
        "default route here. It says nothing about the network beyond."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.NO_INTERNET_CONNECTIVITY,
        Symptom.CONNECTION_ATTEMPT,
        Symptom.SITE_NOT_REACHED,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoNetwork(Conclusion):
    """`interfaces` are up and have an address, and no route leads out through them."""

    interfaces: tuple[InterfaceName, ...]

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """The kernel has no route out in either family, and indeed nothing connected, through no proxy either."""
        machine = evidence.machine
        if machine.ipv4_route or machine.ipv6_route or any(view.is_open for view in evidence.views):
            return
        if any(way.carries_anything for way in evidence.ways):
            return
        yield cls(
            severity=Severity.FAIL,
            domains=frozenset({Domain.TWS, Domain.PORTAL, Domain.MACHINE}),
            explains=ALL_ELSE,
            everywhere=True,
            interfaces=tuple(interface.name for interface in machine.interfaces or () if _is_usable(interface)),
        )

    @property
    def summary(self) -> str:
        if not self.interfaces:
            return _(
                "No network interface with a usable address was found on this computer, so nothing could be tested "
                "beyond it."
            )
        return _(
            "This computer has an address ({interfaces}), but no route to the internet, so nothing could be tested "
            "beyond its own network."
        ).format(interfaces=phrases.listed(self.interfaces))


def _is_usable(interface: Interface) -> bool:
    addresses = [ip_address(address) for address in interface.addresses]
    return interface.up and any(not (address.is_loopback or address.is_link_local) for address in addresses)
