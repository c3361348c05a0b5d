"""archives: every kind is unpacked, or refused with a reason."""

import gzip
import io
import re
import tarfile
import tracemalloc
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import Refusal
from autograder.intake import archives
from autograder.intake.archives import (
    MAX_UNPACKED,
    Room,
    in_zip,
    is_archive,
    open_zip,
    opened,
    read_member,
    unpack,
)
from autograder.intake.files import MIB, File

INSTEAD = " Submit a .zip or the file itself."
FEWER = " Submit only the exercise itself."
ITSELF = " Submit the file itself."
AGAIN = " Pack it again."
LINK = 0o120777
FILES = dict.fromkeys(
    [
        *("a/b.py", "c.py", "d/", "./e/./f.py", "__MACOSX/g", ".git/h", "._i"),
        *("../j", "/k", "l//m", "n:o", "p/../q", ".."),
    ],
    b"12",
)
KEPT = [
    (path, b"12") for path in ("a/b.py", "c.py", "e/f.py", "j", "k", "l/m", "n:o", "p/q", "unnamed")
]


def zipped(
    files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, mode: int | None = None
) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = method
            if mode:
                entry.external_attr = mode << 16
            archive.writestr(entry, content)
    return data.getvalue()


def tarred(files: dict[str, bytes], kind: bytes = tarfile.REGTYPE) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.type = tarfile.DIRTYPE if name.endswith("/") else kind
            entry.size = len(content) if entry.isreg() else 0
            entry.linkname = "c.py"
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def file(data: bytes, name: str = "a.zip", late: bool = False) -> File:
    def read(cap: int) -> bytes:
        assert cap == 50 * 1024 * 1024
        return data

    return File(("s", name), read, late)


def unpacked(files: Sequence[File]) -> list[tuple[str, object]]:
    """Return the path and the bytes of each file, or the reason why it has none."""
    results: list[tuple[str, object]] = []
    for each in files:
        try:
            content: object = each.read(99)
        except Refusal as refusal:
            content = str(refusal)
        results.append(("/".join(each.path), content))
    return results


def refusal(function: Any, *arguments: Any) -> str:
    with pytest.raises(Refusal) as refused:
        function(*arguments)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "archive"),
    [
        *((f"a{ending}", True) for ending in (".zip", ".zipx", ".tar", ".tgz", ".gz", ".rar")),
        *((f"a{ending}", True) for ending in (".7z", ".bz2", ".tbz2", ".xz", ".txz", ".zst")),
        *(("A.TAR.GZ", True), ("a.py", False), ("zip", False), ("a.zip.py", False)),
    ],
)
def test_an_archive_is_recognised_by_its_name(name: str, archive: bool) -> None:
    assert is_archive(name) is archive


@pytest.mark.parametrize(
    "data",
    [zipped(FILES), zipped(FILES, zipfile.ZIP_STORED), tarred(FILES), gzip.compress(tarred(FILES))],
    ids=["zip", "stored", "tar", "tgz"],
)
def test_every_kind_is_unpacked_without_junk_and_without_paths_outside(data: bytes) -> None:
    """It is recognised by its contents, and not by its name."""
    files = opened(file(data, late=True), Room())
    assert unpacked(files) == [(f"s/a.zip/{path}", content) for path, content in KEPT]
    assert all(each.late for each in files)
    assert not any(each.late for each in opened(file(data), Room()))
    assert (
        refusal(files[0].read, 1)
        == "b.py is larger than 0 MiB. Submit a smaller file, without outputs."
    )


def test_an_archive_with_only_a_tools_folder_is_refused_by_its_name() -> None:
    only = zipped({"venv/dense.py": b"def dense(): ...", "__MACOSX/._dense.py": b""})
    assert refusal(opened, file(only), Room()).startswith("There is only venv, a folder that")
    assert opened(file(zipped({"__MACOSX/._dense.py": b""})), Room()) == []


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"Rar!", "a RAR archive"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"BZh", "a bzip2 archive"),
        (b"\xfd7zXZ", "an xz archive"),
        (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    ],
)
def test_an_archive_that_cannot_be_opened_is_named(start: bytes, kind: str) -> None:
    reported = f"s/a.zip is {kind}, which cannot be opened here.{INSTEAD}"
    assert refusal(opened, file(start + b"..."), Room()) == reported
    refused = refusal(opened, file(b"." + start), Room())
    assert refused == f"s/a.zip is damaged, or not a zip file.{AGAIN}"


