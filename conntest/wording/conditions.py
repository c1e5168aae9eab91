"""What became of an endpoint in a few words, for a table; and why a verdict is in doubt, as a clause."""

from typing import assert_never

from conntest.language import gettext as _
from conntest.model.host import Group
from conntest.model.observation import Protocol
from conntest.model.verdict import Condition, Doubt, DoubtKind, EndpointState
from conntest.wording import failures, phrases, terms


def note(state: EndpointState) -> str:
    """`timed out`, `gateway answers`, `HTTP 200; 1.2.3.4 fails`."""
    told = _told(state)
    if state.failing_address is None:
        return told
    # translators: {note} is what became of the host, such as "gateway answers"; one of its addresses fails.
    return _("{note}; {address} fails").format(note=told, address=state.failing_address)


def _told(state: EndpointState) -> str:
    match state.condition:
        case Condition.NOT_TESTED:
            return _("not tested")
        case Condition.NAME_MISSING_EVERYWHERE:
            return _("name does not exist")
        case Condition.NAME_MISSING:
            return _("no such name")
        case Condition.NAME_UNRESOLVED:
            return _("does not resolve")
        case Condition.NO_USABLE_ADDRESS:
            return _("no usable address")
        case Condition.BOGUS_ADDRESS:
            # translators: {kind} is such as "a loopback address".
            return _("resolves to {kind}").format(
                kind=terms.special_purpose(state.special_purpose) if state.special_purpose else ""
            )
        case Condition.CLOSED | Condition.BAD_CERTIFICATE:
            return failures.label(state.failure) if state.failure else _("not tested")
        case Condition.SILENT_AS_EXPECTED:
            return _("no answer, as it must be")
        case Condition.ACCEPTED_AGAINST_EXPECTATION:
            # translators: a note of a few words in a table, like all that follow: nothing may answer there.
            return _("accepted: must not be")
        case Condition.PAGE_AS_EXPECTED:
            return _("answered as it must")
        case Condition.PAGE_OTHERWISE:
            return _("answered otherwise (HTTP {status})").format(status=state.http_status)
        case Condition.OPEN:
            return _("open")
        case Condition.GATEWAY_ANSWERS:
            return _("gateway answers")
        case Condition.TLS_ANSWERS:
            return _("TLS answers")
        case Condition.HTTP_ANSWERS:
            return f"HTTP {state.http_status}"
        case Condition.NOT_A_GATEWAY:
            return _not_a_gateway(state.protocol)
        case Condition.NOT_TLS:
            return _("open, not TLS")
        case Condition.TLS_ERROR:
            return _("open, TLS error")
        case Condition.CUT:
            return _("open, then cut")
        case Condition.SWALLOWED:
            return _("open, data swallowed")
        case Condition.SILENT:
            return _("open, silent")
    assert_never(state.condition)


def _not_a_gateway(protocol: Protocol | None) -> str:
    if protocol is None or protocol is Protocol.UNKNOWN:
        return _("not a gateway: unknown")
    # translators: {protocol} is such as "http" or "ssh".
    return _("not a gateway: {protocol}").format(protocol=protocol.value)


def reason(doubt: Doubt) -> str:
    """`no gateway is part of this run`: a clause without a full stop."""
    proxies = phrases.listed(doubt.proxies)
    match doubt.kind:
        case DoubtKind.NOT_PART_OF_RUN:
            # translators: {what} is "gateway", "gateway of your region" or "website or Client Portal host".
            return _("no {what} is part of this run").format(what=_what(doubt))
        case DoubtKind.RUN_ENDED_EARLY:
            return _("the run ended before any {what} could be tested").format(what=_what(doubt))
        case DoubtKind.NAMES_DO_NOT_RESOLVE:
            return _("no {what} could be tested, because the names do not resolve").format(what=_what(doubt))
        case DoubtKind.PROBES_CRASHED:
            return _("no {what} could be tested, because of a bug in conntest").format(what=_what(doubt))
        case DoubtKind.RESOURCES_EXHAUSTED:
            text = _("no {what} could be tested, because this computer has no resources left")
            return text.format(what=_what(doubt))
        case DoubtKind.NOT_TESTED:
            return _("no {what} could be tested from here").format(what=_what(doubt))
        case DoubtKind.OPEN_WITHOUT_ANSWER:
            return _("ports are open, but no {what} answered on them as gateways do").format(what=_what(doubt))
        case DoubtKind.NOT_USABLE:
            text = _("no {what} is usable on both ports, and nothing that could be compared tells why")
            return text.format(what=_what(doubt))
        case DoubtKind.UNVERIFIED:
            text = _("{hosts} could not be verified, and nothing that could be compared tells why")
            return text.format(hosts=phrases.listed(doubt.hosts, 2))
        case DoubtKind.MAINTENANCE:
            return _("IBKR announces a reset of all its systems for this time")
        case DoubtKind.NO_PROXY_SET:
            return _("no proxy is set")
        case DoubtKind.SCRIPT_NAMES_NO_TESTED_PROXY:
            return _("a setup script decides, and names no proxy that was tested")
        case DoubtKind.PROXY_RUN_ENDED_EARLY:
            return _("the run ended before anything came through {proxies}").format(proxies=proxies)
        case DoubtKind.NOTHING_THROUGH_PROXY:
            return _("nothing that was asked for came through {proxies}").format(proxies=proxies)
        case DoubtKind.NO_THIRD_PARTIES:
            return _("without third parties the public address is not looked up, so whether it changes was not tested")
        case DoubtKind.NO_SAMPLES:
            return _("with --samples 0 the public address is not looked up, so whether it changes was not tested")
        case DoubtKind.UNCONFIRMED:
            return _("one operator saw more than one public address, and no other confirms it")
        case DoubtKind.NO_ECHO_SERVICE:
            return _("no service that tells the public address is part of this run")
        case DoubtKind.ECHO_UNREACHABLE:
            return _("no service that tells the public address could be reached: whether it changes was not tested")
        case DoubtKind.NO_LOOKUP:
            return _("no name was looked up")
        case DoubtKind.NO_OWN_NAME_FOUND:
            return _("no name of IBKR was found, and nothing that could be compared tells why")
    assert_never(doubt.kind)


def _what(doubt: Doubt) -> str:
    if doubt.group is not Group.GATEWAY:
        return _("website or Client Portal host")
    return _("gateway of your region") if doubt.own_region else _("gateway")
