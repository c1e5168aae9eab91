"""Where this computer itself turns connections away, the advice begins with the firewall that is on here."""

from dataclasses import replace

from conntest.diagnosis import phrases
from conntest.language import gettext as _
from conntest.model.finding import Draft, Remedy, Who
from conntest.model.report import Machine
from conntest.model.surroundings import FirewallState

#: Of findings about connections that did not leave: this computer's own doing.
_DENIED = "denied"


def with_firewalls(remedies: tuple[Remedy, ...], draft: Draft, machine: Machine) -> tuple[Remedy, ...]:
    """`remedies` with one more step, where it is about this computer's own rules and a firewall is known to be on. It
    is no proof that this firewall is the one."""
    on = [one for one in machine.firewalls or () if one.state is FirewallState.ON]
    if draft.variant != _DENIED or not on:
        return remedies
    strict = [one for one in on if one.blocks_outgoing]
    step = _("Look first into what is on here: {firewalls}.")
    if strict:
        step = _("Look first into what is on here, and blocks whatever no rule of its allows out: {firewalls}.")
    told = step.format(firewalls=phrases.listed(one.name for one in strict or on))
    return tuple(
        replace(remedy, steps=(told, *remedy.steps)) if remedy.who is Who.YOU else remedy for remedy in remedies
    )
