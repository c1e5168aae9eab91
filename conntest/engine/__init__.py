"""Runs a plan: what may start when, how much at once, until when. It knows no protocol and judges nothing."""

from conntest.engine.conduct import Limits, Outcome, run
from conntest.engine.pac_jobs import Extend, Extension
from conntest.engine.pace import pace_of

__all__ = ["Extend", "Extension", "Limits", "Outcome", "pace_of", "run"]
