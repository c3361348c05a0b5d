"""table: CSV files of platforms are read and filled, and otherwise stay as they are."""

import csv
import io
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.adapters.table import Table, decimal
from autograder.errors import Refusal

TEXTS = st.text(st.sampled_from('ab,;"\n\t =ö王'), max_size=4)


@given(
    st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=2, max_size=4),
    st.sampled_from(["\r\n", "\n"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
@example([["a", "b", "c"], ["1", '"', "\n"]], "\r\n", "\ufeff", csv.QUOTE_ALL)
def test_every_cell_is_read_and_nothing_but_the_filled_one_changes(rows, end, bom, quoting):
    rows = [["first", "second", "third"], *rows]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(rows)
    data = (bom + text.getvalue()).encode()
    table = Table(data, "x.csv")
    assert [[table.text(r, c) for c in range(3)] for r in range(len(rows))] == [
        [t.strip() for t in r] for r in rows
    ]
    assert table.filled({}) == data
    start, end_ = table.rows[1][1]
    changed = table.filled({(1, 1): "7.5"})
    assert (changed[:start], changed[len(changed) - len(data) + end_ :]) == (
        data[:start],
        data[end_:],
    )
    assert Table(changed, "x.csv").text(1, 1) == "7.5"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'a,b\r\n"1",""\r\n', b'a,b\r\n"1","7,5"\r\n'),  # quoted stays quoted
        (b"a,b\n1,\n", b'a,b\n1,"7,5"\n'),  # what holds the separator must be
        (b"a;b\n1;", b"a;b\n1;7,5"),
        (b"a\tb\n1\t2\n\n", b"a\tb\n1\t7,5\n\n"),
    ],
)
def test_a_cell_keeps_its_style(before, after):
    assert Table(before, "x.csv").filled({(1, 1): "7,5"}) == after


FILE = "x.csv"
AGAIN = "Download it again, and do not save it in another program first."
ASTRAY = "x.csv has a stray quotation mark after {} cells of a row."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("a,b\n1,2\n".encode("utf-16"), "x.csv is not a CSV file in UTF-8."),
        (b"\xfe\xffa,b\n1,2\n", "x.csv is not a CSV file in UTF-8."),
        (b"a,b\n1,\0\n", "x.csv is not a CSV file in UTF-8."),
        (b"a,b\n", "x.csv has no row below its header."),
        (b"a,b\n\n\n", "x.csv has no row below its header."),
        (b"", "x.csv has no row below its header."),
        (b'a,b\n1,"2\n', ASTRAY.format(2)),
        (b'a,b\n"1"x,2\n', ASTRAY.format(1)),
        (b"a,b\n1,2,3\n", "Row 2 of x.csv has 3 cells, but its header has 2."),
        (b"a,b\n1,2\n3\n", "Row 3 of x.csv has 1 cells, but its header has 2."),
    ],
)
def test_a_damaged_file_is_refused(data, says):
    with pytest.raises(Refusal) as refused:
        Table(data, FILE)
    assert str(refused.value) == f"{says} {AGAIN}"


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"a,b\r1,2\r3,4", [["a", "b"], ["1", "2"], ["3", "4"]]),  # line ends of old Macs
        (b"a,b\n1,", [["a", "b"], ["1", ""]]),
        (b"\xef\xbb\xbfa;b\n\n;\n", [["a", "b"], ["", ""]]),
        (b'a\n"x,y;z"\n\n2\n', [["a"], ["x,y;z"], ["2"]]),
        (b'a,b\n" x ""y"" ",\xff', [["a", "b"], ['x "y"', "\ufffd"]]),
        (b'a,"b\nc"\n1,2', [["a", "b\nc"], ["1", "2"]]),
    ],
)
def test_each_cell_has_its_text_whatever_the_line_ends_and_separators(data, texts):
    table = Table(data, FILE)
    rows = range(len(table.rows))
    assert [[table.text(row, c) for c in range(len(texts[0]))] for row in rows] == texts
    assert table.header == texts[0]
    assert table.column(0) == [row[0] for row in texts[1:]]


def test_the_separator_is_the_one_that_is_most_often_in_the_header():
    for separator in ",;\t":
        header = separator.join(['"x,;\t,;\t,;\t"', "a", "b", "c"])
        other = ";" if separator == "," else ","
        data = f"{header}\n{separator * 3}{other * 9}".encode()
        assert Table(data, FILE).separator == separator.encode()


@pytest.mark.parametrize("text", ["a", '""', 'a"",\n'])
def test_a_cell_of_megabytes_takes_little_memory(text):
    """Students fill cells: Moodle's worksheet has the texts that they typed in."""
    data = f'id,text\n1,"{text * 2**20}"\n'.encode()
    tracemalloc.start()
    try:
        table = Table(data, FILE)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert table.text(1, 0) == "1"
    assert peak < 2 * len(data)


def test_a_column_is_found_by_its_name_and_only_if_there_is_one():
    table = Table(b"id,mark,mark\n1,2,3\n", FILE)
    assert table.named("id") == 0
    with pytest.raises(Refusal) as refused:
        table.named("mark")
    assert str(refused.value) == f"x.csv has 2 columns called 'mark'. {AGAIN}"
    with pytest.raises(Refusal) as refused:
        table.named("points")
    there = "Its columns are: id, mark, mark."
    assert str(refused.value) == f"x.csv has no column called 'points'. {there}"


def test_cells_are_filled_in_whatever_order_they_are_given():
    table = Table(b'a,b\n1,"2"\n3,4\n', FILE)
    cells = {(2, 1): "y", (1, 0): "", (1, 1): "\u00fc"}
    assert table.filled(cells) == 'a,b\n,"\u00fc"\n3,y\n'.encode()


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7.0), ("7.5", 7.5), ("12,25", 12.25)]
    + [(text, None) for text in ("", "-", "-1", "1.", ".5", "1,2,3", "1e3", "nan", " 1")],
)
def test_a_number_has_a_point_or_a_comma(text, number):
    assert decimal(text) == number
