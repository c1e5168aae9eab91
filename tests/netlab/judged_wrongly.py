"""Scenarios that the diagnosis judges wrongly, by name: expected to fail until the findings are changed.

A change that judges one rightly takes its name off: the test of one that stands here and is judged rightly fails.
"""

JUDGED_WRONGLY = frozenset(
    {
        # The portal or the ports are accused, where names are forged.
        # Nothing is found.
        "tls-is-cut-on-the-gateway-ports",
        # Silence of a name server is taken for denial.
        # The cause is not named, or not the one to act on.
        "gateways-refuse-by-themselves",
        # Names that share an address are taken for forged.
        "shared-gateways-refuse-on-a-weekday",
        "shared-ports-dropped-in-the-weekend-window",
        # A port is judged by the language that it does not speak, or not at all.
        "shared-greeting-silent",
        "shared-tls-silent",
        "shared-port-4000-silent",
        # The operator's own windows are not known.
        "shared-gateways-refuse-in-the-weekend-window",
        "shared-my-region-refuses-in-its-daily-window",
    }
)

#: Judged wrongly or rightly by lot, or by the speed of the machine: which queries are lost, how fast the run's own
#: connections follow one another. These may pass meanwhile.
SOMETIMES_JUDGED_WRONGLY = frozenset(
    {
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
