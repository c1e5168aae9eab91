"""Benches of the dialer: `python -m tests.bench [--small] [--strict]`, from the top of the repository."""
