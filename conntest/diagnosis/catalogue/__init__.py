"""The words of the diagnosis: what every finding and every failure means, and who can do what about it.

The texts are plain literals of complete sentences in English, from which they are gathered for translators; they are
translated where they are read. Rules conclude a `Draft`; `word` gives it its words.
"""

from collections.abc import Mapping
from dataclasses import replace

from conntest import lists
from conntest.diagnosis.catalogue import (
    egress,
    proxies,
    proxy_settings,
)
from conntest.diagnosis.catalogue.entry import AFTERWARDS, DEFAULT, Entry
from conntest.findings import FINDINGS
from conntest.findings.base import About, Advice
from conntest.language import gettext as _
from conntest.model.finding import Code, Draft, Remedy

__all__ = [
    "AFTERWARDS",
    "DEFAULT",
    "ENTRIES",
    "Entry",
    "about",
    "entry",
    "remedies_of",
    "summary_of",
]

_ALL = (
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
)

ENTRIES: Mapping[Code, Entry] = {one.code: one for one in _ALL}


def entry(code: Code) -> Entry:
    """The texts of a finding code."""
    return ENTRIES[code]


def about(code: Code) -> About:
    """What is true of every finding of `code`."""
    found = next((one.about() for one in FINDINGS if one.about().code is code), None)
    if found is not None:
        return found
    texts = entry(code)
    cases = tuple(Advice(when=when, remedies=texts.remedies[variant]) for variant, when in texts.cases.items())
    return About(
        code=code,
        title=texts.title,
        meaning=texts.meaning,
        advice=(Advice(remedies=texts.remedies[DEFAULT]), *cases),
        healthy_cause=texts.healthy_cause,
    )


def summary_of(draft: Draft) -> str:
    text = entry(draft.code).summaries[draft.variant]
    told = _(text).format_map(draft.params)
    more = draft.params.get(AFTERWARDS)
    return lists.sentences((told, str(more))) if more else told


def remedies_of(draft: Draft) -> tuple[Remedy, ...]:
    return tuple(map(_remedy, entry(draft.code).remedies_for(draft.variant)))


def _remedy(remedy: Remedy) -> Remedy:
    return replace(remedy, steps=tuple(map(_, remedy.steps)))
