"""The room that redacts: a report in, the same report out with what must not be shared replaced, and a second look over
the finished document."""

from conntest.share.known import Known, Own, known_of
from conntest.share.plaintext import for_support
from conntest.share.release import Released, release
from conntest.share.sweep import LeakError, sweep
from conntest.share.typed import Unmarked

__all__ = ["Known", "LeakError", "Own", "Released", "Unmarked", "for_support", "known_of", "release", "sweep"]
