"""report.html in a real browser: its script sorts, searches and pages, also by keyboard alone."""

import pytest
from support.made_up_class import folders, made_up_class

from autograder.reports.class_page import class_page

CHROMIUM = "/usr/bin/chromium"
FIRST, LAST = "Student 00000 Lovelace", "Student 00299 Lovelace"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    grades = made_up_class(300, 8)
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(class_page(grades, folders(grades)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser, report):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    reported = []
    page.on("console", lambda message: reported.append(message.text))
    page.on("pageerror", lambda error: reported.append(str(error)))
    page.goto(report.as_uri())
    yield page
    page.close()
    assert reported == []  # the policy blocks nothing, and nothing fails


def names(page, exercise="all"):
    return page.locator(f"#students-{exercise} tbody th").all_inner_texts()


def names_once_drawn(page, exercise):
    """Return the names in a list that was opened just now: the browser tells its script later."""
    page.locator(f"#students-{exercise} tbody th").first.wait_for()
    return names(page, exercise)


def test_a_page_of_rows_is_drawn_at_a_time(page):
    assert len(names(page)) == 100
    assert names(page, "01_dense") == []  # it is closed
    page.locator("#students-all").get_by_role("button", name="Next").click()
    assert names(page)[0] == "Student 00100 Lovelace"
    page.locator("#students-01_dense > summary").click()
    assert len(names_once_drawn(page, "01_dense")) == 100


def test_the_page_sorts_by_any_column_and_rows_without_a_number_come_last(page):
    head = page.locator("#students-all thead th").last
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    lowest = page.locator("#students-all tbody td:last-child").all_inner_texts()
    assert lowest == sorted(lowest, key=float)
    head.get_by_role("button").click()
    highest = page.locator("#students-all tbody td:last-child").all_inner_texts()
    assert highest == sorted(highest, key=float, reverse=True)


def test_search_and_filter_work_together_and_a_mistake_leads_to_its_students(page):
    page.get_by_label("Search").fill("00299 love")
    page.get_by_text("1 of 300 students").first.wait_for()
    assert names(page) == [LAST]
    assert page.locator("#students-07_layers").get_attribute("open") is not None
    page.get_by_label("Search").fill("")
    page.get_by_label("Show").select_option("lost")
    page.locator("#students-all tbody .lost").first.wait_for()
    assert 0 < len(names(page)) < 100
    page.locator("[data-find]").first.click()
    assert page.locator("#students-07_layers").get_attribute("open") is not None
    rows = page.locator("#students-07_layers tbody tr").all_inner_texts()
    assert rows
    assert all("flipped kernel" in row for row in rows)


def test_the_keyboard_reaches_everything(page):
    page.locator("#students-01_dense > summary").focus()
    page.keyboard.press("Enter")
    assert len(names_once_drawn(page, "01_dense")) == 100
    page.keyboard.press("Tab")  # the region that scrolls
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    head = page.locator("#students-01_dense thead th").first
    assert head.get_attribute("aria-sort") == "ascending"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_scrolls_tables_and_not_the_page(browser, report, scheme):
    page = browser.new_page(viewport={"width": 400, "height": 900}, color_scheme=scheme)
    page.goto(report.as_uri())
    for each in page.locator("details").all():
        each.evaluate("each => { each.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    page.close()


def test_without_its_script_the_page_shows_every_row(browser, report):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert len(names(page)) == 300
    assert not page.get_by_label("Search").is_visible()
    page.locator("#students-01_dense > summary").click()
    row = page.locator("#students-01_dense tbody tr").last
    assert row.is_visible()
    assert (
        row.locator("th a").get_attribute("href")
        == "sStudent%2000299%20Lovelace/01_dense/feedback.html"
    )
    context.close()
