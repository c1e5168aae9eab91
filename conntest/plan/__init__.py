"""What a run will do, decided before it does anything: a plan is a value to compare, print and test."""

from conntest.plan.follow_up import follow_up
from conntest.plan.selection import known_ids, unmatched
from conntest.plan.subjects import make_plan

__all__ = ["follow_up", "known_ids", "make_plan", "unmatched"]
