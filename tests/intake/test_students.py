"""students: who submitted, and which files are whose, in a folder or zip of any layout."""

import io
import os
import zipfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from autograder.errors import Refusal
from autograder.intake import archives
from autograder.intake import students as module
from autograder.intake.archives import Room
from autograder.intake.students import is_skeleton, refuse, source_names, students

EXERCISES = ["01_dense", "03_convolution"]
ONE_EACH = " Give a folder (or a zip) that holds one folder (or one zip) per student."
MOODLE = "_assignsubmission_file_"
needs_links = pytest.mark.skipif(
    os.name == "nt", reason="Windows lets only administrators make links"
)
Files = Mapping[str, bytes | str]


def packed(files: Files) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def laid_out(folder: Path, files: Files) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def found(path: Path) -> list[tuple[str, object]]:
    """Return each student with the contents of each path, or with the reason why there are none."""
    results: list[tuple[str, object]] = []
    with ExitStack() as stack:
        for name, files in students(path, EXERCISES, stack):
            try:
                seen = {
                    "late " * file.late + "/".join(file.path): file.read(999).decode("latin-1")
                    for file in files()
                }
                results.append((name, seen))
            except Refusal as refusal:
                results.append((name, str(refusal)))
    return results


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as refusal:
        found(path)
    return str(refusal.value).removeprefix(f"{path} ")


LAYOUTS: dict[str, tuple[Files, dict[str, object]]] = {
    "folders, in the order of their names": (
        {"s02/b/dense.py": "2", "s02/c.txt": "3", "s01/dense.py": "1", "README.md": ""},
        {"s01": {"dense.py": "1"}, "s02": {"b/dense.py": "2", "c.txt": "3"}},
    ),
    "an empty folder": (
        {"s01/": "", "s02/a.py": "2", "s03/b.py": "3"},
        {"s01": {}, "s02": {"a.py": "2"}, "s03": {"b.py": "3"}},
    ),
    "archives": (
        {"bo.ZIP": "2", "ada.tar.gz": "1", "cy.tar.tar.gz": "3", ".zip": "4", "eve.zst": "5"},
        {
            ".zip": {".zip": "4"},
            "ada": {"ada.tar.gz": "1"},
            "bo": {"bo.ZIP": "2"},
            "cy.tar": {"cy.tar.tar.gz": "3"},
            "eve": {"eve.zst": "5"},
        },
    ),
    "files beside the folders": (
        {"bob.py": "", "s01/a.py": "1", "dense\n.ipynb": "", "notes.pdf": ""},
        {
            "bob.py": "bob.py is beside the students' folders. Move it into one of them.",
            "dense\n.ipynb": (
                "dense?.ipynb is beside the students' folders. Move it into one of them."
            ),
            "s01": {"a.py": "1"},
        },
    ),
    "an exercise's folder beside a student's": (
        {"01_dense/dense.py": "1", "s01/dense.py": "2", "t.zip": "3"},
        {"01_dense": {"dense.py": "1"}, "s01": {"dense.py": "2"}, "t": {"t.zip": "3"}},
    ),
    "what systems leave behind": (
        {"__MACOSX/a.py": "", "s01/.git/b": "", "s01/a.py": "1", ".DS_Store": "", "s02/b.py": "2"},
        {"s01": {"a.py": "1"}, "s02": {"b.py": "2"}},
    ),
    "folders from Moodle": (
        {
            f"Bo_2{MOODLE}/b/dense.py": "2",
            f"Ada_1{MOODLE}/dense.py": "1",
            "Ada_1_assignsubmission_onlinetext_/on.html": "text",
            "extra/c.py": "3",
            "lost.py": "",
        },
        {
            "Ada_1": {"dense.py": "1", "on.html": "text"},
            "Bo_2": {"b/dense.py": "2"},
            "extra": {"c.py": "3"},
            "lost.py": "lost.py is beside the students' folders. Move it into one of them.",
        },
    ),
    "files from Canvas": (
        {
            "ada_1_90_dense-1.py": "old",
            "ada_1_100_dense-2.py": "new",
            "ada_1_80_other.py": "other",
            "bo_LATE_2_7_dense.py": "2",
        },
        {
            "ada_1": {"dense-1.py": "old", "dense-2.py": "new", "other.py": "other"},
            "bo_2": {"late dense.py": "2"},
        },
    ),
    "late and on time": (
        {"bo_LATE_2_7_a.py": "1", "bo_2_8_b.py": "2"},
        {"bo_2": {"late a.py": "1", "b.py": "2"}},
    ),
}


