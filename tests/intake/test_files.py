"""files: which files a folder holds, and which of them are read."""

import io
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.errors import Refusal
from autograder.intake import files
from autograder.intake.files import (
    MIB,
    File,
    at_most,
    handed_in,
    in_folder,
    is_junk,
    listing,
    read_file,
)

needs_links = pytest.mark.skipif(
    os.name == "nt", reason="Windows lets only administrators make links, and has no pipes"
)
PARTS = (
    *("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints", "__pycache__"),
    *(".git", ".venv", "venv", "node_modules", "site-packages", "._dense.py"),
)


def refusal(function: Any, *arguments: Any) -> str:
    with pytest.raises(Refusal) as refused:
        function(*arguments)
    return str(refused.value)


@pytest.fixture
def kinds(tmp_path: Path) -> Path:
    """Make a folder with one entry of each kind."""
    folder = tmp_path / "class"
    (folder / "folder").mkdir(parents=True)
    (folder / "file").write_bytes(b"12345")
    for name in ("link", "link\n"):
        (folder / name).symlink_to(folder / "file")
    os.mkfifo(folder / "device")
    return folder


def test_a_file_is_shown_by_its_whole_path_made_printable() -> None:
    file = File(("a", "b\n", "dense.py"), lambda cap: b"")
    assert (file.name, file.shown, file.late) == ("dense.py", "a/b?/dense.py", False)


@pytest.mark.parametrize("name", PARTS)
def test_files_of_systems_and_editors_are_junk(name: str) -> None:
    assert is_junk(name)
    assert not is_junk(f"a{name}")


@needs_links
def test_a_folder_is_listed_by_name_with_kinds_and_without_junk(kinds: Path) -> None:
    (kinds / ".git").mkdir()
    (kinds / "link\n").unlink()
    assert listing(kinds) == [(name, name) for name in ("device", "file", "folder", "link")]
    assert refusal(listing, kinds / "no\n").startswith("no? cannot be read: No such file")
    assert (
        refusal(listing, kinds / "file") == "file cannot be read: Not a directory. Submit it again."
    )


@pytest.mark.parametrize("name", sorted(files.TOOLS))
def test_work_in_a_folder_of_a_tool_is_not_taken_for_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "dense.py").write_text("def dense(): ...")
    with pytest.raises(Refusal, match=f"There is only {name}, a folder that a tool makes"):
        handed_in(tmp_path)
    (tmp_path / "notes.txt").touch()
    assert [file.name for file in handed_in(tmp_path)] == ["notes.txt"]


def test_a_junction_of_windows_is_a_link_too() -> None:
    folder = SimpleNamespace(st_mode=0o040755, st_reparse_tag=0xA0000003)
    other = SimpleNamespace(st_mode=0o040755, st_reparse_tag=0xA0000017)
    assert [files._kind(each) for each in (folder, other)] == ["link", "folder"]  # type: ignore[arg-type]


@needs_links
@pytest.mark.parametrize(
    ("name", "reported"),
    [
        ("link", "link is a link, not a file. Submit the file itself."),
        ("link\n", "link? is a link, not a file. Submit the file itself."),
        ("folder", "folder is a folder, not a file. Submit the file itself."),
        ("device", "device is a device, not a file. Submit the file itself."),
        ("none\n", "none? cannot be read: No such file or directory. Submit it again."),
        ("none", "none cannot be read: No such file or directory. Submit it again."),
    ],
)
def test_only_a_regular_file_is_read(kinds: Path, name: str, reported: str) -> None:
    assert refusal(read_file, kinds / name, 9) == reported
    assert read_file(kinds / "file", 5) == b"12345"


@needs_links
@pytest.mark.parametrize("other", ["link", "device"])
def test_a_file_that_is_replaced_before_it_is_opened_is_not_read(
    kinds: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open
    used: list[int] = []

    def replacing(path: Path, flags: int) -> int:
        used.append(flags)
        return real(kinds / other, flags)

    monkeypatch.setattr(os, "open", replacing)
    reported = {
        "link": "file cannot be read: Too many levels of symbolic links. Submit it again.",
        "device": "file is a device, not a file. Submit the file itself.",
    }
    assert refusal(read_file, kinds / "file", 9) == reported[other]
    assert used == [os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC]


def test_one_byte_over_the_limit_is_too_many(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(bytes(2 * MIB))
    assert read_file(path, 2 * MIB) == bytes(2 * 1024 * 1024)
    stream = io.BytesIO(bytes(3 * MIB))
    assert refusal(at_most, MIB, stream, "a\n").startswith("a? is larger than 1 MiB.")
    assert stream.tell() == MIB + 1
    reported = "a.py is larger than 1 MiB. Submit a smaller file, without outputs."
    assert refusal(read_file, path, 2 * MIB - 1) == reported


def test_the_top_level_is_listed_first_and_folders_only_if_named_like_a_source(
    tmp_path: Path,
) -> None:
    for name in ("b/c/x.py", "a.txt", "z.py/y.txt", "b.ipynb/w", "a/v"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    found = in_folder(tmp_path)
    assert ["/".join(file.path) for file in found] == [
        *("a.txt", "b.ipynb", "z.py", "a/v", "b.ipynb/w", "z.py/y.txt", "b/c/x.py"),
    ]
    assert found[-1].read(9) == b"b/c/x.py"
    assert refusal(found[1].read, 9).startswith("b.ipynb is a folder")
    assert not any(file.late for file in found)


def test_folders_count_like_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_ENTRIES", 4)  # including the folder itself
    (tmp_path / "a").mkdir()
    (tmp_path / "b.py").touch()
    (tmp_path / "c").touch()
    assert len(in_folder(tmp_path)) == 2
    (tmp_path / "a/d").touch()
    reported = "The folder holds more than 4 entries. Submit only the exercise itself."
    assert refusal(in_folder, tmp_path) == reported


def test_ten_thousand_files_are_allowed() -> None:
    assert files.MAX_ENTRIES == 10_000
