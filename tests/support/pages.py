"""Read pages for tests: those of the documentation, and generated ones."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path


def commands(page: Path) -> list[str]:
    """Return every command in the page's blocks of shell lines, in order, without comments."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.partition("#")[0].strip() for line in "".join(blocks).splitlines()]
    return [line for line in lines if line]


def links(page: Path) -> list[Path]:
    """Return every file that the page links to."""
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    return [page.parent / link for link in targets if not link.startswith("http")]


# -- HTML --------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Collect tags, and check that they close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "rect", "line", "input"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outside(page: str) -> set[str]:
    """Return every tag that runs or loads something. The page must be well-formed."""
    parser = Tags()
    parser.feed(page)
    assert not parser.open
    found = parser.tags & {"script", "link", "img", "iframe", "form", "object"}
    return found | set(re.findall(r"https?:|url\(|@import|\son\w+=", page))


def script_of(page: str) -> str:
    """Return the script of a page. The page's policy must allow only this one."""
    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'\"" in page
    return script


class Tables(HTMLParser):
    """Collect the text of each cell: table -> row -> cell."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += data


def tables(page: str) -> list[list[list[str]]]:
    """Return the tables of a page as text: table -> row -> cell."""
    parser = Tables()
    parser.feed(page)
    return [[[" ".join(cell.split()) for cell in row] for row in rows] for rows in parser.tables]


def raw(page: str) -> set[str]:
    """Return the characters of a student's text that are not escaped on a page."""
    return set("\x1b\u202e\u2028") & set(page)
