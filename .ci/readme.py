"""Prints a command of README.md, so that what is tested is what stands there: `readme.py NAME [WORD…]`.

NAME is that of the comment before the block, `<!-- NAME -->`. WORDs are added to the last line.
"""

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"


def block(name: str) -> str:
    """The lines of the first block of code after the comment. Raises SystemExit where there is none."""
    pattern = rf"<!-- {re.escape(name)} -->\n+```\w+\n(.*?)\n```"
    found = re.search(pattern, README.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise SystemExit(f"README.md: no block of code follows <!-- {name} -->")
    return found[1]


if __name__ == "__main__":
    print(" ".join((block(sys.argv[1]), *sys.argv[2:])))
