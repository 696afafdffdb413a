"""The dossier as PDF: the same page, laid out by WeasyPrint (extra `pdf`), with running heads and page numbers."""

import base64
import logging
import re
from typing import Any

from counterpoise.dossier.as_html import page
from counterpoise.dossier.contents import DossierContents
from counterpoise.errors import MissingLibrary

SCHEME = re.compile(r"@media \(prefers-color-scheme: dark\) \{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
CUSTOM = re.compile(r"\.(?P<name>[\w-]+) \{ --c: (?P<colour>#[0-9a-f]{6}); \}")
VARIABLE = "var(--c)"


def render_pdf(contents: DossierContents) -> bytes:
    """Render the dossier as PDF. Raises MissingLibrary naming the package where WeasyPrint or Pango is absent."""
    html = _weasyprint()
    made = html(string=page(contents, plain_svg, is_print=True)).write_pdf(
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


def plain_svg(svg: str) -> str:
    """Give a drawing as an image in light colours, with its custom properties written out: print has one scheme."""
    light = SCHEME.sub("", svg)
    for found in CUSTOM.finditer(light):
        light = _written_out(light, found["name"], found["colour"])
    return f"data:image/svg+xml;base64,{base64.b64encode(light.encode()).decode('ascii')}"


def _written_out(svg: str, name: str, colour: str) -> str:
    """Add, for a class with a colour of its own, the rules that use it, with the colour in place."""
    rules = re.findall(r"((?:\.[\w-]+(?:, )?)+) \{([^{}]*var\(--c\)[^{}]*)\}", svg)
    written = "".join(
        f" {', '.join(f'.{name} {s.strip()}, .{name}{s.strip()}' for s in selectors.split(','))}"
        f" {{{body.replace(VARIABLE, colour)}}}"
        for selectors, body in rules
    )
    return svg.replace("</style>", f"{written}</style>", 1)
