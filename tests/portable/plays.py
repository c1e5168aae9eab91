"""What a program that plays scenarios (`tests.portable.demos`) must say of them."""

import json

from tests.portable.programs import Programs, Words

#: One of each way in which connections fail, a proxy, and what is in between. All others are `thorough`: little differs
#: from one to the next that another system could change.
ALIKE = (
    "healthy",
    "captive-portal",
    "ports-dropped",
    "ports-rejected",
    "ports-reset",
    "socks-required",
    "tls-inspection",
)


def as_here(words: Words, programs: Programs) -> None:
    """Each of its scenarios is found to be what it is, and no failure is unknown."""
    done = programs.ended(words)
    assert (done.returncode, done.stderr) == (0, "")
    found = {one["name"]: (one["differences"], one["unknown"]) for one in map(json.loads, done.stdout.splitlines())}
    assert found == dict.fromkeys(words[2:], ([], []))
