"""table: other people's CSV files, read and filled, and otherwise left as they are."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.adapters.table import Table
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


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("a,b\n1,2\n".encode("utf-16"), "not a CSV file in UTF-8"),
        (b"PK\x03\x04\0", "not a CSV file in UTF-8"),
        (b"a,b\n", "no row below its header"),
        (b"", "no row below its header"),
        (b'a,b\n1,"2\n', "quotation mark astray"),
        (b'a,b\n"1"x,2\n', "quotation mark astray"),
        (b"a,b\n1,2,3\n", "Row 2 of x.csv has 3 cells, and its header has 2"),
    ],
)
def test_a_damaged_file_is_refused(data, says):
    with pytest.raises(Refusal, match=says):
        Table(data, "x.csv")
