"""Credentials, kept apart from everything that is printed, logged or saved."""

from conntest.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Credentials:
    """A user name and a password for one proxy. No text made of this value holds either of them."""

    user: str
    password: str

    def __repr__(self) -> str:
        return "Credentials(hidden)"
