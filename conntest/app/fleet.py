"""`conntest fleet`: the check on every host of an inventory, and their reports merged as they come."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from conntest.app import saved, streams
from conntest.app.errors import UserError
from conntest.app.inventory import ansible_hosts
from conntest.app.merge import conclusions, gathered, write
from conntest.app.sharing import Documents
from conntest.app.sites import Labelled, SiteFrom, labelled
from conntest.app.writing import Target
from conntest.compare.audit import Audit
from conntest.files import OutputError, write_whole
from conntest.fleet.ansible import End, FleetError, HostEnd, Play, play
from conntest.language import gettext as _
from conntest.model.merged import Absence, Merged, Missing
from conntest.model.privacy import Share
from conntest.render import words
from conntest.share import without_passwords
from conntest.values import dataclass

#: The page of all sites, which no site's own page may be called.
_INDEX = "index.html"

_ABSENCE = {End.UNREACHABLE: Absence.UNREACHABLE, End.FAILED: Absence.FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """What to do: check the hosts of `inventory`, `forks` at once, and leave their reports in `folder`. `variables` are
    the role's, `since` names the reports of an earlier audit. `overwrite` allows a folder that holds reports."""

    inventory: Path
    folder: Path
    forks: int
    variables: Mapping[str, Any] = field(default_factory=dict)
    since: Sequence[str] = ()
    overwrite: bool = False
    color: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetEnd:
    """All sites together; None where nothing came back before it was `interrupted`."""

    merged: Merged | None
    interrupted: bool


def fleet_command(fleet: Fleet) -> FleetEnd:
    """Check, fetch, merge. What came by then is kept and merged, too, where a signal ends it. Raises UserError."""
    hosts = ansible_hosts(fleet.inventory)
    _prepare(fleet)
    before = gathered(labelled(fleet.since, SiteFrom.AUTO)).sites if fleet.since else None
    progress = _Progress(len(hosts))
    variables = {**fleet.variables, "conntest_reports": str(fleet.folder.absolute())}
    try:
        done = play(Play(inventory=fleet.inventory, forks=fleet.forks, variables=variables), progress.add)
    except FleetError as error:
        raise UserError(str(error)) from error
    files = [Labelled(site=one.host, file=one.report) for one in progress.ends.values() if one.report]
    absent = {one.host: _missing(one) for one in progress.ends.values() if one.end in _ABSENCE}
    audit = Audit(now=datetime.now(UTC), expected=hosts, absent=absent, before=before)
    return FleetEnd(merged=_merged(fleet, files, audit), interrupted=not done)


def _prepare(fleet: Fleet) -> None:
    """The folder, for its owner only: reports tell of inner networks."""
    try:
        fleet.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{fleet.folder}: cannot be made ({error.strerror or error})") from error
    if any(fleet.folder.glob("*.json")) and not fleet.overwrite:
        raise UserError(
            f"{fleet.folder}: holds reports already; name another folder, such as one for each day, or say --force to"
            " replace those of the same sites"
        )


def _merged(fleet: Fleet, files: Sequence[Labelled], audit: Audit) -> Merged | None:
    if not files and not audit.absent:
        return None
    gathering = gathered(files, folder=fleet.folder)
    # As the reports and pages that it stands beside.
    write(gathering, audit, "html", Target(file=str(fleet.folder / _INDEX), overwrite=True, share=Share.INTERNAL))
    return write(gathering, audit, "txt", Target(color=fleet.color))


def _keep(report: Path) -> None:
    """Make a report that came its owner's, and write the site's own page beside it. A damaged report has none, and what
    cannot be written is said when all sites are: this must not stop those that are still to come."""
    with suppress(OSError, OutputError, UserError):
        report.chmod(0o600)  # as every report; Ansible writes by the umask
        judged = saved.judged(str(report), saved.read(report))
        write_whole(report.with_suffix(".html"), Documents(judged, Share.INTERNAL).text("html"), overwrite=True)


class _Progress:
    """The ends of hosts as they come, each told on stderr."""

    def __init__(self, total: int) -> None:
        self.ends: dict[str, HostEnd] = {}
        self._total = total

    def add(self, end: HostEnd) -> None:
        """Of one host, the first trouble is kept: what follows, such as cleaning up, follows from it."""
        if end.host in self.ends:
            return
        self.ends[end.host] = end
        if end.report:
            _keep(end.report)
        place = f"[{words.figure(len(self.ends))}/{words.figure(self._total)}]"
        streams.say(f"{place} {end.host}  {_told(end)}")


def _told(end: HostEnd) -> str:
    """The result in a line."""
    match end.end:
        case End.UNREACHABLE:
            return _("not reached: {reason}").format(reason=without_passwords(end.said))
        case End.FAILED:
            return _("did not run: {reason}").format(reason=without_passwords(end.said))
        case End.FETCHED:
            return _result(end.report)


def _result(report: Path | None) -> str:
    try:
        found = conclusions(report) if report else None
    except UserError as error:
        return str(error)
    return f"{words.verdict(found.verdict)}  {found.headline}" if found else ""


def _missing(end: HostEnd) -> Missing:
    return Missing(site=end.host, why=_ABSENCE[end.end], detail=without_passwords(end.said) or None)