def test_a_single_file_in_gzip_keeps_its_name_without_the_suffix() -> None:
    for name, path in (("a.py.gz", "a.py"), ("a.tgz", "a.tgz")):
        files = opened(file(gzip.compress(b"1234"), name), Room(size=4))
        assert unpacked(files) == [(f"s/{name}/{path}", b"1234")]
    assert refusal(files[0].read, 3).startswith("a.tgz is larger than 0 MiB.")
    reported = refusal(opened, file(gzip.compress(b"1234"), "a\n.gz"), Room(size=3))
    assert reported == f"a?.gz holds more than 50 MiB.{FEWER}"


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(bytes(99), mtime=0)[:-9],
        b"\x1f\x8bnothing",
        gzip.compress(tarred(FILES))[:-30],
        tarred({"a": bytes(2000)})[:1500],
    ],
)
def test_a_damaged_archive_is_refused(data: bytes) -> None:
    reported = f"a?.gz is a damaged archive.{AGAIN}"
    assert refusal(opened, file(data, "a\n.gz"), Room()) == reported


def header(name: bytes, kind: bytes, size: int, more: bytes = b"") -> bytes:
    """Return the header of an entry. more: what follows the magic number, such as a sparse map."""
    block = bytearray(512)
    block[: len(name)], block[124:136], block[156:157] = name, b"%011o\0" % size, kind
    block[257:265] = b"ustar  \0" if more else b"ustar\00000"
    block[482 : 482 + len(more)] = more
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def attributes(kind: bytes, count: int) -> bytes:
    """Return an extended header with this many attributes of eleven bytes."""
    body = b"".join(b"11 %05x=\n\n" % number for number in range(count))
    return header(b"x", kind, len(body)) + body + bytes(-len(body) % 512)


ENTRY = header(b"dense.py", b"0", 0)
LONG_NAME = header(b"x", b"L", 200_704) + b"a/" * 100_352
LONG = "a.tar has file names that are far too long."
SPARSE_1_0 = b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (LONG_NAME + ENTRY, LONG),
        (ENTRY + LONG_NAME + ENTRY, LONG),
        (attributes(b"x", 20_000) + ENTRY, LONG),
        (attributes(b"g", 20_000) + ENTRY, LONG),
        (200 * (attributes(b"x", 4_000) + ENTRY), LONG),
        (header(b"a", b"S", 0, b"\1") + 400 * (bytes(504) + b"\1" + bytes(7)), LONG),
        (header(b"a", b"S", 512, b"\0") + bytes(512), "a.tar holds a sparse file."),
        (
            header(b"x", b"x", 44)
            + SPARSE_1_0
            + bytes(512 - 44)
            + header(b"a", b"0", 200_704)
            + b"90000\n"
            + b"0\n" * 100_349,
            LONG,
        ),
    ],
)
def test_a_tar_file_of_long_names_or_of_holes_is_refused_before_it_takes_memory(
    data: bytes, told: str
) -> None:
    """With 190 MiB of names, which pack into 1 MiB, it would take minutes and 8 GiB."""
    assert refusal(opened, file(data + bytes(1024), "a.tar"), Room()).startswith(told)


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_the_names_in_all_archives_of_a_student_are_limited_together(pack: Any) -> None:
    """A zip of 71 KiB held 50 MiB of names in another zip, which took 26 s and 1.5 GiB."""
    data = pack({f"{number:03}/" + "ab/" * 20_000 + "c": b"" for number in range(2)})
    room = Room(names=300_000)
    for _ in range(2):
        opened(file(data), room)
    assert refusal(opened, file(data), room).endswith(
        "has file names that are far too long." + AGAIN
    )


