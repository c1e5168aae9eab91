"""The room that redacts: a report in, the same report out with what must not be shared replaced, and a second look over
the finished document."""

from conntest.share.credentials import without_passwords
from conntest.share.forced import Found
from conntest.share.identities import LocalIdentity
from conntest.share.plaintext import for_support
from conntest.share.public_names import PublicNames, public_names_of
from conntest.share.release import Released, release
from conntest.share.sweep import sweep
from conntest.share.together import ReleasedTogether
from conntest.share.typed import Unmarked

__all__ = [
    "Found",
    "LocalIdentity",
    "PublicNames",
    "Released",
    "ReleasedTogether",
    "Unmarked",
    "for_support",
    "public_names_of",
    "release",
    "sweep",
    "without_passwords",
]
