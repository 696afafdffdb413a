"""read_document(): choose a reader for a document and return its Reading."""

from datetime import date

from counterpoise.reading.contract import Reading
from counterpoise.sources import Document


def read_document(document: Document, *, published_on: date | None = None, use_model: bool = True) -> Reading:
    """Read one document: official forms by grammar, everything else by the rules for news.

    `published_on` is the day the user says the text was published; relative dates count from it. `use_model` lets the
    optional statistical model help with news when it is installed; the answer names the model that ran.
    """
    from counterpoise.reading.notices import find_form, read_notice

    form = find_form(document.text)
    if form is not None:
        return read_notice(document, form, published_on=published_on)

    from counterpoise.reading.news import read_news

    return read_news(document, published_on=published_on, use_model=use_model)
