"""Readers of the files that users name, and of what Ansible finds in an inventory."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from conntest.app import config, inventory, merge, passwords, recordings
from conntest.app.errors import UserError
from conntest.compare.audit import Audit
from conntest.compare.gathering import Gathering
from conntest.fleet import ansible
from conntest.hosts import TableError, load_table
from conntest.report_io.json import to_json
from conntest.report_io.validate import DocumentError
from conntest.watch import documents
from conntest.watch.page import to_html
from tests.cli.tiny import TINY
from tests.render import samples
from tests.watch.scene import watched_days

from .reader import Reader, of_document, of_file

_EXTENSION = """extends: built-in
remove: [ndc1-hb1]
hosts:
- id: x
  label: Proxy of the company
  host: a.example
  ports: [443]
  group: service
  service: a test
  source: own
  evidence: single
"""

_NOW = datetime(2026, 12, 1, tzinfo=UTC)


def _recording(text: str) -> object:
    """Read, written in every format, and taken for a report, as `show` and `merge` do."""
    recording = documents.from_json(text)
    documents.to_json(recording)
    documents.to_csv(recording)
    documents.to_text(recording)
    to_html(recording)
    return to_json(recordings.as_report("x", recording))


def _conclusions(file: Path) -> object:
    """Read, and merged with itself, as of two sites."""
    found = merge.conclusions(file)
    gathering = Gathering()
    for site in ("a", "b"):
        gathering.add(found, site, "x.json", None)
    return gathering.result(merge.TOOL, merge._texts, Audit(now=_NOW, max_age_s=3600.0, before=gathering.sites))


def _ends(result: Mapping[str, Any]) -> object:
    """What a module says on a host, which may be anyone's, of a task that failed there, or of one that never began."""
    data = {"host": "x", "task": "run", "res": result}
    return [
        list(ansible.host_end({"event": event, "event_data": data}))
        for event in ("runner_on_failed", "runner_on_unreachable")
    ]


def _inventory(file: Path) -> object:
    """Without Ansible, which is asked where the file is neither a list nor an export."""
    return inventory._listed(inventory.saved.text_of(file))


@cache
def _watched() -> str:
    """Some of everything: what is drawn takes time, and so do two days, minute by minute."""
    whole = watched_days(every_s=300.0)
    series = tuple(dataclasses.replace(one, buckets=one.buckets[:6]) for one in whole.series[:3])
    short = dataclasses.replace(whole, outages=whole.outages[:3], gaps=whole.gaps[:2], series=series)
    return documents.to_json(short)


USER_FILES = (
    of_file("host table", load_table, TINY.encode(), _EXTENSION.encode(), refusals=(TableError,)),
    of_file(
        "config.toml",
        config.read,
        b'region = ["europe"]\nsite = "berlin-01"\nshare = "support"\nproxy = "http://u:p@host:1"\n',
        refusals=(UserError,),
    ),
    of_file(
        "password file",
        lambda file: passwords.password_from(str(file)),
        b"s3cr3t\n",
        b"\xef\xbb\xbfa:b@c\r\nsecond",
        refusals=(UserError,),
    ),
    of_file(
        "list of sites",
        _inventory,
        b"berlin-01 # a\n\nzug\n",
        json.dumps({"_meta": {}, "all": {"children": ["a"]}, "a": {"hosts": ["x", "y"]}}).encode(),
        refusals=(UserError,),
    ),
    of_document(
        "hosts of Ansible",
        lambda groups: list(ansible.hosts_of(groups)),
        {"_meta": {}, "all": {"children": ["a", "b"]}, "a": {"hosts": ["x", "y"], "children": ["b", "all"]}},
    ),
    of_document(
        "result of Ansible",
        _ends,
        {"rc": 2, "stderr": "a\nb", "msg": "Error executing command.", "cmd": ["conntest", "run"]},
        {"rc": 2, "msg": "Error executing command.", "cmd": "'/x y/conntest' run"},
        {"rc": 1, "msg": "timed out"},
    ),
    Reader(
        name="recording",
        read=lambda data: _recording(data.decode("utf-8", errors="replace")),
        seeds=(_watched().encode(),),
        refusals=(documents.RecordingError, UserError),
        is_json=True,
    ),
    dataclasses.replace(
        of_file("conclusions", _conclusions, to_json(samples.healthy()).encode(), refusals=(DocumentError, UserError)),
        is_json=True,
    ),
)
