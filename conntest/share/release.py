"""A report as it may be given to somebody: typed, so that nothing is forgotten; consistent, so that it still reads."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from itertools import chain
from typing import Any

from conntest.model.observation import attempts
from conntest.model.privacy import Kind, Share
from conntest.model.report import Report
from conntest.share.addresses import Addresses
from conntest.share.forced import Found
from conntest.share.hosts import Hosts
from conntest.share.identities import Identities, LocalIdentity
from conntest.share.pseudonyms import Pseudonyms, Removed, address_of
from conntest.share.public_names import PublicNames
from conntest.share.redactor import Redactor, Value
from conntest.share.typed import cleaned
from conntest.values import dataclass

#: Where a run used the shipped table (`TableInfo.source`).
_SHIPPED = "built-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """`originals` are what was taken out, by kind, in small letters and in the shortest form: for the second look, and
    for nothing else."""

    report: Report
    originals: dict[Removed, frozenset[str]]
    _whole: Report = field(repr=False)
    _redactor: Redactor = field(repr=False)
    _pseudonyms: Pseudonyms = field(repr=False)

    def without(self, found: Iterable[Found]) -> "Released | None":
        """The same report with `found`, which a document of it showed, removed from all its fields. None where no field
        holds any of it: what the document showed are words of its own."""
        found = tuple(found)
        self._redactor.force(found)
        again = _released(self._whole, Share(self.report.run.share), self._redactor, self._pseudonyms)
        if again.report == self.report:
            return None
        for one in found:
            self._pseudonyms.note(one.removed, one.text)
        return _counted(again)

    def without_words_of_others(self) -> "Released":
        """The same report without anything that others said."""
        self._redactor.remove_wholesale()
        return _released(self._whole, Share(self.report.run.share), self._redactor, self._pseudonyms)


def release(report: Report, level: Share, public_names: PublicNames, own: LocalIdentity | None = None) -> Released:
    """`report` as `level` may have it. `own` are names of this computer and its user, to look for anywhere.

    A report that was released before can only be made stricter: see `Share.rank`. Raises Unmarked.
    """
    pseudonyms = Pseudonyms()
    redactor = learned_redactor([report], [report], level, pseudonyms, public_names, own or LocalIdentity())
    return _released(report, level, redactor, pseudonyms)


def learned_redactor(
    values: Sequence[Any],
    reports: Sequence[Report],
    level: Share,
    pseudonyms: Pseudonyms,
    public_names: PublicNames,
    own: LocalIdentity,
    table: Iterable[str] = (),
) -> Redactor:
    """A redactor that has read all texts of `values`, some of which may be `reports`; `table` are further hosts of a
    table of one's own. Raises Unmarked."""
    for report in reports:
        public_names = _with_its_table(report, public_names)
    redactor = _redactor(reports, level, pseudonyms, public_names, own, table)
    if level is not Share.INTERNAL:
        texts = _texts(values)
        for _, value in texts:
            pseudonyms.reserve(value if isinstance(value, str) else " ".join(value))
        redactor.learn(texts)
    return redactor


def _texts(values: Iterable[Any]) -> Iterable[tuple[Kind, Value]]:
    """Every text of the values with its kind, each once."""
    seen: dict[tuple[Kind, Value], None] = {}

    def note(kind: Kind, value: Any) -> Any:
        seen[kind, value] = None
        return value

    for one in values:
        cleaned(one, type(one), note)
    return seen


def _released(report: Report, level: Share, redactor: Redactor, pseudonyms: Pseudonyms) -> Released:
    clean = cleaned(report, Report, redactor)
    return _counted(
        Released(
            report=replace(
                clean,
                schema_version=report.schema_version,
                run=replace(clean.run, share=level.value, started_at=report.run.started_at),
            ),
            originals={},
            _whole=report,
            _redactor=redactor,
            _pseudonyms=pseudonyms,
        )
    )


def _counted(released: Released) -> Released:
    """With the account of what was taken out by now."""
    pseudonyms = released._pseudonyms
    return replace(
        released,
        report=replace(released.report, redactions=pseudonyms.account(released._whole.redactions)),
        originals={removed: originals for removed in Removed if (originals := pseudonyms.of(removed))},
    )


def _with_its_table(report: Report, public_names: PublicNames) -> PublicNames:
    """`public_names`, and what the shipped table of the version that ran may have had beside."""
    if report.run.host_table.source != _SHIPPED:
        return public_names
    words = {word for result in report.endpoints for word in (result.service, result.operator)}
    samples = {
        word
        for seen in attempts(report.observations)
        if seen.sample
        for word in (seen.sample.service, seen.sample.operator)
    }
    names = frozenset(result.host.lower() for result in report.endpoints)
    return replace(
        public_names,
        domains=public_names.domains | {name for name in names if address_of(name) is None},
        addresses=public_names.addresses | frozenset(filter(None, map(address_of, names))),
        words=public_names.words | words | samples,
    )


def _redactor(
    reports: Sequence[Report],
    level: Share,
    pseudonyms: Pseudonyms,
    public_names: PublicNames,
    own: LocalIdentity,
    table: Iterable[str],
) -> Redactor:
    hosts = (*table, *(result.host for report in reports for result in report.endpoints))
    return Redactor(
        level,
        pseudonyms,
        public_names,
        identities=Identities(pseudonyms, own),
        # The public may not read who is in a table of one's own.
        hosts=Hosts(
            pseudonyms,
            public_names,
            level,
            own_table=hosts if level is Share.SUPPORT else (),
            here=own.hosts,
        ),
        addresses=Addresses(
            pseudonyms,
            public_names,
            level,
            exits=chain.from_iterable(map(_exits, reports)),
            own=chain.from_iterable(map(_own, reports)),
        ),
    )


def _exits(report: Report) -> Iterator[str]:
    """The public addresses that services saw us come from."""
    for seen in attempts(report.observations):
        yield from (echo.detail.address for echo in seen.echoes if echo.detail.address)
    if report.egress:
        yield from (sample.address for sample in report.egress.samples if sample.address)
        yield from (seen.address for seen in report.egress.addresses)
        for exits in report.egress.exits:
            yield from (*exits.addresses, *exits.elsewhere)


def _own(report: Report) -> Iterator[str]:
    """The addresses of this computer."""
    for interface in report.machine.interfaces or ():
        yield from interface.addresses
    for program in report.machine.tws_running or ():
        yield from (connection.local_address for connection in program.connections or ())
