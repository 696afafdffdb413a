"""Who speaks in wordings that wire stories and congressional releases use, each found wanting on a real text."""

import pytest

from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.news import read_news

SALE = "The United States plans to sell 30 F-16 fighters to Morocco.\n\n"


def speakers_of(text: str) -> list[str]:
    """Give the speakers of a text's attributions in order."""
    return [a.speaker for a in read_news(document_from_bytes(text.encode(), "news.txt"), use_model=False).attributions]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“No,” the top Democrat on the House Foreign Affairs Committee Rep. Jane Harlow said.", ["Jane Harlow"]),
        ("Senator Paul Weld (D-Vt.) said he would stop the sale. “It is a mistake,” the Vermont Democrat said.",
         ["Paul Weld", "Paul Weld"]),
        ("Jane Harlow, the adviser for the candidate, Tom Bell, said the sale was a mistake.", ["Jane Harlow"]),
        ("Two Democratic senators, Jane Harlow and Tom Bell, said it was a mistake.", ["Jane Harlow and Tom Bell"]),
        ("Lockheed Martin, maker of the jet, said the sale would keep its line open.", ["Lockheed Martin"]),
        ("Sen. Jane Harlow (D-Conn.), along with Sens. Tom Bell and Paul Weld, said it must stop.", ["Jane Harlow"]),
        ("“This jet must be kept from our enemies,” per Senator Jane Harlow.", ["Jane Harlow"]),
        ("Also voicing doubts was Rep. Jane Harlow, a Republican.\n\n“We must be sure,” she said.", ["Jane Harlow"]),
        ("Senators, including Jane Harlow, said it must stop.", ["Senators"]),
        ("The sale would upset the Middle East, the Defence Minister told reporters.", ["Defence Minister"]),
        ("“Who is safe after this?” Jane Harlow asked the panel, according to her office.", ["Jane Harlow"]),
        ("Officials who attended the talks said the sale would be signed in May.", ["Officials"]),
        ("Senator Tom Bell was absent.\n\n“It is late,” Senator Jane Harlow said. “It is bad,” the Ohio senator said.",
         ["Jane Harlow", "Jane Harlow"]),
        ("“We are not thrilled,” said Tom Bell. Still, “we have a dialogue with them.”", ["Tom Bell", "Tom Bell"]),
    ],
)  # fmt: skip
def test_the_speaker_is_whom_the_words_name(text: str, speakers: list[str]) -> None:
    assert speakers_of(SALE + text) == speakers


@pytest.mark.parametrize(
    "text",
    [
        "Two days after the vote, opponents responded.",
        "Rabat can expect to receive the jets in 2029.",
        "The secretary declared an emergency on May 24 to waive the review of the sale.",
        "The package includes spares and technical support from U.S. contractors.",
        "The sale will likely face no opposition from Congress.",
        "Pilots of both sides meet over disputed airspace.",
        "Rabat relies on administration guarantees of spare parts.",
    ],
)
def test_an_act_is_nobodys_words(text: str) -> None:
    assert speakers_of(SALE + text) == []