@pytest.mark.parametrize("place", ["folder", "folder.zip", "class.ZIP", "around.zip"])
@pytest.mark.parametrize(("files", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_students_and_their_files_are_found(
    tmp_path: Path, files: Files, expected: dict[str, object], place: str
) -> None:
    path = tmp_path / place
    if place.startswith("folder"):
        laid_out(path, files)
    elif place.startswith("class"):
        path.write_bytes(packed(files))
    elif all("/" in name for name in files):  # a zip of their folder
        path.write_bytes(packed({f"class/{name}": each for name, each in files.items()}))
    else:
        return
    assert found(path) == list(expected.items())


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"class/s01/a.py": "1", "class/s02/": ""}, {"s01": {"a.py": "1"}, "s02": {}}),
        ({"ada/a/dense.py": "1", "ada/b/x.py": "2"}, {"a": {"dense.py": "1"}, "b": {"x.py": "2"}}),
        ({"ada/01_dense/a.py": "1"}, {"ada": {"01_dense/a.py": "1"}}),
        (
            {"ada/s1/a.py": "1", "ada/dense.ipynb": "2"},
            {"ada": {"s1/a.py": "1", "dense.ipynb": "2"}},
        ),
        ({"ada/x.py": "1", "bo/y.py": "2"}, {"ada": {"x.py": "1"}, "bo": {"y.py": "2"}}),
        (
            {"ada/s1/x.py": "1", "bo/s1/y.py": "2"},
            {"ada": {"s1/x.py": "1"}, "bo": {"s1/y.py": "2"}},
        ),
        ({"ada/s1/x.py": "1", "y.zip": "2"}, {"ada": {"s1/x.py": "1"}, "y": {"y.zip": "2"}}),
        (
            {"class/ada.zip": "1", "class/bo/x.py": "2"},
            {"ada": {"ada.zip": "1"}, "bo": {"x.py": "2"}},
        ),
        (
            {"./": "", "../ada/a.py": "1", "/bo/b.py": "2", "C:/cy/c.py": "3", "d: e/d.py": "4"},
            {"ada": {"a.py": "1"}, "bo": {"b.py": "2"}, "cy": {"c.py": "3"}, "d: e": {"d.py": "4"}},
        ),
        (
            {f"class/Ada_1{MOODLE}/a.py": "1", f"class/Bo_2{MOODLE}b.py": "2", "class/c/": ""},
            {"Ada_1": {"a.py": "1"}, "Bo_2": {"b.py": "2"}, "c": {}},
        ),
        (
            {f"x/Ada_1{MOODLE}/a.py": "1", f"y/Bo_2{MOODLE}b.py": "2"},
            {"x": {f"Ada_1{MOODLE}/a.py": "1"}, "y": {f"Bo_2{MOODLE}b.py": "2"}},
        ),
        (
            {f"x/Ada_1{MOODLE}/a.py": "1", f"x/Bo_2{MOODLE}/b.py": "2", "y/": ""},
            {"x": {f"Ada_1{MOODLE}/a.py": "1", f"Bo_2{MOODLE}/b.py": "2"}, "y": {}},
        ),
        (
            {"x/ada/a.py": "1", "y/.git/b.py": "2", "__MACOSX/z": ""},
            {"x": {"ada/a.py": "1"}, "y": {}},
        ),
    ],
)
def test_one_folder_around_all_students_of_a_zip_is_seen_through(
    tmp_path: Path, files: Files, expected: dict[str, object]
) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(packed(files))
    assert found(path) == list(expected.items())


