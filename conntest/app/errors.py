"""Why a command ends without what was asked for."""

import errno

_MEMORY = "close programs that use much memory"
_DISK = "free space on the disk, or name a temporary folder on another one (TMPDIR)"

#: What a computer may run out of, by the error that says so, and what to do about it.
_EXHAUSTED = {
    errno.EMFILE: "allow this program more open files (`ulimit -n 1024`)",
    errno.ENFILE: "close programs that hold many files or connections",
    errno.ENOBUFS: "close programs that hold many connections",
    errno.ENOMEM: _MEMORY,
    errno.ENOSPC: _DISK,
    getattr(errno, "EDQUOT", errno.ENOSPC): _DISK,  # not on Windows
}


class UserError(Exception):
    """What the user can mend. Its text is a sentence that says what is wrong and what to do. Exit code 2."""


def exhausted(error: BaseException) -> str | None:
    """A sentence for an error that says no more than that this computer has run out of something; None for others, and
    for groups of errors in which another one is."""
    if isinstance(error, BaseExceptionGroup):
        sentences = [exhausted(inner) for inner in error.exceptions]
        return sentences[0] if all(sentences) else None
    if isinstance(error, MemoryError):
        return f"there is not enough memory for this; {_MEMORY}"
    if isinstance(error, RuntimeError) and str(error).startswith("can't start new thread"):
        return "no thread can be started; allow this user more processes and threads (`ulimit -u`)"
    if isinstance(error, OSError) and error.errno in _EXHAUSTED:
        return f"this computer is at a limit ({error.strerror}); {_EXHAUSTED[error.errno]}"
    return None
