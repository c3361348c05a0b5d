"""List in docs/mistakes.md the files of solutions/*/mistakes/ for each of its mistakes."""

import re

from autograder import catalog

from . import EXERCISES, ROOT

PAGE = ROOT / "docs" / "mistakes.md"
COMMENT = re.compile(r"^# docs/mistakes\.md: (.+)$", re.MULTILINE)
ID = re.compile(r"[A-Z]\d+")
ROW = re.compile(r"^\| ([A-Z]\d+) \| (.+?) \|(.*)\|$", re.MULTILINE)


def files() -> dict[str, list[str]]:
    """Return each id named in a comment -> the files that name it, as "03 flipped_kernel"."""
    by_id: dict[str, list[str]] = {}
    for exercise in EXERCISES:
        for mistake, path in catalog.solution(ROOT, exercise).mistakes.items():
            for comment in COMMENT.findall(path.read_text(encoding="utf-8")):
                for name in ID.findall(comment):
                    by_id.setdefault(name, []).append(f"{exercise[:2]} `{mistake}`")
    return by_id


def filled(page: str) -> str:
    """Update the third column of the page."""
    holding = files()

    def row(match: re.Match[str]) -> str:
        name, idea, cell = match.groups()
        return f"| {name} | {idea} | {', '.join(holding.get(name, [])) or cell.strip()} |"

    return ROW.sub(row, page)


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
