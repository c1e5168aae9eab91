"""What reports say that they were made by."""

from conntest import __version__
from conntest.model.report import Tool

TOOL = Tool(name="conntest", version=__version__)
