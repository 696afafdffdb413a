"""The score card in a real browser: opens offline, fits a phone, folds what holds, loses no link."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from counterpoise.validation.page import render_page
from counterpoise.validation.report import run
from counterpoise.validation.rows import Settings
from tests.browser.checks import invalid, violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    report = run(Settings(folder=folder, seed=1, quick=True), run_on="2026-01-01")
    path = folder / "page.html"
    path.write_text(render_page(report), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, page_file: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(page_file.as_uri())
    yield page
    page.close()


def test_opening_the_score_card_asks_for_nothing_but_the_file(browser: Browser, page_file: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    assert asked == [page_file.as_uri()]
    page.close()


def test_the_score_card_is_no_wider_than_a_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_sceptic_stands_before_the_first_table(page: Page) -> None:
    tops = page.evaluate(
        "['#sceptic', 'table'].map(found => document.querySelector(found).getBoundingClientRect().top)"
    )
    assert tops[0] < tops[1]


def test_rows_that_hold_are_folded_and_open_with_the_keyboard(page: Page) -> None:
    summary = page.locator("summary").first
    table = page.locator("details table").first
    assert not table.is_visible()
    summary.focus()
    page.keyboard.press("Enter")
    assert table.is_visible()


def test_every_link_of_the_page_leads_somewhere_in_it(page: Page) -> None:
    lost = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
        ".filter(id => !document.getElementById(id))"
    )
    assert lost == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_score_card(page: Page, scheme: str) -> None:
    assert violations(page, scheme) == []


def test_the_score_card_is_valid_html(page_file: Path) -> None:
    assert invalid(page_file) == []
