"""`conntest schema`."""

import json

from conntest.app import streams
from conntest.report_io.json import schema


def print_schema() -> None:
    """The JSON Schema of the report."""
    streams.write_document(json.dumps(schema(), indent=2) + "\n")
