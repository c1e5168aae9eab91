"""A run's documents where it is compared with the run of another network: its page has both side by side."""

from collections.abc import Callable
from dataclasses import replace

from conntest.app.sharing import Documents, language_of, together
from conntest.language import using
from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.render import beside
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class _Runs:
    """Both, as one value that is redacted together: an address gets one pseudonym in either."""

    old: Report
    new: Report


class Compared(Documents):
    """The documents of `report`; `old` is the report of the other network, whose level counts too."""

    def __init__(self, report: Report, level: Share, old: Report) -> None:
        super().__init__(report, max(level, Share(old.run.share), key=lambda share: share.rank))
        self._runs = _Runs(old=old, new=report)

    def text(self, name: str) -> str:
        """The page has the comparison; the other formats are the report's own."""
        return self._together(self._page, name) if name == "html" else super().text(name)

    def beside(self) -> str:
        """The comparison as text."""
        return self._together(lambda runs: beside.to_text(runs.old, runs.new), "txt")

    def _together(self, render: Callable[[_Runs], str], name: str) -> str:
        runs = self._runs
        with using(language_of(name)):
            return together(runs, render, name, self.level, reports=(runs.old, runs.new))

    def _page(self, runs: _Runs) -> str:
        """What tells of the sharing is the report's own."""
        from conntest.render import html  # late: a page is not always wanted

        shared, run = self.report(), runs.new.run
        new = replace(
            runs.new,
            schema_version=shared.schema_version,
            redactions=shared.redactions,
            run=replace(run, share=shared.run.share, started_at=shared.run.started_at),
        )
        return html.to_html(new, other=runs.old)
