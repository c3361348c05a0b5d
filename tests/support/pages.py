"""The pages of the documentation, as tests read them."""

import re
from pathlib import Path


def commands(page: Path) -> list[str]:
    """Return every command in the page's blocks of shell lines, in order, without comments."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.partition("#")[0].strip() for line in "".join(blocks).splitlines()]
    return [line for line in lines if line]


def links(page: Path) -> list[Path]:
    """Return every file that the page points to."""
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    return [page.parent / link for link in targets if not link.startswith("http")]
