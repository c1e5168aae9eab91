"""Files appear whole or not at all, belong to their owner, and never take another's place unasked."""

import errno
import os
import stat
import tempfile
from pathlib import Path

import platformdirs
import pytest

from conntest import files
from conntest.files import OutputError, Taken, absolute, check_writable, write_new, write_whole


def write(path: Path, text: str = "new", *, overwrite: bool = False) -> None:
    write_whole(path, text, overwrite=overwrite)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@pytest.mark.parametrize("text", ["", "one line\n", "a\nb\r\nc", "東京 “ok” 🙂\n", "x" * 5_000_000])
def test_the_text_is_written_as_it_is(tmp_path: Path, text: str) -> None:
    write(tmp_path / "report.json", text)
    assert (tmp_path / "report.json").read_bytes() == text.encode()
    assert names(tmp_path) == ["report.json"]


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
@pytest.mark.parametrize("overwrite", [False, True])
def test_only_the_owner_may_read_it(tmp_path: Path, umask: int, overwrite: bool) -> None:
    path = tmp_path / "report.json"
    if overwrite:
        path.write_text("old")
        path.chmod(0o644)
    before = os.umask(umask)
    try:
        write(path, overwrite=overwrite)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("old")
    with pytest.raises(Taken, match=r"report\.json: exists already; .*--force"):
        write(path)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["report.json"]


def test_another_file_is_replaced_on_demand(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("old")
    write(path, overwrite=True)
    assert path.read_text() == "new"
    assert names(tmp_path) == ["report.json"]


def test_a_link_is_a_file_of_its_own_whatever_it_leads_to(tmp_path: Path) -> None:
    target, link, dangling = tmp_path / "target", tmp_path / "link", tmp_path / "dangling"
    target.write_text("old")
    link.symlink_to(target)
    dangling.symlink_to(tmp_path / "nothing")
    for path in (link, dangling):
        with pytest.raises(Taken):
            check_writable(path, overwrite=False)
        with pytest.raises(Taken):
            write(path)
    write(link, overwrite=True)
    assert (target.read_text(), link.read_text(), link.is_symlink()) == ("old", "new", False)
    assert names(tmp_path) == ["dangling", "link", "target"]


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize(
    ("function", "error"),
    [
        ("fsync", OSError(errno.ENOSPC, "No space left on device")),
        ("fsync", OSError(errno.EIO, "Input/output error")),
        ("replace", PermissionError(errno.EACCES, "Permission denied")),
    ],
)
def test_a_failure_leaves_nothing_behind_and_the_old_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, error: OSError, overwrite: bool
) -> None:
    def fail(*arguments: object) -> None:
        raise error

    path = tmp_path / "report.json"
    if overwrite:
        path.write_text("old")
    monkeypatch.setattr(os, function, fail)
    if function == "replace":
        monkeypatch.setattr(os, "link", fail)
    with pytest.raises(OutputError, match=rf"report\.json: cannot be written \({error.strerror}\)"):
        write(path, overwrite=overwrite)
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == (
        [("report.json", "old")] if overwrite else []
    )


