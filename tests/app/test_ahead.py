"""What the end of a run needs is loaded while the run waits."""

import json
import subprocess
import sys
from pathlib import Path

_SAVED = Path(__file__).parents[2] / "reports" / "examples" / "ports-dropped.json"

#: Prints which modules were loaded meanwhile, and which ones a report's documents need beyond them.
_PROGRAM = """
import asyncio, json, sys
import conntest.app.run
from conntest.app.ahead import loading_ahead
from conntest.cli import main
from conntest.net.ca_store import TrustStores

def public_names():
    from conntest.app.sharing import public_names
    return public_names

async def wait():
    with loading_ahead(TrustStores()):
        while "conntest.app.output" not in sys.modules or not public_names().cache_info().currsize:
            await asyncio.sleep(0.01)

begun = set(sys.modules)
asyncio.run(wait())
waited = set(sys.modules)
try:
    main(["show", *sys.argv[1:]])
finally:
    print("\\n" + json.dumps([sorted(waited - begun), sorted(set(sys.modules) - waited)]))
"""

#: What judges, cleans and writes.
_ROOMS = tuple(f"conntest.{room}." for room in ("diagnosis", "evidence", "findings", "share", "wording", "render"))


def test_nothing_that_judges_or_writes_is_loaded_behind_the_wait(tmp_path: Path) -> None:
    files = ("-o", str(tmp_path / "a.html"), "-o", str(tmp_path / "a.json"))
    words = [sys.executable, "-c", _PROGRAM, str(_SAVED), *files]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    meanwhile, behind = json.loads(done.stdout.splitlines()[-1])
    assert "conntest.share.sweep" in meanwhile
    assert [name for name in behind if name.startswith(_ROOMS)] == []
