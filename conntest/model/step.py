"""What every step of an attempt has: when it ran, and the error that ended it, if one did."""

from conntest.model.failure import Failure
from conntest.model.privacy import Words
from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """The failure that ended a step. `text` is what the system, a library or the peer said, "" if nothing."""

    kind: Failure
    text: Words = ""

    @classmethod
    def of(cls, kind: Failure | None, text: str | None) -> "Error | None":
        """The error of this kind; None where there is no failure."""
        return None if kind is None else cls(kind=kind, text=text or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """The base of all steps. `t0` and `t` are begin and end in seconds on the run's clock; `error` is None where the
    step succeeded. Raises ValueError unless `t >= t0 >= 0`."""

    t0: float
    t: float
    error: Error | None

    def __post_init__(self) -> None:
        if not 0 <= self.t0 <= self.t:
            raise ValueError(f"a step from {self.t0} s to {self.t} s: t >= t0 >= 0 must hold")

    @property
    def failure(self) -> Failure | None:
        """The name of the failure; None where the step succeeded."""
        return self.error.kind if self.error else None

    @property
    def raw_error(self) -> str | None:
        """The error's raw words; None where there are none."""
        return (self.error.text or None) if self.error else None


def refuse_negative(**counters: float | None) -> None:
    """Raises ValueError for a count or a duration below 0. None is what is not known."""
    for name, value in counters.items():
        if value is not None and value < 0:
            raise ValueError(f"{name} is {value}: it cannot be negative")