@pytest.mark.skipif(os.name != "posix", reason="limits are a matter of POSIX")
def test_a_file_that_grows_too_large_leaves_nothing_behind(tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OutputError, match="File too large"):
            write(tmp_path / "report.json", "x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert names(tmp_path) == []


def test_a_file_system_without_links_is_good_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "report.json"
    write(path)
    with pytest.raises(Taken):
        write(path, "newer")
    assert path.read_text() == "new"
    assert names(tmp_path) == ["report.json"]


def test_a_name_as_long_as_the_system_allows_is_fine(tmp_path: Path) -> None:
    path = tmp_path / f"{'a' * 250}.json"
    check_writable(path, overwrite=False)
    write(path)
    assert path.read_text() == "new"


def test_a_free_name_can_be_written_and_finding_out_leaves_nothing_behind(tmp_path: Path) -> None:
    check_writable(tmp_path / "report.json", overwrite=False)
    assert names(tmp_path) == []


def test_a_name_that_is_taken_can_be_written_on_demand_only(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("old")
    with pytest.raises(Taken):
        check_writable(tmp_path / "report.json", overwrite=False)
    check_writable(tmp_path / "report.json", overwrite=True)
    assert (tmp_path / "report.json").read_text() == "old"
    assert names(tmp_path) == ["report.json"]


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "is a directory; name a file in it"),
        ("missing/report.json", "there is no directory"),
        ("file/report.json", "there is no directory"),
        (f"{'a' * 256}.json", "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_found_out_before(tmp_path: Path, name: str, reason: str, overwrite: bool) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / name
    with pytest.raises(OutputError) as caught:
        check_writable(path, overwrite=overwrite)
    assert str(caught.value).startswith(f"{path}: ")
    assert reason in str(caught.value)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a virtual file system")
def test_a_folder_that_only_seems_writable_is_found_out_before() -> None:
    """For root, /proc has every permission; files cannot be made in it all the same."""
    with pytest.raises(OutputError, match="cannot be written"):
        check_writable(Path("/proc/report.json"), overwrite=False)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_write_permission_is_found_out_before(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        check_writable(tmp_path / "report.json", overwrite=False)


def test_a_file_of_our_own_naming_goes_to_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    paths = [write_new("conntest-1", ".json", text) for text in ("a", "b", "c")]
    assert [path.as_posix() for path in paths] == [
        "reports/conntest-1.json",
        "reports/conntest-1-2.json",
        "reports/conntest-1-3.json",
    ]
    assert [path.read_text() for path in paths] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("there", "chosen"), [(("documents", "temporary"), "documents"), (("temporary",), "temporary")]
)
def test_where_reports_cannot_be_made_the_documents_or_the_temporary_folder_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...], chosen: str
) -> None:
    (tmp_path / "reports").write_text("a file of the user's")
    for folder in there:
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path / "documents")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    assert write_new("conntest-1", ".json", "a") == tmp_path / chosen / "conntest-1.json"
    assert (tmp_path / "reports").read_text() == "a file of the user's"


def test_where_nothing_can_be_written_the_first_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    (tmp_path / "reports").write_text("a file of the user's")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path / "documents")
    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    with pytest.raises(OutputError, match=r"^reports: cannot be written"):
        write_new("conntest-1", ".json", "a")


def test_files_of_one_name_are_not_counted_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(files, "_NAMESAKES", 3)
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path / "documents")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "reports"))
    for _ in range(3):
        write_new("conntest-1", ".json", "a")
    with pytest.raises(OutputError, match="has 3 files called conntest-1 already"):
        write_new("conntest-1", ".json", "a")


class Held:
    """A rename that a virus scanner refuses `times` times, as Windows tells it."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.replace = Path.replace

    def __call__(self, path: Path, target: Path) -> Path:
        if self.left:
            self.left -= 1
            error = PermissionError(errno.EACCES, "The process cannot access the file")
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error
        return self.replace(path, target)


def test_a_file_that_a_virus_scanner_holds_is_renamed_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(3)
    monkeypatch.setattr(Path, "replace", lambda path, target: held(path, target))
    monkeypatch.setattr(files, "_HELD_AGAIN_S", 0.0)
    files.write_whole(tmp_path / "report.json", "{}", overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_a_file_that_stays_held_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(1_000_000)
    monkeypatch.setattr(Path, "replace", lambda path, target: held(path, target))
    monkeypatch.setattr(files, "_HELD_S", 0.0)
    monkeypatch.setattr(files, "_HELD_AGAIN_S", 0.0)
    with pytest.raises(files.OutputError):
        files.write_whole(tmp_path / "report.json", "{}", overwrite=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.posix
def test_a_folder_that_is_gone_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    assert absolute("./report.json") == "report.json"
    with pytest.raises(OutputError, match=r"report.json: cannot be written \(No such file or directory\)"):
        check_writable(Path("report.json"), overwrite=False)
