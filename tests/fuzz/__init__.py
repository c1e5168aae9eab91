"""Every reader of what comes from the network, from files and from other programs, given whatever may come.

In the suite some hundred inputs each, and as many as CONNTEST_FUZZ says. The long run is `.venv/bin/python -m
tests.fuzz --runs 1000000`, and with `--guided` coverage leads it, where atheris is installed.
"""
