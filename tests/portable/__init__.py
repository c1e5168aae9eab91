"""conntest as on other systems, on Linux.

Windows: CPython's own proactor event loop over an imitation of what lies below it.

The imitation answers as Microsoft documents: errors with `winerror`, one completion port per handle, refusals that take
two seconds, no readiness. It proves what Python code does with such answers; it cannot prove the answers.

macOS: little has to be imitated, as it is POSIX too.
"""
