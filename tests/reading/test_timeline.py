"""One timeline of several documents: by date, an event that two of them tell only once."""

from datetime import date

from counterpoise.reading.contract import Reading
from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.news import read_news
from counterpoise.reading.timeline import timeline_of, told_together


def reading(name: str, text: str, on: date | None) -> Reading:
    return read_news(document_from_bytes(text.encode(), name), published_on=on, use_model=False)


FIRST = reading(
    "a.txt",
    "Jets for Bahrain\n\nThe State Department told Congress of 12 F-16 jets for Bahrain on Tuesday. "
    "“The sale is good for the region and good for us,” Minister Amir Weld said.\n",
    date(2020, 11, 12),
)
SECOND = reading(
    "b.txt",
    "Congress told of jets\n\nBahrain asked for the jets on 3 March 2019. On 10 November 2020 the State Department "
    "told Congress of the F-16 jets for Bahrain. “The sale is good for the area and good for us,” Weld said.\n",
    None,
)


def test_events_stand_by_date_and_those_of_two_documents_once() -> None:
    entries = timeline_of([FIRST, SECOND])
    assert [(entry.on.date, len(entry.printings)) for entry in entries] == [("2019-03-03", 1), ("2020-11-10", 2)]
    assert entries[1].on.inferred, "the first document that tells it gives a weekday"
    assert "2 documents" in entries[1].because


def test_every_printing_leads_back_to_its_words() -> None:
    texts = {r.document.id: r.document.text for r in (FIRST, SECOND)}
    for entry in timeline_of([FIRST, SECOND]):
        for one in entry.printings:
            assert texts[one.document_id][one.span.start : one.span.end] == one.wording


def test_events_of_one_document_and_undated_ones_are_never_joined() -> None:
    twice = reading(
        "c.txt", "Title\n\nThe jets for Bahrain are expected soon. The jets for Bahrain are expected soon.\n", None
    )
    entries = timeline_of([twice, twice, FIRST])
    assert [entry.on.date for entry in entries] == ["2020-11-10", *[None] * (len(entries) - 1)]
    assert all(len(entry.printings) == 1 for entry in entries)


def test_the_same_words_in_two_documents_are_one_utterance_with_what_differs() -> None:
    (said,) = told_together([FIRST, SECOND])["utterances"]
    assert [one["path"] for one in said["printed"]] == ["a.txt", "b.txt"]
    assert said["differences"] == [["region", "area"]]
