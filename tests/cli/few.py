"""Runs that examine a dozen hosts and ports, for what does not depend on how much there is to read and to show."""

from tests.diagnosis.world import Change, run_with

#: Two gateways, so that what is wrong with them can lead; a website and neutral hosts, so that it can be about them.
FEW: Change = run_with(include=("ndc1*", "cdc1*", "www-america*", "control*"), third_party=False)
