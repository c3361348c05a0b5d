"""disk: files appear whole or not at all, and the same files make the same zip."""

import io
import stat
import zipfile

import pytest

from autograder.disk import write_whole, zipped


def test_a_file_is_replaced_as_a_whole_even_over_the_remains_of_a_killed_run(tmp_path):
    (tmp_path / ".a.txt.part").write_text("half of a lon")
    write_whole(tmp_path / "a.txt", "short")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.txt": "short"}


def test_a_link_in_place_of_the_unfinished_file_is_not_followed(tmp_path):
    target = tmp_path / "target"
    target.write_text("precious")
    (tmp_path / ".a.txt.part").symlink_to(target)
    write_whole(tmp_path / "a.txt", "new")
    assert (target.read_text(), (tmp_path / "a.txt").read_text()) == ("precious", "new")


def test_an_error_names_the_file_and_not_the_unfinished_one(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError) as raised:
        write_whole(tmp_path / "folder", "text")
    assert (raised.value.filename, raised.value.filename2) == (str(tmp_path / "folder"), None)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("link", [False, True])
def test_an_error_names_what_is_in_the_way_of_a_folder(tmp_path, link):
    ada = tmp_path / "ada"
    ada.symlink_to(tmp_path / "nowhere/at all") if link else ada.write_text("a file")
    with pytest.raises(OSError, match="ada") as raised:
        write_whole(ada / "01_dense/result.json", "text")
    assert raised.value.filename == str(ada if link else ada / "01_dense")


def test_the_same_files_make_the_same_zip_and_programs_can_be_run():
    files = {"run": b"#!/bin/sh\n", "sheet.npz": b"\0"}
    assert zipped(files, programs=("run",)) == zipped(dict(files), programs=("run",))
    with zipfile.ZipFile(io.BytesIO(zipped(files, programs=("run",)))) as archive:
        modes = {
            each.filename: stat.filemode(each.external_attr >> 16) for each in archive.infolist()
        }
    assert modes == {"run": "?rwxr-xr-x", "sheet.npz": "?rw-r--r--"}


@pytest.mark.parametrize(
    ("changed", "day"), [(0.0, (1980, 1, 1)), (1_790_000_000.0, (2026, 9, 21))]
)
def test_files_in_a_zip_have_the_given_date(changed, day):
    with zipfile.ZipFile(io.BytesIO(zipped({"a": b""}, changed=changed))) as archive:
        assert archive.getinfo("a").date_time == (*day, 0, 0, 0)
