"""Draw arrays as small SVG pictures: sharp at any size, legible in light and dark, reproducible.

A picture has its own coloured background: a page may be dark while the system is light, or the
other way round. Nothing relies on colour alone: inputs are square, kernels round, outputs have a
double edge, padding a dashed one.
"""

from collections.abc import Callable, Iterable
from xml.etree import ElementTree

WIDTH = 640  # a phone shows this at about half the size, so no letter is smaller than 18
CELL = 40
LETTER = 20

# name: (light, dark)
COLOURS = {
    "card": ("#ffffff", "#0d1117"),
    "frame": ("#d1d9e0", "#3d444d"),
    "ink": ("#1f2328", "#e6edf3"),
    "muted": ("#59636e", "#9aa4af"),
    "blue": ("#7ba3d6", "#4a74a8"),
    "blue-pale": ("#e8f1fc", "#132540"),
    "orange": ("#d39a5c", "#9a6a35"),
    "orange-pale": ("#fdeedb", "#38260f"),
    "green": ("#6fae80", "#478a59"),
    "green-pale": ("#e4f5e8", "#0f2d1a"),
}
# class: its properties and their colours
PAINT = {
    ".card": {"fill": "card", "stroke": "frame"},
    "text": {"fill": "ink"},
    ".muted": {"fill": "muted"},
    ".input": {"fill": "blue-pale", "stroke": "blue"},
    ".kernel": {"fill": "orange-pale", "stroke": "orange"},
    ".output": {"fill": "green-pale", "stroke": "green"},
    ".empty": {"fill": "card", "stroke": "muted"},
    ".thin": {"stroke": "muted"},
    ".faint": {"stroke": "frame"},
    ".bold": {"stroke": "ink"},
    ".dot": {"fill": "ink"},
}
SHAPE = """\
text{font:20px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
text-anchor:middle}
.start{text-anchor:start}.end{text-anchor:end}.small{font-size:18px}.strong{font-weight:600}
rect,path,circle{stroke-width:1.3}.empty{stroke-dasharray:4 3}
.thin,.faint,.bold{fill:none;stroke-linecap:round;stroke-linejoin:round}
.bold{stroke-width:2.6}.dashed{stroke-dasharray:7 6}"""
GAP = 1.5  # on each side of a cell, so that no two edges overlap
# kind: the radius of a cell's corners, as a fraction of its size
CORNERS = {"input": 0.05, "kernel": 0.3, "output": 0.05, "empty": 0.05}


class Picture:
    """A figure in progress: elements are kept in drawing order, and `svg` writes them."""

    def __init__(self, height: int, width: int = WIDTH) -> None:
        box = {
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "role": "img",
        }
        self._root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **box})
        self._title = ElementTree.SubElement(self._root, "title")
        ElementTree.SubElement(self._root, "style").text = _style()
        self.box(0.5, 0.5, width - 1, height - 1, "card", 10)

    def _add(self, tag: str, look: str, **attributes: float | str) -> ElementTree.Element:
        written = {"class": look} if look else {}
        for name, value in attributes.items():
            written[name] = value if isinstance(value, str) else _number(value)
        return ElementTree.SubElement(self._root, tag, written)

    def text(self, x: float, y: float, words: object, look: str = "", turned: bool = False) -> None:
        """Write words centred at height y, and at x unless `look` is "start" or "end"."""
        level = y + 0.35 * LETTER
        turn = {"transform": f"rotate(-90 {_number(x)} {_number(y)})"} if turned else {}
        self._add("text", look, x=x, y=level, **turn).text = str(words)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        look: str,
        corner: float,
        angle: int = 0,
    ) -> None:
        """Draw a rectangle with round corners, rotated about its centre by `angle` degrees."""
        middle = f"{_number(x + width / 2)} {_number(y + height / 2)}"
        turn = {"transform": f"rotate({angle} {middle})"} if angle else {}
        self._add("rect", look, x=x, y=y, width=width, height=height, rx=corner, **turn)

    def line(self, look: str, *points: tuple[float, float]) -> None:
        """Draw a line through points."""
        path = "L".join(f"{_number(x)} {_number(y)}" for x, y in points)
        self._add("path", look, d=f"M{path}")

    def arrow(self, look: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a straight line with a head."""
        (x, y), (to_x, to_y) = start, end
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        along = (8 * (to_x - x) / length, 8 * (to_y - y) / length)
        across = (-0.7 * along[1], 0.7 * along[0])
        self.line(look, start, end)
        heads = [
            (to_x - along[0] + side * across[0], to_y - along[1] + side * across[1])
            for side in (-1, 1)
        ]
        self.line(look.replace(" dashed", ""), heads[0], end, heads[1])

    def circle(self, x: float, y: float, radius: float, look: str) -> None:
        """Draw a circle about (x, y)."""
        self._add("circle", look, cx=x, cy=y, r=radius)

    def cell(self, x: float, y: float, value: object, kind: str, size: float = CELL) -> None:
        """Draw one value of an array.

        kind: "input", "kernel", "output", "empty" (nothing real) or "" (no edge).
        """
        for gap in {"": (), "output": (GAP, 2.5 * GAP)}.get(kind, (GAP,)):
            self.box(x + gap, y + gap, size - 2 * gap, size - 2 * gap, kind, size * CORNERS[kind])
        if value != "":
            shown = str(value).replace("-", "−")
            self.text(x + size / 2, y + size / 2, shown, "muted" if kind == "empty" else "")

    def array(
        self,
        x: float,
        y: float,
        rows: Iterable[Iterable[object]],
        kind: str | Callable[[int, int], str],
        size: float = CELL,
    ) -> None:
        """Draw numbers in rows; their kind may depend on (row, column)."""
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                what = kind if isinstance(kind, str) else kind(row, column)
                self.cell(x + column * size, y + row * size, value, what, size)

    def blank(self, x: float, y: float, height: int, width: int, kind: str, size: float) -> None:
        """Draw cells without numbers, as one element: many small cells make a small file."""
        side = _number(size - 2 * GAP)
        corners = (
            (x + column * size + GAP, y + row * size + GAP)
            for row in range(height)
            for column in range(width)
        )
        cells = (f"M{_number(left)} {_number(top)}h{side}v{side}h-{side}z" for left, top in corners)
        self._add("path", kind, d="".join(cells))

    def frame(
        self, x: float, y: float, height: int, width: int, look: str = "bold", size: float = CELL
    ) -> None:
        """Draw a bold line round cells in focus, such as a window or a sum."""
        self.box(x - 0.5, y - 0.5, width * size + 1, height * size + 1, look, 5)

    def svg(self, title: str) -> str:
        """Return the text of the file; `title` is its alternative text."""
        self._title.text = title
        ElementTree.indent(self._root, "")
        return ElementTree.tostring(self._root, encoding="unicode") + "\n"


def _number(value: float) -> str:
    return f"{round(value, 1):g}"


def _style() -> str:
    """Write plain rules rather than variables: drawing programs and converters know them too."""
    light, dark = _rules(theme=0), _rules(theme=1)
    return f"\n{SHAPE}\n{light}\n@media(prefers-color-scheme:dark){{{dark}}}\n"


def _rules(theme: int) -> str:
    """Write each class of `PAINT` in the colours of the light theme, 0, or of the dark one, 1."""
    rules = []
    for name, paint in PAINT.items():
        colours = [f"{what}:{COLOURS[colour][theme]}" for what, colour in paint.items()]
        rules.append(f"{name}{{{';'.join(colours)}}}")
    return "".join(rules)