@pytest.mark.parametrize("place", ["folder", "class.zip"])
@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({}, "holds no student's folder."),
        ({"README.md": ""}, "holds no student's folder."),
        ({"dense.py": ""}, "holds dense.py, like one student's folder."),
        (
            {"01_dense/dense.py": "", "convolution.ipynb": ""},
            "holds 01_dense, like one student's folder.",
        ),
    ],
)
def test_a_place_without_students_is_refused(
    tmp_path: Path, files: Files, problem: str, place: str
) -> None:
    path = tmp_path / place
    if place == "folder":
        path.mkdir()
        laid_out(path, files)
    else:
        path.write_bytes(packed(files))
    assert refused(path) == problem + ONE_EACH


@pytest.mark.parametrize("name", ["none", "none.zip", "text.txt", "text.ZIP.txt"])
def test_a_path_that_is_neither_a_folder_nor_a_zip_is_refused(tmp_path: Path, name: str) -> None:
    for each in ("text.txt", "text.ZIP.txt"):
        (tmp_path / each).write_bytes(packed({"s01/a.py": ""}))
    assert refused(tmp_path / name) == "is neither a folder nor a zip file." + ONE_EACH


def test_a_file_that_is_not_a_zip_is_named(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(b"Hello")
    problem = "class.zip is damaged, or not a zip file. Pack it again."
    assert refused(tmp_path / "class.zip") == problem


@needs_links
def test_a_link_or_device_beside_the_folders_is_reported(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "class", {"s01/a.py": "1"})
    (folder / "ada").symlink_to(folder / "s01")
    (folder / "bo.zip").symlink_to(folder / "s01/a.py")
    os.mkfifo(folder / "cy")
    link = zipfile.ZipInfo("bo.zip")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr(link, "s01/a.py")
        archive.writestr("s01/a.py", "1")
    problem = " is a link or a device. Submit the folder itself."
    reported = [(name, name + problem) for name in ("ada", "bo.zip", "cy")]
    assert found(folder) == [*reported, ("s01", {"a.py": "1"})]
    assert found(tmp_path / "class.zip") == [reported[1], ("s01", {"a.py": "1"})]


def test_a_student_with_a_folder_and_an_archive_is_found_twice(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, {"ada/a.py": "1", "ada.zip": "2"})
    assert found(folder) == [("ada", {"a.py": "1"}), ("ada", {"ada.zip": "2"})]


TWO = {"ada_1_10_a.py": "1", "bo_2_20_b.py": "2"}
MORE = {f"Cy_3{MOODLE}/c.py": "3", f"Dan_4{MOODLE}/d.py": "4"}
BOTH = [
    *(("Cy_3", {"c.py": "3"}), ("Dan_4", {"d.py": "4"})),
    *(("ada_1", {"a.py": "1"}), ("bo_2", {"b.py": "2"})),
]


def below(name: str, files: Files) -> Files:
    return {f"{name}/{each}": content for each, content in files.items()}


@pytest.mark.parametrize(
    "files",
    [
        {"x.zip": packed(TWO), **below("y", MORE)},
        {**below("x", TWO), "y.ZIP": packed(below("inner", MORE)), "notes.txt": ""},
        {"x.zip": packed(TWO), "y.zip": packed({**MORE, "extra.txt": "5"})},
    ],
)
def test_downloads_of_several_students_each_are_one_class(tmp_path: Path, files: Files) -> None:
    assert found(laid_out(tmp_path, files)) == BOTH


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ({"x.zip": packed(TWO), "y/a.py": "1"}, ["x", "y"]),
        ({"y/a.py": "1", "z.zip": packed(TWO)}, ["y", "z"]),
        ({"x.zip": packed({"ada_1_10_a.py": "1", "ada_1_11_b.py": "2"})}, ["x"]),
        ({**below("x", TWO), **below("y", {"ada_1_10_a.py": "1"})}, ["x", "y"]),
        ({"x.zip": "no zip", **below("y", TWO)}, ["x", "y"]),
        ({"x.tar": packed(TWO)}, ["x"]),
        ({**below("x", TWO), **MORE}, ["Cy_3", "Dan_4", "x"]),
        ({**below("x", TWO), "b.py": ""}, ["b.py", "x"]),
        ({"x.zip": packed(TWO), "b.7z": ""}, ["b", "x"]),
        ({"x.zip": packed({**TWO, "cy/c.py": "3"})}, ["x"]),
        ({"x.zip": packed({**TWO, "c.py": "3"})}, ["x"]),
        (below("x", {**TWO, "cy/c.py": "3"}), ["x"]),
        (below("x", {**TWO, "c.ipynb": "3"}), ["x"]),
    ],
)
def test_anything_beside_downloads_of_several_makes_each_a_student(
    tmp_path: Path, files: Files, names: list[str]
) -> None:
    assert [name for name, _ in found(laid_out(tmp_path, files))] == names


