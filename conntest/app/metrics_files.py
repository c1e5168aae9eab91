"""`.prom` files: written whole, readable by the exporter that collects them, and over their own older selves."""

from pathlib import Path

from conntest.files import write_whole

SUFFIX = ".prom"

#: The textfile collector runs as a user of its own.
_MODE = 0o644

#: What a file of ours begins with (`conntest.render.prometheus.BEGINS`).
_BEGINS = b"# HELP conntest_"


def is_metrics(path: Path) -> bool:
    """Whether the file's name says that it holds metrics."""
    return path.suffix.lower() == SUFFIX


def may_replace(path: Path) -> bool:
    """Whether `path` is a file of metrics that an earlier run of ours wrote."""
    if not is_metrics(path) or path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_BEGINS)) == _BEGINS
    except OSError:
        return False


def write_document(path: Path, text: str, *, overwrite: bool) -> None:
    """A document of any format, as its kind is written. Raises OutputError."""
    if is_metrics(path):
        write_whole(path, text, overwrite=overwrite or may_replace(path), mode=_MODE)
    else:
        write_whole(path, text, overwrite=overwrite)
