"""Limits that a process sets itself before it runs a setup script. Imports nothing of conntest.

The engine's own limits do not hold within one native call, such as a search in a text of 100 MB. These are the
system's, so they hold there too. On Linux the process also ends with its parent; elsewhere it ends when its stdin does.
"""

import ctypes
import os
import select
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

#: prctl(2): the signal that this process gets when its parent ends.
_PR_SET_PDEATHSIG = 1

#: winnt.h, JOBOBJECT_BASIC_LIMIT_INFORMATION: which limits are set.
_JOB_LIMIT_PROCESS_TIME = 0x2
_JOB_LIMIT_ACTIVE_PROCESS = 0x8
_JOB_LIMIT_PROCESS_MEMORY = 0x100
_JOB_LIMIT_DIE_ON_UNHANDLED_EXCEPTION = 0x400
_JOB_LIMIT_KILL_ON_JOB_CLOSE = 0x2000

#: JOBOBJECTINFOCLASS: JobObjectExtendedLimitInformation.
_EXTENDED_LIMIT_INFORMATION = 9

#: A job counts time in units of 100 ns.
_TICKS_PER_S = 10_000_000


def confine(*, cpu_s: int, wall_s: float, memory_bytes: int) -> None:
    """Limit this process: computing time, time, memory; no files to write, no processes to start. Where the system
    refuses a limit, the others hold, and the parent ends this process in any case."""
    if sys.platform == "win32":
        _watch_time(wall_s)
        with suppress(OSError):
            _join_a_job(cpu_s, memory_bytes)
    else:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, wall_s)
        _limit_resources(cpu_s, memory_bytes)
        _end_with_parent()


def end_with(descriptor: int) -> None:
    """End this process when what `descriptor` reads ends, as stdin does when the parent is gone. Never returns."""
    with suppress(OSError):
        while os.read(descriptor, 1):
            pass
    os._exit(1)


def end_if_over(descriptor: int) -> None:
    """End this process if what `descriptor` reads is over already: the parent has gone before `confine` could have the
    system tell. The thread of `end_with` may not have had its turn, and gets none within a native call."""
    if sys.platform == "linux" and select.select([descriptor], [], [], 0)[0]:
        os._exit(1)


def _watch_time(wall_s: float) -> None:
    watch = threading.Timer(wall_s, os._exit, args=(1,))
    watch.daemon = True
    watch.start()


def _limit_resources(cpu_s: int, memory_bytes: int) -> None:
    if sys.platform != "win32":
        import resource

        limits = {
            resource.RLIMIT_CPU: cpu_s,
            # macOS knows this limit and does not always take it.
            resource.RLIMIT_AS: memory_bytes,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 0,
            # Of the user's processes, so that no other can be started; threads that run already stay.
            resource.RLIMIT_NPROC: 0,
        }
        for which, limit in limits.items():
            with suppress(OSError, ValueError):
                resource.setrlimit(which, (limit, limit))


def _end_with_parent() -> None:
    if sys.platform == "linux":
        parent = os.getppid()
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


class _BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION, winnt.h."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, winnt.h; IO_COUNTERS are six numbers of 64 bits."""

    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def job_limits(cpu_s: int, memory_bytes: int) -> _ExtendedLimits:
    """The limits of a Windows job of one process."""
    limits = _ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = (
        _JOB_LIMIT_PROCESS_TIME
        | _JOB_LIMIT_ACTIVE_PROCESS
        | _JOB_LIMIT_PROCESS_MEMORY
        | _JOB_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
        | _JOB_LIMIT_KILL_ON_JOB_CLOSE
    )
    limits.BasicLimitInformation.PerProcessUserTimeLimit = cpu_s * _TICKS_PER_S
    limits.BasicLimitInformation.ActiveProcessLimit = 1
    limits.ProcessMemoryLimit = memory_bytes
    return limits


def _join_a_job(cpu_s: int, memory_bytes: int) -> None:
    """Put this process into a Windows job of its own. The job ends with the last handle to it, which is this process's:
    it is not closed here. Raises OSError."""
    windll: Any = getattr(ctypes, "windll")  # noqa: B009, typeshed has it on Windows alone
    kernel = windll.kernel32
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.SetInformationJobObject.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32)
    kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    limits = job_limits(cpu_s, memory_bytes)
    job = kernel.CreateJobObjectW(None, None)
    size = ctypes.sizeof(limits)
    if not job or not kernel.SetInformationJobObject(job, _EXTENDED_LIMIT_INFORMATION, ctypes.byref(limits), size):
        raise OSError("no job with these limits can be made")
    if not kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()):
        raise OSError("this process cannot join a job")
