"""How long a user waits: for help, and for the summary of a single article, each in a process of its own.

The bars are DESIGN's: help in 0.15 s, the summary of one article in 5 s from a warm install on two cores. Wall times,
so what else runs on the machine counts; the load is in the report.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BARS = {"help_seconds": 0.15, "summary_seconds": 5.0}
ARTICLE = (
    "WASHINGTON, Nov. 10, 2020 - The State Department has notified Congress of a possible Foreign Military Sale to the "
    "United Arab Emirates of up to 50 F-35A Joint Strike Fighters for an estimated cost of $10.4 billion, officials "
    "said on Tuesday. \"This recognises our deepening relationship,\" Secretary of State Mike Pompeo said. Israel will "
    "reportedly ask for a compensation package if the sale goes ahead.\n"
)  # fmt: skip
TIMES = 7


def measure(*, seed: int = 0) -> Mapping[str, Any]:
    """Measure both; plain values."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "article.txt"
        article.write_text(ARTICLE, encoding="utf-8")
        told = ["dossier", str(article), "--casebook", str(Path(folder) / "casebook.sqlite"), "--seed", str(seed)]
        first = _seconds(told)  # compiles what is not compiled yet
        return {
            "bars": BARS, "help_seconds": round(min(_seconds(["--help"]) for _ in range(TIMES)), 3),
            "summary_seconds": round(min(_until_it_speaks(told) for _ in range(3)), 2),
            "summary_and_package_seconds": round(min(_seconds(told) for _ in range(2)), 2),
            "summary_and_package_seconds_first_time": round(first, 2),
        }  # fmt: skip


def _until_it_speaks(arguments: Sequence[str]) -> float:
    """Give the seconds until the summary stands: it is printed at once, before the search for a package begins."""
    began = time.perf_counter()
    told = [sys.executable, "-m", "counterpoise", *arguments]
    with subprocess.Popen(told, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:  # noqa: S603
        assert running.stdout is not None
        running.stdout.readline()
        spent = time.perf_counter() - began
        running.stdout.read()
    return spent


def _seconds(arguments: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "counterpoise", *arguments], capture_output=True, check=True)  # noqa: S603
    return time.perf_counter() - began