def test_an_entry_is_not_unpacked_beyond_the_size_that_it_claims() -> None:
    """A zip of 1 KiB would take an hour: 10,000 entries of 50 MiB that claim to be empty."""
    data = bytearray(zipped({"a.txt": bytes(8 * MIB)}))
    start = data.index(b"PK\1\2")
    data[start + 16 : start + 20] = data[start + 24 : start + 28] = bytes(4)  # digest and size
    tracemalloc.start()
    try:
        (found,) = opened(file(bytes(data)), Room())
        assert tracemalloc.get_traced_memory()[1] < MIB
    finally:
        tracemalloc.stop()
    assert found.read(MAX_UNPACKED) == b""


def test_attributes_of_all_entries_are_not_copied_to_each_of_them() -> None:
    """Copies for 10,000 entries would take minutes, so only the next entry gets any."""
    data = header(b"x", b"g", 13) + b"13 path=b.py\n" + bytes(499) + 3 * ENTRY + bytes(1024)
    names = [each.name for each in opened(file(data, "a.tar"), Room())]
    assert names == ["b.py", "dense.py", "dense.py"]


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_is_limited_by_the_room_of_its_student(pack: Any) -> None:
    data = pack({"a": b"123", "b/": b"", "c": b"4567"})
    room = Room(size=15, entries=5)
    for _ in range(2):
        assert len(opened(file(data), room)) == 2
    assert (room.size, room.entries) == (1, 1)
    name = "s/a.zip" if pack is zipped else "a.zip"
    for room in (Room(size=6), Room(size=2), Room(size=-1)):
        assert refusal(opened, file(data), room) == f"{name} holds more than 50 MiB.{FEWER}"
    for room in (Room(entries=1), Room(entries=0)):
        assert refusal(opened, file(data), room) == f"{name} holds more than 10,000 entries.{FEWER}"
    assert (Room().size, Room().entries) == (50 * MIB, 10_000)
    assert refusal(Room(entries=0).take, 0, "a\n") == f"a? holds more than 10,000 entries.{FEWER}"
    assert refusal(Room(size=0).take, 1, "a\n") == f"a? holds more than 50 MiB.{FEWER}"


@pytest.mark.parametrize(
    ("data", "reported"),
    [
        (zipped({"a\n": b"b"}, mode=LINK), f"a? is a link.{ITSELF}"),
        (
            zipped({"a\n": b"b"}, zipfile.ZIP_LZMA),
            "a? uses unsupported compression. Pack it as an ordinary zip file.",
        ),
        (
            zipped({"a\n": b"bbb"}, zipfile.ZIP_STORED).replace(b"bbb", b"bab"),
            f"a? is damaged inside the zip file.{AGAIN}",
        ),
        *(
            (tarred({"a\n": b""}, kind), f"a? is a link or a device.{ITSELF}")
            for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE)
        ),
    ],
)
def test_an_entry_that_cannot_be_unpacked_is_refused_when_it_is_read(
    data: bytes, reported: str
) -> None:
    room = Room(entries=1)
    (each,) = opened(file(data), room)
    assert (each.path, refusal(each.read, 9)) == (("s", "a.zip", "a\n"), reported)
    assert (room.size, room.entries) == (MAX_UNPACKED, 0)
    assert "holds more than 10,000" in refusal(opened, file(data), room)


