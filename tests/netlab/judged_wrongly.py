"""Scenarios that the diagnosis judges wrongly, by name: expected to fail until the findings are changed.

A change that judges one rightly takes its name off: the test of one that stands here and is judged rightly fails.
"""

JUDGED_WRONGLY: frozenset[str] = frozenset()

#: Judged wrongly or rightly by lot, or by the speed of the machine: which queries are lost, how fast the run's own
#: connections follow one another. These may pass meanwhile.
SOMETIMES_JUDGED_WRONGLY = frozenset(
    {
        # Lost packets look like a limit of new connections, and a queue of two seconds like data that is swallowed.
        "one-packet-in-twenty-is-lost",
        # Now and then a website is lost three times in a row, and the portal is not certain then.
        "a-third-of-round-trips-is-lost",
        "a-narrow-line-with-a-long-queue",
        "answers-forged-on-the-way",
        "answers-forged-on-the-way-from-a-pool",
        "a-resolver-over-tcp-alone",
        "20-new-connections-a-second",
        "25-new-connections-a-second",
        "100-new-connections-a-second",
        "200-sessions-at-a-time",
        "a-resolver-loses-a-quarter",
        "a-resolver-fails-for-a-fifth",
    }
)
