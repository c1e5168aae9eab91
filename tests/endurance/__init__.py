"""What takes longer than a test may: signals at random moments, and whole runs against hostile servers.

Not part of README's command. `.venv/bin/pytest tests/endurance` takes two minutes; CONNTEST_MOMENTS=40 tries 40 moments
for each signal.
"""
