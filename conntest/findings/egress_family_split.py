"""IPv4 and IPv6 leave through different providers."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.evidence import Evidence
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.links import IP_RESTRICTION
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import family
from conntest.model.echo import EchoStep
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.privacy import Address, Organisation
from conntest.values import dataclass

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("If a VPN is on and meant to carry everything, check in its settings that it covers IPv6."),
            N_("If your account has an IP restriction, list the addresses of the IP version that TWS uses."),
        ),
        link=IP_RESTRICTION,
    ),
)


_ABOUT = About(
    code=Code.EGRESS_FAMILY_SPLIT,
    title=N_("IPv4 and IPv6 leave through different providers"),
    meaning=N_(
        "Connections over IPv4 and over IPv6 leave this network through different providers. That is common with VPNs "
        "and with two lines, and by itself no fault.\n\n"
        "The addresses of the two are never compared for being equal, only for whom they belong to. It is worth "
        "knowing where an account is restricted to given addresses, or where one of the two ways is slow."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    healthy_cause=N_("A VPN that carries IPv4 only, or a second line, explains it."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkExit:
    """A public address, and whose network it belongs to."""

    address: Address
    network: Organisation

    def __str__(self) -> str:
        return f"{self.address} ({self.network})"


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressFamilySplit(Conclusion):
    ipv4: NetworkExit
    ipv6: NetworkExit

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """One service told whose network it saw us come from, for IPv4 and for IPv6, and these are two."""
        found: dict[tuple[str, int], tuple[str, EchoStep]] = {}
        for seen in evidence.observations:
            for step in seen.echoes:
                if seen.sample and step.detail.address and step.detail.network:
                    found.setdefault((seen.sample.service, family(step.detail.address)), (seen.id, step))
        for service in dict.fromkeys(key[0] for key in found):
            ipv4, ipv6 = found.get((service, 4)), found.get((service, 6))
            if ipv4 and ipv6 and _number(ipv4[1]) != _number(ipv6[1]):
                yield cls(
                    severity=Severity.INFO,
                    evidence=(ipv4[0], ipv6[0]),
                    domains=frozenset({Domain.EGRESS}),
                    ipv4=_exit(ipv4[1]),
                    ipv6=_exit(ipv6[1]),
                )
                return

    @property
    def summary(self) -> str:
        return _("IPv4 leaves from {ipv4}, IPv6 from {ipv6}. The networks are those that one service names.").format(
            ipv4=self.ipv4, ipv6=self.ipv6
        )


def _exit(step: EchoStep) -> NetworkExit:
    return NetworkExit(address=step.detail.address or "", network=step.detail.network or "")


def _number(step: EchoStep) -> str | None:
    """The number of the network where there is one: its name is spelt in many ways."""
    return step.detail.network.split()[0] if step.detail.network else None
