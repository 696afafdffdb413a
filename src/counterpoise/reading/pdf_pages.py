"""The text of a PDF, page by page. Needs the package pypdf (the extra `read-pdf`); without it a PDF is refused."""

import importlib.util
import io

from counterpoise.errors import UnreadableDocument

PAGE_BREAK = "\n\n\f\n"
_MAX_PAGES = 400
_MAX_CHARACTERS = 20 * 1024 * 1024


def pdf_text(data: bytes, path: str) -> str:
    """Give the text of a PDF with a form feed between pages; the place of a word is its page (Document.page).

    Raises UnreadableDocument where pypdf is not installed, where the file is damaged or locked, where it has more than
    400 pages, or where its pages are pictures.
    """
    if importlib.util.find_spec("pypdf") is None:
        raise UnreadableDocument(
            f"{path} is a PDF, and the package that reads PDFs is not installed. "
            "Install it (pip install 'counterpoise[read-pdf]'), or save the text, for example with pdftotext."
        )
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if len(reader.pages) > _MAX_PAGES:
            raise UnreadableDocument(f"{path} has {len(reader.pages)} pages; up to {_MAX_PAGES} are read. Split it.")
        text = PAGE_BREAK.join(page.extract_text() for page in reader.pages)
    except UnreadableDocument:
        raise
    except Exception as error:  # pypdf lets many kinds through on damaged files; each is the same answer here
        raise UnreadableDocument(
            f"{path} is a PDF that cannot be read ({type(error).__name__}): damaged or locked. "
            "Open it, save it anew or save its text, and give that file."
        ) from error
    if not text.replace("\f", "").strip():
        raise UnreadableDocument(f"{path} is a PDF without text: its pages are pictures. Give the text.")
    if len(text) > _MAX_CHARACTERS:
        raise UnreadableDocument(f"{path} holds more than {_MAX_CHARACTERS // 2**20} million characters. Split it.")
    return text
