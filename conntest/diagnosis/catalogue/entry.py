"""The shapes of the catalogue: what a finding's texts consist of."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conntest.model.finding import Code, Remedy

#: The key of the remedies that hold for every variant without its own.
DEFAULT = ""

#: The parameter of a draft that is a sentence by itself, told after the summary where there is one.
AFTERWARDS = "afterwards"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The texts of one finding code.

    `meaning` has two paragraphs: what it is for a trader, then what the evidence allows an administrator to say.
    `summaries` maps a draft's variant to a `str.format` template of complete sentences. `remedies` holds what to do,
    by variant, with `DEFAULT` for the rest; `cases` says in words when each of the other keys applies.
    `titles` are for variants of which `title` says too little or too much.
    `healthy_cause` is a reason why the finding can show on a network where nothing is wrong.
    """

    code: Code
    title: str
    meaning: str
    summaries: Mapping[str, str] = field(default_factory=dict)
    remedies: Mapping[str, tuple[Remedy, ...]]
    cases: Mapping[str, str] = field(default_factory=dict)
    healthy_cause: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)

    def title_of(self, variant: str) -> str:
        """What leads the finding, and the report if it comes first."""
        return self.titles.get(variant, self.title)

    def remedies_for(self, variant: str) -> tuple[Remedy, ...]:
        """What to do about `variant`."""
        return self.remedies.get(variant, self.remedies[DEFAULT])
