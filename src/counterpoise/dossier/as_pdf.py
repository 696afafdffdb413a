"""The dossier as PDF: the same page, laid out by WeasyPrint (extra `pdf`), with running heads and page numbers."""

import logging
from typing import Any

from counterpoise.dossier.as_html import page
from counterpoise.dossier.contents import DossierContents
from counterpoise.errors import MissingLibrary


def render_pdf(contents: DossierContents) -> bytes:
    """Render the dossier as PDF. Raises MissingLibrary naming the package where WeasyPrint or Pango is absent."""
    html = _weasyprint()
    made = html(string=page(contents, is_print=True)).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=_identifier(contents)
    )
    return bytes(made)


def _identifier(contents: DossierContents) -> bytes:
    return contents.references[0].key.encode()


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
            "package libpango-1.0-0 with libpangoft2-1.0-0, on macOS brew install pango. Or print the HTML page from a "
            "browser."
        ) from error
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return weasyprint.HTML
