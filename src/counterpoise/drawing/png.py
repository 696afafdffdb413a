"""A picture as PNG, by day, with a font that is always there.

vl-convert draws it (extra `charts`) with Liberation Sans, which it brings along. It leaves out words in a font that it
does not find, so the family is named outright; it reads no style sheet's dark colours, so the picture is that of day.
"""

from collections.abc import Callable

from counterpoise.drawing.letters import FAMILY

SCALE = 2.0  # pixels of the picture to one of the SVG
BUNDLED = "Liberation Sans"
MISSING = (
    "No PNG was written: that needs vl-convert-python, which is not installed. Install it with "
    "`pip install 'counterpoise[charts]'`. SVG, CSV and JSON are there."
)


def find_png_renderer() -> Callable[[str], bytes] | None:
    """Find what turns an SVG text into the bytes of a PNG, the same ones each time; None without the extra `charts`."""
    try:
        from vl_convert import svg_to_png
    except ImportError:
        return None

    def render(svg: str) -> bytes:
        drawn: bytes = svg_to_png(svg.replace(f'font-family="{FAMILY}"', f'font-family="{BUNDLED}"'), scale=SCALE)
        return drawn

    return render
