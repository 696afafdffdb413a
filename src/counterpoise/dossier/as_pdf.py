"""The dossier as PDF: the same page, laid out by WeasyPrint (extra `pdf`), with running heads and page numbers."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from counterpoise.dossier.as_html import page
from counterpoise.dossier.contents import DossierContents
from counterpoise.errors import MissingLibrary

EPOCH = "SOURCE_DATE_EPOCH"


def render_pdf(contents: DossierContents) -> bytes:
    """Render the dossier as PDF. Raises MissingLibrary naming the package where WeasyPrint or Pango is absent."""
    return print_page(page(contents, is_print=True), identifier=contents.references[0].key.encode())


def print_page(html: str, *, identifier: bytes) -> bytes:
    """Give an HTML page as PDF; the same page and identifier give the same bytes. Raises MissingLibrary."""
    printer = _weasyprint()
    with _still_clock():
        return bytes(printer(string=html).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier))


@contextmanager
def _still_clock() -> Iterator[None]:
    """Stop the clock that fonts are dated by, unless the user has: a file must not depend on when it was made.

    Without HarfBuzz-Subset, WeasyPrint cuts fonts with fontTools, which writes the time into them. It goes by the
    variable of https://reproducible-builds.org/specs/source-date-epoch/.
    """
    had = os.environ.get(EPOCH)
    os.environ.setdefault(EPOCH, "0")
    try:
        yield
    finally:
        if had is None:
            del os.environ[EPOCH]


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ModuleNotFoundError as error:
        raise MissingLibrary(
            "A PDF needs WeasyPrint, which is not installed. Install it: pip install 'counterpoise[pdf]'. Or print the "
            "HTML page from a browser."
        ) from error
    except OSError as error:
        raise MissingLibrary(
            "A PDF needs the Pango library, which this machine does not have. Install it: on Debian and Ubuntu the "
            "packages libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0, on macOS brew install pango. Or print "
            "the HTML page from a browser."
        ) from error
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return weasyprint.HTML
