"""Read and fill in a CSV file from another program, leaving every other byte unchanged.

Works on bytes: separators, quotes and line ends are the same in every encoding that extends ASCII.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ..errors import Refusal

SEPARATORS = b",;\t"
# Possessive: a cell may hold megabytes of text, and each point to backtrack to would take memory.
QUOTED = rb'"[^"]*+(?:""[^"]*+)*+"'
AGAIN = "Download it again, and do not save it in another program first."

Place = tuple[int, int]  # row, column
Span = tuple[int, int]  # from byte, to byte


class Table:
    """A CSV file with a header and at least one row. Refusal: it is anything else.

    rows: for each line that is not empty, the span of each of its cells; the first is the header.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
            raise Refusal(f"{name} is not a CSV file in UTF-8.", AGAIN)
        self.separator = _separator(data)
        self.rows = list(_rows(data, self.separator, name))
        if len(self.rows) < 2:
            raise Refusal(f"{name} has no row below its header.", AGAIN)
        for number, row in enumerate(self.rows):
            if len(row) != len(self.rows[0]):
                problem = (
                    f"Row {number + 1} of {name} has {len(row)} cells, "
                    f"but its header has {len(self.rows[0])}."
                )
                raise Refusal(problem, AGAIN)

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, without quotation marks and surrounding spaces."""
        start, end = self.rows[row][column]
        cell = self.data[start:end]
        if cell.startswith(b'"'):
            cell = cell[1:-1].replace(b'""', b'"')
        return cell.decode("utf-8", "replace").strip()

    def column(self, column: int) -> list[str]:
        """Return the texts of a column below the header."""
        return [self.text(row, column) for row in range(1, len(self.rows))]

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [self.text(0, column) for column in range(len(self.rows[0]))]

    def named(self, name: str) -> int:
        """Return the column with this name. Refusal: there is none, or more than one."""
        times = Counter(self.header)[name]
        if times != 1:
            columns = f"{times} columns" if times else "no column"
            problem = f"{self.name} has {columns} called {name!r}."
            raise Refusal(
                problem, AGAIN if times else f"Its columns are: {', '.join(self.header)}."
            )
        return self.header.index(name)

    def filled(self, cells: Mapping[Place, str]) -> bytes:
        """Return the file with these cells changed. Quoted cells stay quoted."""
        pieces = []
        done = 0
        for (row, column), text in sorted(cells.items()):
            start, end = self.rows[row][column]
            pieces += [self.data[done:start], self._cell(text, self.data[start:end])]
            done = end
        return b"".join([*pieces, self.data[done:]])

    def _cell(self, text: str, before: bytes) -> bytes:
        new = text.encode()
        return b'"%b"' % new if before.startswith(b'"') or self.separator in new else new


def decimal(text: str) -> float | None:
    """Return a number written with a point or a comma, or None for anything else."""
    return float(text.replace(",", ".")) if re.fullmatch(r"\d+([.,]\d+)?", text) else None


def _separator(data: bytes) -> bytes:
    """Return the separator that occurs most often in the first line, outside quotation marks."""
    first = b"".join(re.sub(QUOTED, b"", data).splitlines()[:1])
    counts = [first.count(separator) for separator in SEPARATORS]
    return SEPARATORS[counts.index(max(counts)) :][:1]


def _rows(data: bytes, separator: bytes, name: str) -> Iterator[list[Span]]:
    """Yield the spans of the cells in each line that is not empty."""
    cell = re.compile(rb'%b|[^"\r\n%b][^\r\n%b]*|' % (QUOTED, separator, separator))
    position = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    row: list[Span] = []
    while position < len(data):
        match = cell.match(data, position)
        assert match is not None  # an empty cell matches as well
        row.append(match.span())
        position = match.end()
        after = data[position : position + 1]
        if after not in (separator, b"\r", b"\n", b""):
            raise Refusal(
                f"{name} has a stray quotation mark after {len(row)} cells of a row.", AGAIN
            )
        position += 1  # between \r and \n is an empty line
        if after == separator:
            if position >= len(data):
                row.append((position, position))
            continue
        if len(row) > 1 or row[0][0] < row[0][1]:
            yield row
        row = []
    if row:
        yield row
