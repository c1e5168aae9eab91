"""A tunnel carries the default route."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.evidence import Evidence
from conntest.evidence.tunnel_interfaces import tunnels_of
from conntest.findings.base import About, Advice, Conclusion
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.privacy import InterfaceName
from conntest.values import dataclass
from conntest.wording import phrases

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_(
                "If there is another finding, run conntest once with the VPN and once without it: the difference "
                "tells on which side it lies. Where your company requires the VPN, ask IT first."
            ),
        ),
    ),
)


_ABOUT = About(
    code=Code.VPN_ACTIVE,
    title=N_("A VPN carries this computer's traffic"),
    meaning=N_(
        "Connections leave through a VPN, so everything in this report describes the VPN's network and not the one "
        "around you. That is no fault.\n\n"
        "A tunnel interface holds the default route. Some VPNs send only a part of the traffic through it, which the "
        "route alone does not show."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    healthy_cause=N_("You use a VPN on purpose."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VpnActive(Conclusion):
    interfaces: tuple[InterfaceName, ...]

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """The interface that the kernel chose for addresses all over the internet is a tunnel by its driver, or by its
        name."""
        known = tunnels_of(evidence.machine)
        tunnels = tuple(name for name in evidence.machine.route_interfaces or () if name in known)
        if tunnels:
            yield cls(severity=Severity.INFO, domains=frozenset({Domain.MACHINE}), interfaces=tunnels)

    @property
    def summary(self) -> str:
        return _("The default route leads through {interfaces}, a tunnel by its driver or its name.").format(
            interfaces=phrases.listed(self.interfaces)
        )