@needs_links
def test_a_link_beside_a_download_makes_it_a_students(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, below("x", TWO))
    (folder / "bo").symlink_to(folder / "x")
    assert [name for name, _ in found(folder)] == ["bo", "x"]


@pytest.mark.parametrize(
    ("files", "around"),
    [
        ({"x.zip": packed(TWO), **below("y", MORE), "notes.txt": ""}, ["x.zip", "y"]),
        (MORE, []),
        ({"s01/a.py": "1", "s02/b.py": "2"}, []),
    ],
)
def test_downloads_that_were_looked_through_are_named(
    tmp_path: Path, files: Files, around: list[str]
) -> None:
    names: list[str] = []
    with ExitStack() as stack:
        students(laid_out(tmp_path, files), EXERCISES, stack, names)
    assert names == around


@pytest.mark.parametrize(
    ("files", "around"),
    [
        (below("class", MORE), ["class"]),
        (below("class", {"s01/a.py": "1"}), ["class"]),
        ({"s01/01_dense/a.py": "1"}, []),
        (MORE, []),
    ],
)
def test_a_folder_around_all_students_of_a_zip_is_named(
    tmp_path: Path, files: Files, around: list[str]
) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(packed(files))
    names: list[str] = []
    with ExitStack() as stack:
        students(path, EXERCISES, stack, names)
    assert names == around


def test_zips_of_a_class_are_closed_with_the_stack(tmp_path: Path) -> None:
    laid_out(tmp_path / "class", {"x.zip": packed(TWO)})
    (tmp_path / "class.zip").write_bytes(packed(TWO))
    for path in tmp_path / "class", tmp_path / "class.zip":
        with ExitStack() as stack:
            (_, files), _ = students(path, EXERCISES, stack)
        (file,) = files()
        with pytest.raises(Refusal, match=r"^ada_1/a\.py is damaged inside the zip file"):
            file.read(9)


def test_each_student_of_a_zip_has_a_separate_size_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "Room", lambda: Room(entries=2))
    path = tmp_path / "class.zip"
    path.write_bytes(
        packed(
            {f"{name}_{late}{name[-1]}_{k}_{k}.py": "" for name, late, k in (
                ("ada1", "", 1), ("ada1", "LATE_", 2), ("ada1", "", 3),
                ("bo2", "", 4), ("bo2", "LATE_", 5),
            )}
        )
    )  # fmt: skip
    problem = "ada1_1 holds more than 10,000 entries. Submit only the exercise itself."
    assert found(path) == [("ada1_1", problem), ("bo2_2", {"4.py": "", "late 5.py": ""})]


@pytest.mark.parametrize(("most", "expected"), [(3, ["s"]), (4, ["ada_1", "bo_2"])])
def test_a_zip_beside_the_folders_is_counted_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, expected: list[str]
) -> None:
    monkeypatch.setattr(archives, "MOST_LISTED", most)
    names = ("ada_1_1_a.py", "ada_1_2_b.py", "bo_2_3_a.py", "bo_2_4_b.py")
    laid_out(tmp_path / "class", {"s.zip": packed(dict.fromkeys(names, ""))})
    assert [student for student, _ in found(tmp_path / "class")] == expected


def test_a_skeleton_is_named_after_its_exercise() -> None:
    assert source_names("01_dense") == ["dense.py", "dense.ipynb"]
    names = ("dense.py", "convolution.ipynb", "dense.txt", "01_dense", "other.py")
    skeletons = [is_skeleton(name, EXERCISES) for name in names]
    assert skeletons == [True, True, False, False, False]
    with pytest.raises(Refusal, match=r"^Problem\. Remedy\.$"):
        refuse("Problem.", "Remedy.")
