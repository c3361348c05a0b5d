"""store: results are kept under their keys, and so are our faults."""

from pathlib import Path

import pytest

from autograder.disk import write_whole
from autograder.errors import Refusal
from autograder.grading.folders import folder_names
from autograder.grading.store import Store, keep_fault, keeping_faults, result_files


def test_a_result_is_kept_under_its_own_key_only(tmp_path):
    with Store(tmp_path) as store:
        store.write("ada", "01_dense", "key", {"result.json": "{}"})
        assert store.has("ada", "01_dense", "key")
        assert not store.has("ada", "01_dense", "other")
        assert store.read("ada", "01_dense", "result.json") == "{}"


def test_a_result_without_a_key_is_done_again(tmp_path):
    with Store(tmp_path) as store:
        store.write("ada", "01_dense", "key", {})
        store.write("ada", "01_dense", None, {})
        assert not store.has("ada", "01_dense", "key")


@pytest.mark.parametrize("name", ["result.json", "feedback.html"])
@pytest.mark.parametrize("damage", ["", "\0\0\0", "{", "an older result"])
def test_a_result_that_a_power_failure_damaged_is_done_again(tmp_path, name, damage):
    with Store(tmp_path) as store:
        store.write("ada", "01_dense", "key", {"feedback.html": "<p>", "result.json": "{}"})
        (tmp_path / "ada/01_dense" / name).write_text(damage)
        assert not store.has("ada", "01_dense", "key")
        (tmp_path / "ada/01_dense" / name).unlink()
        assert not store.has("ada", "01_dense", "key")


def test_a_damaged_key_counts_as_no_key(tmp_path):
    with Store(tmp_path) as store:
        store.write("ada", "01_dense", "key", {"feedback.html": "<p>", "result.json": "{}"})
        path = tmp_path / ".graded/ada/01_dense"
        whole = path.read_bytes()
        for size in range(len(whole) - 1):  # without the last line break, it is complete
            path.write_bytes(whole[:size])
            assert not store.has("ada", "01_dense", "key"), size
            path.write_bytes(whole[:size] + bytes(len(whole) - size))
            assert not store.has("ada", "01_dense", "key"), size


def test_two_graders_do_not_write_to_one_folder(tmp_path):
    with Store(tmp_path), pytest.raises(Refusal, match="Another grader"), Store(tmp_path):
        pass
    with Store(tmp_path) as store:
        assert store.out == tmp_path


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match="cannot be written to"), Store(tmp_path / "file"):
        pass


@pytest.mark.parametrize("student", ["lock", "lock.part", "report.html", "grades.csv", "faults"])
def test_a_student_may_have_the_name_of_one_of_our_files(tmp_path, student):
    folder = folder_names([student])[student]
    with Store(tmp_path) as store:
        write_whole(tmp_path / "report.html", "")
        write_whole(tmp_path / "grades.csv", "")
        keep_fault(tmp_path, Path(folder, "01_dense"), ValueError())
        store.write(folder, "01_dense", "key", {"result.json": "{}"})
        assert store.has(folder, "01_dense", "key")


def test_a_traceback_of_ours_is_kept_where_students_cannot_see_it(tmp_path):
    try:
        [].pop()
    except IndexError as error:
        fault = error
    path = keep_fault(tmp_path, Path("ada/01_dense"), fault)
    assert path == Path(".graded/.faults/ada/01_dense.txt")
    text = (tmp_path / path).read_text()
    assert text.startswith("Traceback (most recent call last):\n")
    assert "test_store.py" in text
    assert "    [].pop()\n" in text
    assert text.endswith("IndexError: pop from empty list\n")


def test_a_fault_of_the_whole_run_says_where_it_is_kept(tmp_path):
    with pytest.raises(IndexError) as raised, keeping_faults(tmp_path, "grade"):
        [].pop()
    path = tmp_path / ".graded/.faults/grade.txt"
    assert raised.value.__notes__ == [f"traceback kept in {path.as_posix()}"]
    assert "pop from empty list" in path.read_text()


def test_a_refusal_is_not_a_fault(tmp_path):
    with pytest.raises(Refusal) as raised, keeping_faults(tmp_path, "grade"):
        raise Refusal("No.", "Do not.")
    assert not hasattr(raised.value, "__notes__")
    assert list(tmp_path.iterdir()) == []


def test_a_fault_that_cannot_be_kept_is_still_raised(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexError) as raised, keeping_faults(tmp_path / "file", "grade"):
        [].pop()
    assert not hasattr(raised.value, "__notes__")


def test_a_fault_of_a_student_with_the_longest_name_is_kept(tmp_path):
    (folder,) = folder_names(["学" * 80]).values()
    path = keep_fault(tmp_path, Path(folder, "01_dense"), ValueError())
    assert (tmp_path / path).is_file()