def test_an_archive_with_a_password_is_reported_as_such() -> None:
    data = bytearray(zipped({"a\n": b"b"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (each,) = in_zip(bytes(data), "a.zip")
    assert refusal(each.read, 9) == f"a? is protected by a password.{INSTEAD}"


def test_one_entry_is_read_up_to_its_cap() -> None:
    archive = open_zip(io.BytesIO(zipped({"a\n": b"1234"})), "a.zip")
    (entry,) = archive.infolist()
    assert [unpack(archive, entry, cap) for cap in (4, 3, 2)] == [b"1234", b"1234", b"123"]
    assert read_member(archive, entry, 4) == b"1234"
    reported = "a? is larger than 0 MiB. Submit a smaller file, without outputs."
    assert refusal(read_member, archive, entry, 3) == reported


@pytest.mark.parametrize(
    ("raw", "flag", "name"),
    [
        ("é.py".encode(), 0, "é.py"),  # as macOS packs it
        ("é.py".encode(), 0x800, "é.py"),
        (b"\x82.py", 0, "é.py"),  # as Windows did, in code page 437
    ],
)
def test_names_are_read_as_utf_8_if_they_are(raw: bytes, flag: int, name: str) -> None:
    data = zipped({"x" * len(raw): b"1"}).replace(b"x" * len(raw), raw)
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(start) + offset
        data = data[:at] + flag.to_bytes(2, "little") + data[at + 2 :]
    assert unpacked(in_zip(data, "a.zip")) == [(name, b"1")]


def test_windows_separators_split_a_path_and_a_zip_may_be_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"x": b"1"}))
    assert [entry.filename for entry in open_zip(path, "a.zip").infolist()] == ["x"]
    data = zipped({"a+b.py": b"1", "c+": b""}).replace(b"+", b"\\")
    assert unpacked(in_zip(data, "a.zip")) == [("a/b.py", b"1"), ("c", b"")]
    reported = f"a? is damaged, or not a zip file.{AGAIN}"
    assert refusal(open_zip, tmp_path / "none", "a\n") == reported


@pytest.mark.parametrize("count", [3, 4])
def test_a_table_of_contents_is_counted_before_it_is_read(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert archives.MOST_LISTED == 100_000
    monkeypatch.setattr(archives, "MOST_LISTED", 3)
    data = zipped({f".git/{number}": b"" for number in range(count)})
    if count == 3:
        assert in_zip(data, "a\n") == []
        return
    monkeypatch.setattr(archives, "open_zip", None)
    assert refusal(in_zip, data, "a\n") == f"a? holds more than 10,000 entries.{FEWER}"


@pytest.mark.parametrize("count", [4, 5])
def test_junk_in_a_tar_file_is_counted_too(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_LISTED", 3)
    data = tarred({f".git/{number}": b"" for number in range(count)})
    if count == 4:
        assert opened(file(data), Room()) == []
    else:
        reported = f"a? holds more than 10,000 entries.{FEWER}"
        assert refusal(opened, file(data, "a\n"), Room()) == reported


def test_junk_in_a_tar_file_is_read_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert archives.MAX_WITH_JUNK == 200 * MIB
    data = tarred({".git/a": bytes(100_000), "b": b"1"})
    monkeypatch.setattr(archives, "MAX_WITH_JUNK", len(data))
    for each in (data, gzip.compress(data)):
        assert unpacked(opened(file(each), Room())) == [("s/a.zip/b", b"1")]
    monkeypatch.setattr(archives, "MAX_WITH_JUNK", 100_000)
    for each in (data, gzip.compress(data)):
        reported = refusal(opened, file(each, "a\n"), Room())
        assert reported == f"a? holds more than 50 MiB.{FEWER}"
    limited = archives._Limited(io.BytesIO(b"12345"), "a", Room())
    monkeypatch.setattr(limited, "left", 4)
    assert (limited.read(1), limited.left) == (b"1", 3)
    assert refusal(limited.read) == f"a holds more than 50 MiB.{FEWER}"
    assert limited.left == -1


def test_junk_in_several_archives_of_a_student_is_limited_in_total(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise, 9 MiB of archives in an archive took 40 seconds."""
    monkeypatch.setattr("autograder.intake.archives.MAX_WITH_JUNK", 100_000)
    room, data = Room(), tarred({".git/h": bytes(40_000)})
    assert opened(file(data), room) == opened(file(data), room) == []
    with pytest.raises(Refusal, match="holds more than 50 MiB"):
        opened(file(data), room)


def test_damaged_entries_of_a_zip_are_limited_in_total(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are unpacked to the end before the damage is noticed."""
    monkeypatch.setattr("autograder.intake.archives.MAX_WITH_JUNK", 100_000)
    data = bytearray(zipped({f"{n}.py": bytes(40_000) for n in range(3)}))
    for start in [each.start() for each in re.finditer(b"PK\x01\x02", data)]:
        data[start + 16] ^= 1  # the checksum
    with pytest.raises(Refusal, match="holds too many damaged files"):
        opened(file(bytes(data)), Room())
