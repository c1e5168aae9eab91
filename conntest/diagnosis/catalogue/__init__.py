"""The words of the diagnosis: what every finding and every failure means, and who can do what about it.

The texts are plain literals of complete sentences in English, from which they are gathered for translators; they are
translated where they are read. Rules conclude a `Draft`; `word` gives it its words.
"""

from collections.abc import Mapping
from dataclasses import replace

from conntest import lists
from conntest.diagnosis.catalogue import (
    egress,
    gateways,
    machine,
    names,
    operators,
    payload,
    proxies,
    proxy_settings,
    reachability,
    resolving,
    trust,
)
from conntest.diagnosis.catalogue.entry import AFTERWARDS, DEFAULT, Entry, FailureEntry
from conntest.diagnosis.catalogue.failures import CONNECT_FAILURES, NAME_FAILURES, TLS_FAILURES
from conntest.diagnosis.catalogue.proxy_failures import PROXY_FAILURES
from conntest.language import gettext as _
from conntest.model.failure import Failure
from conntest.model.finding import Code, Draft, Finding, Remedy

__all__ = [
    "AFTERWARDS",
    "DEFAULT",
    "ENTRIES",
    "FAILURE_ENTRIES",
    "Entry",
    "FailureEntry",
    "entry",
    "failure_entry",
    "word",
]

_ALL = (
    reachability.NO_NETWORK,
    reachability.NO_INTERNET,
    reachability.IPV6_BROKEN,
    reachability.CONNECTION_UNSTABLE,
    gateways.TWS_PORTS_BLOCKED,
    gateways.TWS_PORT_PARTLY_BLOCKED,
    payload.TWS_PAYLOAD_BLOCKED,
    payload.UNEXPECTED_PROTOCOL,
    operators.REGION_UNREACHABLE,
    operators.PRIMARY_UNREACHABLE,
    operators.PORTAL_BLOCKED,
    names.DNS_UNAVAILABLE,
    names.DNS_NAMES_MISSING,
    names.DNS_TAMPERED,
    resolving.DNS_SLOW,
    resolving.DESTINATION_IP_ROTATION,
    trust.CAPTIVE_PORTAL,
    trust.TLS_INTERCEPTED,
    trust.TLS_CERTIFICATE_INVALID,
    trust.TRANSPARENT_ACCEPTOR,
    proxies.PROXY_UNREACHABLE,
    proxies.PROXY_PROTOCOL_MISMATCH,
    proxies.PROXY_AUTH_REQUIRED,
    proxies.PROXY_REFUSES_TWS,
    proxies.HTTP_PROXY_CANNOT_CARRY_TWS,
    proxies.SOCKS_REQUIRED,
    proxy_settings.PROXY_SETTINGS_CONFLICT,
    proxy_settings.PAC_UNREACHABLE,
    proxy_settings.PAC_INVALID,
    proxy_settings.JAVA_PROXY_OVERRIDE,
    egress.EGRESS_IP_ROTATION,
    egress.EGRESS_IP_CHANGED,
    egress.EGRESS_FAMILY_SPLIT,
    egress.EGRESS_UNKNOWN,
    egress.ANONYMISER_EXIT,
    machine.CLOCK_SKEW,
    machine.VPN_ACTIVE,
    machine.TWS_RUNNING,
    machine.INSTALL_FOLDER_NOT_WRITABLE,
    machine.DISK_SPACE_LOW,
    machine.PUSH_NOTIFICATIONS_BLOCKED,
)

ENTRIES: Mapping[Code, Entry] = {one.code: one for one in _ALL}

FAILURE_ENTRIES: Mapping[Failure, FailureEntry] = {
    one.failure: one for one in (*NAME_FAILURES, *CONNECT_FAILURES, *TLS_FAILURES, *PROXY_FAILURES)
}


def entry(code: Code) -> Entry:
    """The texts of a finding code."""
    return ENTRIES[code]


def failure_entry(failure: Failure) -> FailureEntry:
    """The texts of a failure."""
    return FAILURE_ENTRIES[failure]


def word(draft: Draft) -> Finding:
    """A rule's conclusion in words, in the language in use.

    Raises KeyError if the catalogue does not know the draft's variant or the draft lacks a parameter: a bug in the
    rule, never the network's doing.
    """
    texts = entry(draft.code)
    return Finding(
        code=draft.code,
        severity=draft.severity,
        title=_(texts.title_of(draft.variant)),
        summary=_summary(texts.summaries[draft.variant], draft),
        subjects=draft.subjects,
        evidence=draft.evidence,
        remedies=tuple(map(_remedy, texts.remedies_for(draft.variant))),
        explains=tuple(sorted(draft.explains)),
    )


def _summary(text: str, draft: Draft) -> str:
    told = _(text).format_map(draft.params)
    more = draft.params.get(AFTERWARDS)
    return lists.sentences((told, str(more))) if more else told


def _remedy(remedy: Remedy) -> Remedy:
    return replace(remedy, steps=tuple(map(_, remedy.steps)))
