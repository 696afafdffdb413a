"""Which texts have an official form, and which only speak of one."""

from pathlib import Path

import pytest

from counterpoise.reading.notices import find_form
from tests.reading.reading_of import DOCUMENTS

# Reports that repeat a release word for word, with the voice of news around it.
RELEASE_AS_NEWS = (
    "WASHINGTON (Example Wire) - The State Department has made a determination approving a possible Foreign Military "
    "Sale to Norway of missiles for an estimated cost of $200 million, the Defense Security Cooperation Agency said "
    "on Tuesday. The Government of Norway has requested to buy forty (40) missiles. The estimated total cost is "
    "$200 million."
)
OLD_RELEASE_AS_NEWS = (
    "According to a notice of the Defense Security Cooperation Agency, which notified Congress of a possible Foreign "
    "Military Sale to Egypt, the Government of Egypt has requested 125 tank kits."
)
BOILERPLATE_QUOTED = (
    "The prime minister's office denied that it had consented to the sale of F-35 jets, and a minister told reporters "
    "that the sale 'will not alter the basic military balance in the region'."
)
QUOTING_NEWS = [
    RELEASE_AS_NEWS,
    OLD_RELEASE_AS_NEWS,
    BOILERPLATE_QUOTED,
    "A joint resolution on the proposed sale under section 36(b) of the Arms Export Control Act was introduced.",
    "Section 36(c) of the Arms Export Control Act requires certification of licenses, a lawyer said.",
]
OTHER = [
    "Correction\n\nAn earlier version of this article named the wrong aircraft.",
    "FACT SHEET\n\nThe White House said that a sale of $5 billion was agreed.",
    "",
    " ",
    "Dear reader,",
    "Purchaser: a shop\nTotal: $4 million",
    "A fact sheet on how to read notices, in prose.",
]


@pytest.mark.parametrize("text", QUOTING_NEWS)
def test_news_that_quotes_a_release_is_news(text: str) -> None:
    assert find_form(text) is None


@pytest.mark.parametrize("text", OTHER)
def test_other_prose_has_no_official_form(text: str) -> None:
    assert find_form(text) is None


def test_the_examples_of_the_repository_are_told_apart(repository: Path) -> None:
    folder = repository / "examples" / "uae-2020"
    assert find_form((folder / "notice.txt").read_text(encoding="utf-8")) == "example_notice"
    assert find_form((folder / "report.txt").read_text(encoding="utf-8")) is None


def test_the_article_that_the_project_started_from_is_news(shared: Path) -> None:
    assert find_form((shared / "data" / "seed" / "article.txt").read_text(encoding="utf-8")) is None


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("unit_missing", "federal_register_notice"),
        ("amendment_that_raises_the_total", "federal_register_amendment"),
        ("correction", "federal_register_correction"),
        ("release_of_2007", "dsca_release"),
        ("release_of_2026_combined", "dsca_release"),
        ("state_page", "state_notice"),
        ("record_amendment_letter", "congressional_record_letter"),
        ("commercial_certifications", "commercial_certification"),
        ("fact_sheet", "fact_sheet"),
        ("misspelt_headings_and_full_stops", "federal_register_notice"),
    ],
)
def test_each_form_is_known_by_its_words(name: str, form: str) -> None:
    assert find_form((DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8")) == form


def test_a_notice_whose_fields_are_cut_off_is_still_a_notice() -> None:
    text = (DOCUMENTS / "alternatives.txt").read_text(encoding="utf-8")
    assert find_form(text[text.index("POLICY JUSTIFICATION") :]) == "federal_register_notice"
