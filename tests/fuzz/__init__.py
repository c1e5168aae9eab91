"""Every reader of what comes from the network, from files and from other programs, given whatever may come; and reports
with secrets in all of their texts, in every format at every level of sharing.

In the suite some hundred inputs each, and as many as CONNTEST_FUZZ says. The long runs are `.venv/bin/python -m
tests.fuzz --runs 1000000` and `--reports 100000`. With `--guided` coverage leads the inputs: `.venv/bin/pip install
atheris`, for which there is not a wheel for every system and Python, so that no extra of ours asks for it.
"""
