"""Scenarios that the diagnosis judges wrongly, by name: expected to fail until the findings are changed.

A change that judges one rightly takes its name off: the test of one that stands here and is judged rightly fails.
"""

JUDGED_WRONGLY = frozenset(
    {
        # The portal or the ports are accused, against evidence of the same run.
        "long-packets-vanish",
        "20-new-connections-a-second",
        "answers-forged-on-the-way",
        "answers-forged-on-the-way-from-a-pool",
        "ipv4-is-dead-and-ipv6-is-not",
        "a-socks-proxy-that-closes-is-set",
        # Nothing is found.
        "ipv6-alone-without-a-translation",
        "tls-is-cut-on-the-gateway-ports",
        "a-socks-proxy-that-closes-beside-an-open-path",
        # Silence of a name server is taken for denial.
        "a-third-of-round-trips-is-lost",
        "questions-for-ipv6-are-never-answered",
        # The cause is not named, or not the one to act on.
        "a-dead-vpn-carries-every-route",
        "a-resolver-over-tcp-alone",
        "gateways-refuse-by-themselves",
        "a-proxy-of-a-windows-domain-is-the-only-way-out",
        "a-proxy-with-digest-is-the-only-way-out",
        "a-proxy-with-basic-is-the-only-way-out",
        "a-socks-proxy-with-a-login-is-the-only-way-out",
        # A verdict over all is worse than every verdict below it.
        "inspection-spares-the-operator",
        # Answers of others are taken for the operator's own changes.
        "answers-of-public-resolvers-forged",
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
        "25-new-connections-a-second",
        "100-new-connections-a-second",
        "200-sessions-at-a-time",
        "a-resolver-loses-a-quarter",
        "a-resolver-fails-for-a-fifth",
    }
)
