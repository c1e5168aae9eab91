"""What every finding is made of: what is true of its code, the rule that concludes it, and the words for its facts."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from typing import Self

from conntest.evidence.evidence import Evidence
from conntest.findings.symptoms import Symptom
from conntest.language import gettext as _
from conntest.model.finding import Code, Finding, Remedy
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do in one case. `when` says in words which case that is; None is the ordinary one."""

    when: str | None = None
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is true of every finding of a code. All texts are English, marked with `N_` for translators.

    `title` is the effect, without a full stop. `meaning` has two paragraphs: what it is for a trader, then what the
    evidence allows an administrator to say. `advice` is what `conntest explain` shows, the ordinary case first.
    `healthy_cause` is a reason why the finding can show on a network where nothing is wrong. `symptoms` are what TWS
    and its kin show when this is the cause.
    """

    code: Code
    title: str
    meaning: str
    advice: tuple[Advice, ...]
    healthy_cause: str | None = None
    symptoms: tuple[Symptom, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion(Finding):
    """A finding together with the rule that concludes it. Each subclass has a file and a case in `finding_type`.

    Its fields are facts: typed, each text marked with its privacy kind, so that a redacted finding, or one in another
    language, is the same value. No sentence is stored.
    """

    @classmethod
    @abstractmethod
    def about(cls) -> About: ...

    @classmethod
    @abstractmethod
    def conclude(cls, evidence: Evidence) -> Iterator[Self]:
        """The rule. Pure; its docstring states what the evidence allows one to say, and no more."""

    @property
    def code(self) -> Code:
        return self.about().code

    @property
    def title(self) -> str:
        return _(self.about().title)

    @property
    def symptoms(self) -> tuple[Symptom, ...]:
        """How users see it, the most typical first, given the facts."""
        return self.about().symptoms

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        return tuple(replace(one, steps=tuple(map(_, one.steps))) for one in self.advice())

    def advice(self) -> tuple[Remedy, ...]:
        """What to do, given the facts; in English, as `about` has it, or already in the language in use."""
        return self.about().advice[0].remedies
