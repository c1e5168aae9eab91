"""Several reports at once: what changed from one to another, and what many have in common. Pure, as diagnosis is."""

from conntest.compare.checks import checks, pairs
from conntest.compare.conclusions import conclusions
from conntest.compare.ground import ground, incomplete, notes
from conntest.compare.resets import marked
from conntest.compare.scale import worst
from conntest.compare.surroundings import surroundings
from conntest.model.comparison import About, Comparison, Kind, Origin
from conntest.model.report import Report, Tool
from conntest.wording.headline import headline


def compare(old: Report, new: Report, *, files: tuple[str, str], made_by: tuple[str, str], tool: Tool) -> Comparison:
    """What became of `new` since `old`. `files` and `made_by` are the names and the versions that they were saved with;
    both reports should be conclusions of one version, `tool`."""
    common = ground(old, new)
    found = (
        *conclusions(old, new, count=common.conclusions),
        *checks(old, new, count=common.checks),
        *surroundings(old, new, named_alike=common.surroundings),
    )
    changes = tuple(marked(found, old, new))
    both = sum(len(pair.paths) for pair in pairs(old, new))
    touched = sum(change.about is About.CHECK and change.kind not in (Kind.NEW, Kind.GONE) for change in changes)
    return Comparison(
        tool=tool,
        old=_origin(old, files[0], made_by[0]),
        new=_origin(new, files[1], made_by[1]),
        notes=tuple(notes(old, new)),
        regression=worst([change.regression for change in changes if change.regression]),
        checks=both,
        unchanged=both - touched,
        changes=changes,
    )


def _origin(report: Report, file: str, made_by: str) -> Origin:
    return Origin(
        file=file,
        started_at=report.run.started_at,
        made_by=made_by,
        share=report.run.share,
        simulated=report.run.simulated,
        incomplete=incomplete(report.run),
        resets=report.run.resets,
        host_table=report.run.host_table,
        verdict=report.verdict,
        headline=headline(report),
    )
