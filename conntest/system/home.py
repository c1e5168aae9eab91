"""The user's home folder, where there is one."""

from pathlib import Path

#: Where Debian places the home of users that have none (policy manual, 9.2.3). Nothing exists below it.
NO_HOME = Path("/nonexistent")


def home_folder() -> Path:
    """The user's home, or `NO_HOME` where no variable and no entry of the user database names one. Never raises."""
    try:
        return Path.home()
    except (RuntimeError, KeyError, OSError):
        return NO_HOME
