"""The room that redacts: a report in, the same report out with what must not be shared replaced, and a second look over
the finished document."""

from conntest.redaction.known import Known, Own, known_of
from conntest.redaction.plaintext import for_support
from conntest.redaction.release import Released, release
from conntest.redaction.sweep import LeakError, sweep
from conntest.redaction.typed import Unmarked

__all__ = ["Known", "LeakError", "Own", "Released", "Unmarked", "for_support", "known_of", "release", "sweep"]
