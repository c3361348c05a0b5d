"""What learning platforms give: hand-ins packed as they pack them, for people whose names try everything."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

NAMES = {
    101: "Jürgen Groß",
    102: "王 小明",
    103: 'O\'Neil, "Ned"',
    104: "=SUM(1)",
    105: "Зоя Ivanova-Öz",
    106: "Ada Lovelace",
}


def packed(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def unpacked(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder
