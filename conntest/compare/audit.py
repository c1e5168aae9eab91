"""Reports as an audit: whose are missing, how old they are, and what changed since the last one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime

from conntest.model.finding import Code, Severity, Verdict
from conntest.model.merged import Absence, Change, Missing, Since, Site
from conntest.values import dataclass

_WORST_FIRST = (Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.WARN, Verdict.PASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What the reports are held against. `now` is in UTC; `max_age_s` makes older reports stale, None none. `expected`
    are labels of sites; `absent` are those of which it is known why they have no report. `before` is the last audit,
    by label."""

    now: datetime
    max_age_s: float | None = None
    expected: Sequence[str] = ()
    absent: Mapping[str, Missing] = field(default_factory=dict)
    before: Mapping[str, Site] | None = None


def aged(site: Site, audit: Audit) -> Site:
    """With the age of its report. A report from the future, by a clock that is ahead, has none."""
    started = moment(site.started_at)
    if started is None:
        return replace(site, stale=audit.max_age_s is not None)
    age_s = max(0.0, (audit.now - started).total_seconds())
    return replace(site, age_s=age_s, stale=audit.max_age_s is not None and age_s > audit.max_age_s)


def missing(labels: set[str], audit: Audit) -> Iterator[Missing]:
    """The expected sites that are not among `labels`, by name."""
    for site in sorted({*audit.expected, *audit.absent} - labels):
        yield audit.absent.get(site) or Missing(site=site, why=Absence.NO_REPORT)


def since(sites: Sequence[Site], audit: Audit) -> Since | None:
    """What changed, the sites that are worst now first. A site of which nothing is known now comes last."""
    if audit.before is None:
        return None
    now = {site.site: site for site in sites}
    pairs = ((name, audit.before.get(name), now.get(name)) for name in sorted({*now, *audit.before}))
    changes = [_change(*pair) for pair in pairs if _state(pair[1]) != _state(pair[2])]
    changes.sort(key=lambda one: (_WORST_FIRST.index(one.now) if one.now else len(_WORST_FIRST), one.site))
    return Since(sites=len(audit.before), changes=tuple(changes))


def _change(name: str, before: Site | None, now: Site | None) -> Change:
    old, new = _codes(before), _codes(now)
    both = before is not None and now is not None
    return Change(
        site=name,
        before=before.verdict if before else None,
        now=now.verdict if now else None,
        came=tuple(code for code in new if code not in old) if now else (),
        went=tuple(code for code in old if code not in new) if both else (),
    )


def _state(site: Site | None) -> object:
    return site and (site.verdict, frozenset(_codes(site)))


def _codes(site: Site | None) -> Sequence[Code]:
    """What is worth acting on."""
    worth = site.findings if site else ()
    return tuple(dict.fromkeys(one.code for one in worth if one.severity is not Severity.INFO))


def moment(started_at: str) -> datetime | None:
    """The time of a run in UTC; None for what is no time."""
    try:
        return datetime.fromisoformat(started_at).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
