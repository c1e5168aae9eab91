"""A report as it may be given to somebody: typed, so that nothing is forgotten; consistent, so that it still reads."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from conntest.model.observation import attempts
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.share.addresses import Addresses
from conntest.share.cleaning import Cleaning
from conntest.share.hosts import Hosts
from conntest.share.known import Known, Own
from conntest.share.people import People
from conntest.share.pseudonyms import Ledger, Removed, address_of
from conntest.share.typed import cleaned

#: Where a run used the shipped table (`TableInfo.source`).
_SHIPPED = "built-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """`originals` are what was taken out, by kind, in small letters and in the shortest form: for the second look, and
    for nothing else."""

    report: Report
    originals: dict[Removed, frozenset[str]]


def release(report: Report, level: Share, known: Known, own: Own | None = None) -> Released:
    """`report` as `level` may have it. `own` are names of this computer and its user, to look for anywhere.

    A report that was released before can only be made stricter: see `Share.rank`. Raises Unmarked.
    """
    if level is Share.INTERNAL:
        return Released(report=replace(report, run=replace(report.run, share=level.value)), originals={})
    ledger, known = Ledger(), _with_its_table(report, known)
    cleaning = _cleaning(report, level, ledger, known, own or Own())
    cleaned(report, Report, lambda _, value: _reserved(ledger, value))
    # What is concluded quotes what was seen, and stands before it: so all is read once before anything is replaced.
    cleaned(replace(report, findings=()), Report, cleaning)
    cleaning.learn()
    clean = cleaned(report, Report, cleaning)
    remains = cleaning.remains()
    secret = {
        removed: frozenset(one for one in ledger.of(removed) if one.lower() not in remains) for removed in Removed
    }
    return Released(
        report=replace(
            clean,
            schema_version=report.schema_version,
            run=replace(clean.run, share=level.value, started_at=report.run.started_at),
            redactions=ledger.account(report.redactions),
        ),
        originals={removed: originals for removed, originals in secret.items() if originals},
    )


def _reserved(ledger: Ledger, value: object) -> object:
    for text in value if isinstance(value, tuple) else (value,):
        ledger.reserve(str(text))
    return value


def _with_its_table(report: Report, known: Known) -> Known:
    """`known`, and what the shipped table of the version that ran may have had beside."""
    if report.run.host_table.source != _SHIPPED:
        return known
    words = {word for result in report.endpoints for word in (result.service, result.operator)}
    samples = {
        word
        for seen in attempts(report.observations)
        if seen.sample
        for word in (seen.sample.service, seen.sample.operator)
    }
    names = frozenset(result.host.lower() for result in report.endpoints)
    return replace(
        known,
        domains=known.domains | {name for name in names if address_of(name) is None},
        addresses=known.addresses | frozenset(filter(None, map(address_of, names))),
        words=known.words | words | samples,
    )


def _cleaning(report: Report, level: Share, ledger: Ledger, known: Known, own: Own) -> Cleaning:
    # The public may not read who is in a table of one's own.
    table = [result.host for result in report.endpoints] if level is Share.SUPPORT else ()
    hosts = Hosts(ledger, known, level, own_table=table, here=own.hosts)
    hosts.learn()
    return Cleaning(
        level,
        ledger,
        known,
        people=People(ledger, own),
        hosts=hosts,
        addresses=Addresses(ledger, known, level, exits=_exits(report), own=_own(report)),
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
