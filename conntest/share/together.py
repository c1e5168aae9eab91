"""What was made of several reports, such as a comparison, as it may be given to somebody."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from conntest.model.privacy import Share
from conntest.model.report import Report
from conntest.share.forced import Found
from conntest.share.identities import LocalIdentity
from conntest.share.pseudonyms import Pseudonyms, Removed
from conntest.share.public_names import PublicNames
from conntest.share.release import learned_redactor
from conntest.share.typed import cleaned

T = TypeVar("T")


class ReleasedTogether(Generic[T]):
    """`whole`, whose texts are marked in its type, at `level`. A name gets one pseudonym, whichever of the `reports` it
    stands in; `table` are hosts of a table of one's own, which support may read. Raises Unmarked."""

    def __init__(
        self,
        whole: T,
        level: Share,
        public_names: PublicNames,
        own: LocalIdentity | None = None,
        *,
        reports: Sequence[Report] = (),
        table: Iterable[str] = (),
    ) -> None:
        self._whole, self._level, self._own = whole, level, own
        self._pseudonyms = Pseudonyms()
        self._redactor = learned_redactor(
            [whole, *reports], reports, level, self._pseudonyms, public_names, own or LocalIdentity(), table
        )
        self.value: T = self._cleaned()

    @property
    def originals(self) -> dict[Removed, frozenset[str]]:
        """What was taken out, by kind."""
        return {removed: originals for removed in Removed if (originals := self._pseudonyms.of(removed))}

    def remove(self, found: Iterable[Found]) -> bool:
        """Remove what a document still showed. Gives whether any text held it: the rest are words of ours."""
        found, before = tuple(found), self.value
        self._redactor.force(found)
        self.value = self._cleaned()
        if self.value == before:
            return False
        for one in found:
            self._pseudonyms.note(one.removed, one.text)
        return True

    def remove_words_of_others(self) -> None:
        """Remove all that others said."""
        self._redactor.remove_wholesale()
        self.value = self._cleaned()

    def _cleaned(self) -> T:
        result: T = cleaned(self._whole, type(self._whole), self._redactor)
        return result
