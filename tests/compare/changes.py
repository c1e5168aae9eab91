"""Reports that are otherwise, in one thing each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conntest.model.egress import Egress, Exits, Pattern
from conntest.model.finding import Status
from conntest.model.observation import DIRECT
from conntest.model.report import Report


def changed(name: str, **more: Any) -> Callable[[Report], Report]:
    """One endpoint's result, otherwise."""

    def change(report: Report) -> Report:
        results = (replace(one, **more) if one.id == name else one for one in report.endpoints)
        return replace(report, endpoints=tuple(results))

    return change


def on(path: str, status: Status) -> Callable[[Report], Report]:
    """Every endpoint on one more path."""

    def change(report: Report) -> Report:
        results = (replace(one, paths={**one.paths, path: status}) for one in report.endpoints)
        return replace(report, endpoints=tuple(results))

    return change


def with_exits(pattern: Pattern, *addresses: str) -> Callable[[Report], Report]:
    exits = Exits(path=DIRECT, family=4, pattern=pattern, addresses=addresses, confidence=None)
    egress = Egress(samples=(), addresses=(), pattern=pattern, confidence=None, exits=(exits,))
    return lambda report: replace(report, egress=egress)


def with_machine(**facts: Any) -> Callable[[Report], Report]:
    return lambda report: replace(report, machine=replace(report.machine, **facts))


def with_run(**facts: Any) -> Callable[[Report], Report]:
    return lambda report: replace(report, run=replace(report.run, **facts))


def reordered(report: Report) -> Report:
    return replace(report, endpoints=report.endpoints[::-1], observations=report.observations[::-1])


PARTLY = {"status": Status.WARN, "paths": {DIRECT: Status.WARN}}
