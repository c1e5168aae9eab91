"""What a run will do, decided before it does anything: a plan is a value to compare, print and test."""

from conntest.plan.again import hosts_again, looks_limited, names_again
from conntest.plan.egress import with_egress
from conntest.plan.egress_follow_up import more_about_egress
from conntest.plan.follow_up import follow_up
from conntest.plan.make import make_plan
from conntest.plan.proxies import identity_probes, with_proxies
from conntest.plan.selection import known_ids, unmatched
from conntest.plan.subjects import direct_plan

__all__ = [
    "direct_plan",
    "follow_up",
    "hosts_again",
    "identity_probes",
    "known_ids",
    "looks_limited",
    "make_plan",
    "more_about_egress",
    "names_again",
    "unmatched",
    "with_egress",
    "with_proxies",
]
