"""The catalogue of mistakes and the mistakes on file agree."""

from proofs import catalogue

PAGE = catalogue.PAGE.read_text(encoding="utf-8")
ROWS = {name: cell.strip() for name, _, cell in catalogue.ROW.findall(PAGE)}


def test_every_id_named_in_a_mistake_is_in_the_catalogue():
    assert set(catalogue.files()) <= set(ROWS)
    assert len(ROWS) == len(catalogue.ROW.findall(PAGE))


def test_every_row_names_its_files_or_says_why_there_are_none():
    assert {name for name, cell in ROWS.items() if not cell.startswith("none: ")} == set(
        catalogue.files()
    )


def test_a_row_names_the_files_whose_comments_name_it():
    assert catalogue.filled(PAGE) == PAGE  # if not: cd tests && python -m proofs.catalogue
