"""Names have IPv6 addresses, and IPv6 does not work from here."""

from collections.abc import Iterator
from typing import Self

from conntest.evidence.endpoint import EndpointView
from conntest.evidence.evidence import Evidence
from conntest.findings.base import About, Advice, Conclusion
from conntest.findings.symptoms import Symptom
from conntest.language import N_
from conntest.language import gettext as _
from conntest.model.addresses import family
from conntest.model.finding import Code, Domain, Remedy, Severity, Who
from conntest.model.observation import Attempt
from conntest.model.privacy import Address, HostName
from conntest.values import dataclass

#: IPv6 of one operator alone may be broken at that operator.
_SEVERAL_OPERATORS = 2

_ORDINARY = (
    Remedy(
        who=Who.YOU,
        steps=(
            N_("Restart the router: a lost IPv6 prefix is often renewed that way."),
            N_("Windows: see with `ping -6 www.cloudflare.com` whether IPv6 works for other hosts."),
            N_("macOS: see with `ping6 www.cloudflare.com` whether IPv6 works for other hosts."),
            N_("Linux: see with `ping -6 www.cloudflare.com` whether IPv6 works for other hosts."),
            N_("If it does not come back, switch IPv6 off in the router until the provider has repaired it."),
        ),
    ),
    Remedy(
        who=Who.IT,
        steps=(
            N_(
                "Either route IPv6 to the internet or stop announcing it: look at router advertisements, the "
                "default route, and whether the firewall has rules for IPv6 at all."
            ),
            N_("Reject what is not allowed instead of dropping it, so that programs fall back at once."),
        ),
    ),
    Remedy(
        who=Who.ISP,
        steps=(N_("Report that your line is given an IPv6 prefix and that IPv6 traffic goes nowhere."),),
    ),
)


_ABOUT = About(
    code=Code.IPV6_BROKEN,
    title=N_("IPv6 is offered but broken, which slows connections down"),
    meaning=N_(
        "Some names have IPv6 addresses besides the usual IPv4 ones, and connections over IPv6 fail from here. "
        "Programs that try IPv6 first then wait before they fall back, which feels like a slow start. IPv4 is not "
        "affected by this.\n\n"
        "Every address was tried by itself, so the fault is seen although IPv4 hides it from browsers. The evidence "
        "covers the addresses tried; whether the computer, the router or the provider is at fault needs one more look."
    ),
    advice=(Advice(remedies=_ORDINARY),),
    symptoms=(
        Symptom.SITE_NOT_REACHED,
        Symptom.SOCKET_TIMEOUT,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipv6Broken(Conclusion):
    """`names` names have IPv6 addresses; `host` with `address` is one example."""

    names: int
    host: HostName
    address: Address

    @classmethod
    def about(cls) -> About:
        return _ABOUT

    @classmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """The machine has a route for IPv6, names of several operators have IPv6 addresses, none of these answers, and
        IPv4 does. One operator's may be at fault by themselves."""
        if not evidence.machine.ipv6_route:
            return
        advertised = [view for view in evidence.views if any(family(address) == 6 for address in view.addresses)]
        operators = {view.endpoint.operator for view in advertised}
        opened = any(family(address) == 6 for view in evidence.views for address in view.open_addresses)
        working = [view for view in advertised if view.is_open]
        if len(operators) < _SEVERAL_OPERATORS or opened or not working:
            return
        yield cls(
            severity=Severity.WARN,
            subjects=tuple(view.id for view in advertised),
            evidence=tuple(seen.id for view in working[:3] for seen in _on_ipv6(view))[:3],
            domains=frozenset({Domain.MACHINE}),
            names=len({view.endpoint.host for view in advertised}),
            host=working[0].endpoint.host,
            address=next(address for address in sorted(working[0].addresses) if family(address) == 6),
        )

    @property
    def summary(self) -> str:
        return _(
            "{count} names have IPv6 addresses, and none of these answers from here, while IPv4 works. One example "
            "is {example}. Programs that prefer IPv6 lose time before they fall back to IPv4."
        ).format(count=self.names, example=f"{self.host} ({self.address})")


def _on_ipv6(view: EndpointView) -> Iterator[Attempt]:
    return (seen for seen in view.attempts if seen.address and family(seen.address) == 6)
