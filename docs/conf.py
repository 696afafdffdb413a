"""The documentation site: Sphinx and Furo, from these pages, the docstrings and the data files; no network is used."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from docs.made.pages import write_pages  # noqa: E402

from counterpoise import __version__  # noqa: E402

write_pages(HERE / "reference" / "made")

project = "Counterpoise"
author = "The Counterpoise authors"
copyright = author  # noqa: A001
release = version = __version__
language = "en"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["figures", "made"]
myst_heading_anchors = 3
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
add_module_names = False
html_theme = "furo"
html_title = f"Counterpoise {version}"
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1f4e79", "color-brand-content": "#1f4e79"},
    "dark_css_variables": {"color-brand-primary": "#8ab8e6", "color-brand-content": "#8ab8e6"},
}
html_static_path = ["static"]
html_css_files = ["counterpoise.css"]
