"""How attempts at hosts ended, as clauses with a number: `18 timed out, 17 were refused`, `both were cut`."""

from typing import assert_never

from conntest import lists
from conntest.language import ngettext, pgettext
from conntest.model.outcome import ConnectOutcome, Outcome, OutcomeCount, Outcomes, Response


def how(outcomes: Outcomes) -> str:
    """`18 timed out, 17 were refused`: most frequent first. `all timed out` where they are all that were tried, and
    `3 of 6 timed out` where the others did not fail."""
    match outcomes.counts:
        case ():
            return ""
        case (only,) if outcomes.tried is not None and only.count < outcomes.tried:
            return _part(only, outcomes.tried)
        case (only,):
            return _every(only)
        case several:
            return lists.clauses(map(_some, several))


def _some(counted: OutcomeCount) -> str:
    """`1 was refused`, beside others that ended otherwise."""
    # translators: so many gateway ports or hosts, as in "18 timed out".
    return _clause(counted, pgettext("attempts", "{count}").format(count=counted.count))


def _part(counted: OutcomeCount, tried: int) -> str:
    """`3 of 6 timed out`, of which the rest did not fail."""
    # translators: so many gateway ports or hosts of those that were tried, as in "3 of 6 timed out".
    return _clause(counted, pgettext("attempts", "{count} of {tried}").format(count=counted.count, tried=tried))


def _every(counted: OutcomeCount) -> str:
    """`it timed out`, `both timed out`, `all timed out`."""
    match counted.count:
        case 1:
            # translators: the one gateway port or host that the sentence is about, as in "it timed out".
            return _clause(counted, pgettext("attempts", "it"))
        case 2:
            # translators: the two gateway ports or hosts, as in "both timed out".
            return _clause(counted, pgettext("attempts", "both"))
        case _:
            # translators: all gateway ports or hosts, as in "all timed out".
            return _clause(counted, pgettext("attempts", "all"))


def _clause(counted: OutcomeCount, who: str) -> str:
    return _said(counted.outcome, counted.count).format(who=who)


def _said(outcome: Outcome, count: int) -> str:
    # translators: {who} counts the gateway ports or hosts that a sentence is about, and is one of "it", "both", "all",
    # "{count}" and "{count} of {tried}" (context "attempts"). The clauses stand in brackets, several of them in a list.
    match outcome:
        case ConnectOutcome.DROPPED:
            return ngettext("{who} timed out", "{who} timed out", count)
        case ConnectOutcome.RESET:
            return ngettext("{who} was refused", "{who} were refused", count)
        case ConnectOutcome.ICMP:
            return ngettext("{who} was rejected by ICMP", "{who} were rejected by ICMP", count)
        case ConnectOutcome.UNREACHABLE:
            return ngettext("{who} was reported unreachable", "{who} were reported unreachable", count)
        case ConnectOutcome.DENIED:
            return ngettext(
                "{who} was refused by this computer itself", "{who} were refused by this computer itself", count
            )
        case Response.ANSWERED:
            return ngettext("{who} answered", "{who} answered", count)
        case Response.REFUSED_CERTIFICATE:
            return ngettext("{who} presented a bad certificate", "{who} presented a bad certificate", count)
        case Response.OTHER:
            return ngettext("{who} answered in another protocol", "{who} answered in another protocol", count)
        case Response.UNCLEAR:
            return ngettext("{who} ended TLS with an error", "{who} ended TLS with an error", count)
        case Response.CUT:
            return ngettext("{who} was cut", "{who} were cut", count)
        case Response.UNACKNOWLEDGED:
            return ngettext("{who} had its data swallowed", "{who} had their data swallowed", count)
        case Response.SILENT:
            return ngettext("{who} stayed silent", "{who} stayed silent", count)
        case ConnectOutcome.FAILED | Response.NONE:
            return ngettext("{who} failed otherwise", "{who} failed otherwise", count)
        case unknown:
            assert_never(unknown)
