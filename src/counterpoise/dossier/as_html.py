"""One HTML file that opens offline: no script, no request, the same bytes from the same contents."""

from base64 import b64encode
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from counterpoise.dossier.contents import DossierContents


def environment() -> Environment:
    """Give the template environment: everything is escaped, an unknown name is an error."""
    made = Environment(
        loader=PackageLoader("counterpoise.dossier", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters["data_uri"] = data_uri
    return made


def data_uri(svg: str) -> str:
    """Give a drawing as an image of its own: its styles and ids touch nothing else on the page."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode('ascii')}"


def render_html(contents: DossierContents) -> str:
    """Render the dossier as one self-contained HTML page."""
    return page(contents)


def page(contents: DossierContents, *, is_print: bool = False) -> str:
    """Render the page; in print the contents follow the title and each drawing has one width."""
    folder = resources.files("counterpoise.dossier").joinpath("templates")
    names = ("style.css", "style_pdf.css") if is_print else ("style.css",)
    style = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)
    return environment().get_template("dossier.html.j2").render(d=contents, style=style, is_print=is_print)