def test_a_traceback_that_cannot_be_written_causes_no_second_fault(tmp_path):
    (tmp_path / ".graded").write_text("")
    assert keep_fault(tmp_path, Path("ada", "01_dense"), ValueError()) is None


def test_a_result_may_be_kept_under_another_key(tmp_path):
    with Store(tmp_path) as store:
        assert store.last_key("ada", "01_dense") is None
        store.write("ada", "01_dense", "key", {"feedback.html": "<p>", "result.json": "{}"})
        assert store.last_key("ada", "01_dense") == "key"
        store.rekey("ada", "01_dense", "other")
        assert store.last_key("ada", "01_dense") == "other"
        assert store.has("ada", "01_dense", "other")
        assert not store.has("ada", "01_dense", "key")


def test_a_withdrawn_result_is_hidden_and_graded_again(tmp_path):
    hidden = tmp_path / ".graded/.withdrawn/ada"
    with Store(tmp_path) as store:
        for text in ("first", "second"):  # a student who came back may be withdrawn again
            for exercise in ("01_dense", "02_activations"):
                store.write("ada", exercise, "key", {"result.json": text})
            store.withdraw("Ada", "ada", "01_dense")
            assert [path.read_text() for path in result_files(tmp_path)] == [text]
            store.withdraw("Ada", "ada", "02_activations")
            assert not (tmp_path / "ada").exists()
            for exercise in ("01_dense", "02_activations"):
                assert (hidden / exercise / "result.json").read_text() == text
                assert store.last_key("ada", exercise) is None
        store.write("bob", "01_dense", None, {"result.json": "{}"})
        store.withdraw("Bob", "bob", "01_dense")
        assert store.recall("withdrawn") == {"Ada": "ada", "Bob": "bob"}


def test_a_result_that_does_not_exist_is_not_withdrawn(tmp_path):
    with Store(tmp_path) as store:
        store.withdraw("Ada", "ada", "01_dense")
        assert store.recall("withdrawn") == {}
        assert not (tmp_path / ".graded/.withdrawn").exists()


def test_results_are_listed_in_order_without_hidden_files(tmp_path):
    with Store(tmp_path) as store:
        for place in ("bob", "01_dense"), ("ada", "02_x"), ("ada", "01_dense"), (".no", "02_x"):
            store.write(*place, None, {"result.json": "", "feedback.html": ""})
    places = [path.parent.relative_to(tmp_path).as_posix() for path in result_files(tmp_path)]
    assert places == ["ada/01_dense", "ada/02_x", "bob/01_dense"]


def test_stored_notes_are_read_back_and_damaged_ones_are_empty(tmp_path):
    with Store(tmp_path) as store:
        assert store.recall("seconds") == {}
        store.remember("seconds", {"01_dense ada": 1.5, "01_dense bob": 2.0})
        store.remember("hints", {})
        assert store.recall("seconds") == {"01_dense ada": 1.5, "01_dense bob": 2.0}
        places = [("01_dense", "ada"), ("02_x", "ada")]
        assert store.seconds(places) == {("01_dense", "ada"): 1.5}
        names = sorted(path.name for path in (tmp_path / ".graded").iterdir())
        assert names == [".lock", ".seconds.json"]
        for damage in (b"{", b"\xff", b"\0\0", b"5", b"null", b"[1]", b"[" * 100_000):
            (tmp_path / ".graded/.seconds.json").write_bytes(damage)
            assert store.recall("seconds") == {}
        for strange in (
            '{"a": [["ada"]]}',
            '{"a": ["ada", "01_dense"]}',
            '{"a": 5}',
            '{"a": null}',
        ):
            (tmp_path / ".graded/.better.json").write_text(strange)
            assert store.recall("better") == {}
        odd = {"01_dense ada": ("\udcff", "01_dense", "1 of 2")}  # a folder's name not in UTF-8
        store.remember("better", odd)
        assert store.recall("better") == odd


def test_the_lock_ends_with_the_run(tmp_path):
    store = Store(tmp_path / "new/folder")
    with store:
        pass
    with (
        store,
        pytest.raises(Refusal, match=r"Another grader is writing to .*/folder\. W"),
        Store(store.out),
    ):
        pass
    file = store.out / "file"
    file.touch()
    unwritable = r"/folder/file cannot be written to \(Not a directory\)\. G"
    with pytest.raises(Refusal, match=unwritable), Store(file):
        pass


def test_what_a_killed_run_left_unfinished_is_removed(tmp_path):
    with Store(tmp_path) as store:
        store.remember("seconds", {"01_dense ada": 1.5})
    unfinished = tmp_path / ".graded/..seconds.json.part"
    unfinished.write_bytes(b"")
    with Store(tmp_path) as store:
        assert not unfinished.exists()
        assert store.recall("seconds") == {"01_dense ada": 1.5}
