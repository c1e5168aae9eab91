"""What two reports have in common, and what therefore can be compared."""

from collections.abc import Iterator

from conntest.language import gettext as _
from conntest.model.privacy import Share
from conntest.model.report import Report, Run, RunOptions
from conntest.values import dataclass
from conntest.wording import phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """`checks`: a check that got worse is a regression. `conclusions`: so are verdicts and findings, which depend on
    what a run was asked and whether it came to its end. `surroundings`: settings, paths and addresses have the same
    names in both reports; the pseudonyms of a public one mean nothing beyond it."""

    checks: bool
    conclusions: bool
    surroundings: bool


def ground(old: Report, new: Report) -> Ground:
    """Common ground. What differs between a demo and the world is nobody's regression."""
    same_world = old.run.simulated is new.run.simulated
    same_task = not any(_differences(old.run.options, new.run.options))
    return Ground(
        checks=same_world,
        conclusions=same_world and same_task and not incomplete(old.run),
        surroundings=old.run.share == new.run.share != Share.PUBLIC,
    )


def incomplete(run: Run) -> bool:
    """Whether a run ended before its plan did."""
    return run.interrupted or run.deadline_reached


def notes(old: Report, new: Report) -> Iterator[str]:
    """What the reader must know before anything that is told of the two, a sentence or two each."""
    yield from _worlds(old.run, new.run)
    if new.run.started_at < old.run.started_at:
        yield _(
            "The report named as new was made before the other one. What broke and what was fixed is told in the order"
            " given."
        )
    yield from _ends(old.run, new.run)
    yield from _resets(old.run, new.run)
    if differing := ", ".join(_differences(old.run.options, new.run.options)):
        yield _(
            "The two runs were not asked the same ({options}). Verdicts and findings are told, and only checks that"
            " both runs made count as a regression."
        ).format(options=differing)
    yield from _levels(old.run.share, new.run.share)
    if _system(old) and _system(new) and _system(old) != _system(new):
        yield _(
            "The reports are of two machines ({old}, {new}). What differs may be theirs, and not the network's."
        ).format(old=_system(old), new=_system(new))


def _worlds(old: Run, new: Run) -> Iterator[str]:
    if old.simulated and new.simulated:
        yield _("Both reports are of demos, against a simulated network. They say nothing about yours.")
    elif old.simulated or new.simulated:
        yield _(
            "One of the reports is of a demo, against a simulated network, and the other is real. Nothing counts as a"
            " regression."
        )


def _levels(old: str, new: str) -> Iterator[str]:
    if Share.PUBLIC in (old, new):
        yield _(
            "A report at the sharing level “public” has pseudonyms for addresses. What depends on addresses is not"
            " compared, and its conclusions are those that it was saved with."
        )
    elif old != new:
        yield _(
            "The reports are at different sharing levels ({old}, {new}). Settings, paths and addresses, which one of"
            " them may hide, are not compared."
        ).format(old=old, new=new)


def _ends(old: Run, new: Run) -> Iterator[str]:
    if incomplete(old):
        yield _("The old run ended early. What was not tested then cannot have broken since.")
    if incomplete(new):
        yield _("The new run ended early. What it did not test is not broken, and what it did not find is not fixed.")


def _resets(old: Run, new: Run) -> Iterator[str]:
    for period in old.resets:
        yield _(
            "The old run was made while IBKR announces a reset of {systems}, from {begins} to {ends}, local time."
            " What that explains is marked."
        ).format(**phrases.reset(period))
    for period in new.resets:
        yield _(
            "The new run was made while IBKR announces a reset of {systems}, from {begins} to {ends}, local time."
            " What that explains is marked, and is no regression."
        ).format(**phrases.reset(period))


def _differences(old: RunOptions, new: RunOptions) -> Iterator[str]:
    """The options that decide what is tested and concluded, by their names, where the two runs had others. Patience and
    the number of samples only decide how well."""
    pairs = {
        "--region": (old.regions, new.regions),
        "--group": (old.groups, new.groups),
        "--include": (old.include, new.include),
        "--exclude": (old.exclude, new.exclude),
        "--ipv4, --ipv6": ((old.ipv4, old.ipv6), (new.ipv4, new.ipv6)),
        "--no-third-party": (old.third_party, new.third_party),
        "--ca-bundle": (old.ca_bundle, new.ca_bundle),
        "--samples 0": (old.samples == 0, new.samples == 0),
        "--preinstall": (old.preinstall, new.preinstall),
    }
    yield from (name for name, (before, after) in pairs.items() if before != after)


def _system(report: Report) -> str:
    """`Linux`: updates of a system do not make another machine of it. Empty in the recording of a watch."""
    return report.machine.os.partition(" ")[0]
