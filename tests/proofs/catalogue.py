"""Writes into docs/mistakes.md which files of solutions/*/mistakes/ hold each of its mistakes."""

import re

from . import EXERCISES, ROOT

PAGE = ROOT / "docs" / "mistakes.md"
COMMENT = re.compile(r"^# docs/mistakes\.md: (.+)$", re.MULTILINE)
ID = re.compile(r"[A-Z]\d+")
ROW = re.compile(r"^\| ([A-Z]\d+) \| (.+?) \|(.*)\|$", re.MULTILINE)


def files() -> dict[str, list[str]]:
    """Each id named in a comment -> the files that name it, as "03 flipped_kernel"."""
    found: dict[str, list[str]] = {}
    for exercise in EXERCISES:
        for path in sorted((ROOT / "solutions" / exercise / "mistakes").glob("*.py")):
            for comment in COMMENT.findall(path.read_text(encoding="utf-8")):
                for name in ID.findall(comment):
                    found.setdefault(name, []).append(f"{exercise[:2]} `{path.stem}`")
    return found


def filled(page: str) -> str:
    """The page with its third column up to date."""
    holding = files()

    def row(match: re.Match[str]) -> str:
        name, idea, cell = match.groups()
        return f"| {name} | {idea} | {', '.join(holding.get(name, [])) or cell.strip()} |"

    return ROW.sub(row, page)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
