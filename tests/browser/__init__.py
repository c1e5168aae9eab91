"""The HTML report in a real browser. Not part of the default run: `.ci/run` runs it where Chromium is installed."""
