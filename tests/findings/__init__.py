"""Tests of conntest.findings."""
