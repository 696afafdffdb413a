"""The dossier in a real browser: opens offline, leads from a number to its words, fits a phone and the dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from counterpoise.dossier.as_html import render_html
from tests.browser.checks import invalid, violations
from tests.dossier.conftest import dossier_of

pytestmark = pytest.mark.browser

LOWEST_CONTRAST = """() => {
  const part = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(v => part(Number(v) / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.body).backgroundColor);
  const seen = document.querySelectorAll('body, .what, a, .tag, .because, .grade, th');
  const ratios = [...seen].map(e => light(getComputedStyle(e).color))
    .map(l => (Math.max(l, ground) + 0.05) / (Math.min(l, ground) + 0.05));
  return Math.min(...ratios);
}"""


@pytest.fixture(scope="module")
def page_file(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    examples = repository / "examples/uae-2020"
    contents = dossier_of(examples / "report.txt", examples / "notice.txt", casebook=folder / "c.sqlite", depth="usual")
    path = folder / "dossier.html"
    path.write_text(render_html(contents), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, page_file: Path) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(page_file.as_uri())
    yield page
    page.close()


def test_opening_the_page_asks_for_nothing_but_the_file(browser: Browser, page_file: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    page.wait_for_timeout(300)
    assert [url for url in asked if not url.startswith("data:")] == [page_file.as_uri()]
    page.close()


def test_no_message_appears_on_the_console(browser: Browser, page_file: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(page_file.as_uri())
    assert said == []
    page.close()


def test_one_click_on_a_reference_shows_the_words_it_rests_on(page: Page) -> None:
    reference = page.locator("#summary .ref a").first
    number = reference.inner_text()
    reference.click()
    note = page.locator(f"#note-{number}")
    assert note.is_visible()
    assert page.evaluate("document.querySelector(':target').id") == f"note-{number}"


def test_the_first_tab_stop_leads_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_the_page_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_in_both_schemes(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    # Contrast of body text, soft text, links and stance tags against the page, by the WCAG formula.
    low = page.evaluate(LOWEST_CONTRAST)
    assert low >= 4.5


def test_every_picture_has_words_for_those_who_do_not_see_it(page: Page) -> None:
    assert page.locator("img").count() >= 1
    assert page.evaluate("[...document.images].every(i => i.alt.length > 10 && i.naturalWidth > 0)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: str) -> None:
    assert violations(page, scheme) == []


def test_the_page_is_valid_html(page_file: Path) -> None:
    assert invalid(page_file) == []
