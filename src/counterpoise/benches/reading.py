"""Speeds of the reader: notices by grammar, news with and without the statistical model, the prefilter and its recall.

All figures are processor time of one core in one run. The news are the project's two sets of texts, the notices the
open set where the data folder has it, the irrelevant texts the documentation and sources of installed packages.
"""

import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from counterpoise.reading.documents import load_document
from counterpoise.reading.language_model import load_model
from counterpoise.reading.news import read_news
from counterpoise.reading.notices import find_form
from counterpoise.reading.prefilter import may_concern_a_transfer
from counterpoise.reading.readings import read_document
from counterpoise.sources import Document
from counterpoise.vocabulary import rows

PACKED = Path(__file__).parents[1] / "validation" / "data" / "news_texts"  # in a wheel
CHECKED_OUT = Path(__file__).parents[3] / "tests" / "documents"  # in a working copy
SETS = ("news", "news_second")
SUFFIXES = {".md", ".rst", ".txt", ".py", ".html"}
MEGABYTES = 40  # of irrelevant text
REGEX_MEGABYTES = 4  # the alternative is slow
BARS = {
    "notices_per_minute": 2_000,
    "news_words_per_second_with_model": 4_000,
    "prefilter_megabytes_per_second": 100,
    "prefilter_recall": 0.995,
}


def measure(*, seed: int = 0, megabytes: int = MEGABYTES, repeats: int = 3) -> Mapping[str, Any]:
    """Measure the speeds of reading on this machine; `seed` is taken for the sake of the other benches and unused.

    Gives each figure with what it was measured on, the stated bars, and None where a thing is not installed or the data
    are not there.
    """
    del seed
    news = news_texts()
    notices = notice_texts()
    irrelevant = irrelevant_texts(megabytes)
    relevant = [*_about_transfers(), *(d.text.encode() for d in notices)]
    figures = {
        "notices": _notices(notices, repeats),
        "news": _news(news, repeats),
        "prefilter": _prefilter(irrelevant, relevant, repeats),
    }
    return {**figures, "bars": BARS, "holds": _holds(figures)}


def _holds(figures: Mapping[str, Mapping[str, Any]]) -> dict[str, bool | None]:
    """Tell of each bar whether it holds; None where it was not measured."""
    measured = {
        "notices_per_minute": figures["notices"]["per_minute"],
        "news_words_per_second_with_model": figures["news"]["words_per_second_with_model"],
        "prefilter_megabytes_per_second": figures["prefilter"]["megabytes_per_second"],
        "prefilter_recall": figures["prefilter"]["recall"],
    }
    return {name: None if value is None else value >= BARS[name] for name, value in measured.items()}


def _notices(notices: Sequence[Document], repeats: int) -> dict[str, Any]:
    if not notices:
        return {"texts": 0, "per_minute": None, "note": "the open set of notices is not in the data folder"}
    seconds = _best(lambda: [read_document(one, use_model=False) for one in notices], repeats)
    return {"texts": len(notices), "per_minute": round(len(notices) / seconds * 60)}


def _news(news: Sequence[Document], repeats: int) -> dict[str, Any]:
    if not news:
        nothing: dict[str, Any] = {"texts": 0, "words": 0, "words_per_second": None}
        return nothing | {"words_per_second_with_model": None, "note": "this installation carries no news texts"}
    words = sum(len(one.text.split()) for one in news)
    alone = _best(lambda: [read_news(one, use_model=False) for one in news], repeats)
    began = time.process_time()
    model = load_model()
    loaded = time.process_time() - began
    both = _best(lambda: [read_news(one, use_model=True) for one in news], repeats) if model is not None else None
    return {
        "texts": len(news),
        "words": words,
        "words_per_second": round(words / alone),
        "words_per_second_with_model": None if both is None else round(words / both),
        "model": "none installed" if model is None else str(model),
        "model_load_seconds": round(loaded, 2),
    }


def _prefilter(irrelevant: Sequence[bytes], relevant: Sequence[bytes], repeats: int) -> dict[str, Any]:
    size = sum(map(len, irrelevant))
    may_concern_a_transfer(b"warm")
    seconds = _best(lambda: [may_concern_a_transfer(one) for one in irrelevant], repeats)
    passed = sum(not may_concern_a_transfer(one) for one in irrelevant)
    kept = sum(may_concern_a_transfer(one) for one in relevant)
    return {
        "megabytes": round(size / 1e6, 1),
        "texts": len(irrelevant),
        "megabytes_per_second": round(size / seconds / 1e6, 1),
        "passed_by": round(passed / len(irrelevant), 4) if irrelevant else None,
        "relevant_texts": len(relevant),
        "recall": round(kept / len(relevant), 4) if relevant else None,
        "regular_expression_megabytes_per_second": _regex_speed(irrelevant),
    }


def _regex_speed(texts: Sequence[bytes]) -> float:
    """Give the speed of the alternative: one regular expression of the same anchors, in MB/s."""
    anchors = [re.escape(row["anchor"].encode()) for row in rows("prefilter_anchors") if row["kind"] == "arms"]
    pattern = re.compile(b"|".join(anchors), re.IGNORECASE)
    data = b"".join(texts)[: REGEX_MEGABYTES * 1_000_000]
    seconds = _best(lambda: sum(1 for _ in pattern.finditer(data)), 1)
    return round(len(data) / seconds / 1e6, 1)


def _best(work: Callable[[], object], repeats: int) -> float:
    """Give the least processor time of several runs, in seconds; the first run warms caches and does not count."""
    work()
    spent = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return max(min(spent), 1e-9)


def _set_folders() -> list[Path]:
    found = []
    for name in SETS:
        folder = next((root / name for root in (PACKED, CHECKED_OUT) if (root / name / "split.csv").is_file()), None)
        found += [folder] if folder is not None else []
    return found


def news_texts() -> list[Document]:
    """Give the project's news texts, empty where this installation carries none."""
    return [load_document(path) for folder in _set_folders() for path in sorted(folder.glob("*.txt"))]


def _about_transfers() -> list[bytes]:
    """Give the news texts that are about a transfer, by their expectations."""
    about = re.compile(r'"about_transfer":\s*true')
    return [
        path.read_bytes() for folder in _set_folders() for path in sorted(folder.glob("*.txt"))
        if about.search(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    ]  # fmt: skip


def notice_texts() -> list[Document]:
    """Give the open set of notices from COUNTERPOISE_DATA, empty where it is not there."""
    folder = Path(os.environ.get("COUNTERPOISE_DATA", "")) / "notices"
    found = [load_document(path) for path in sorted(folder.glob("*.txt"))] if folder.is_dir() else []
    return [one for one in found if find_form(one.text) is not None]


def irrelevant_texts(megabytes: int) -> list[bytes]:
    """Give documentation and sources of installed packages, other packages' than ours, up to a size."""
    found: list[bytes] = []
    size = 0
    for distribution in metadata.distributions():
        if distribution.metadata["Name"] == "counterpoise":
            continue
        for file in distribution.files or ():
            path = Path(str(distribution.locate_file(file)))
            if file.suffix in SUFFIXES and path.is_file() and path.stat().st_size > 500:
                found.append(path.read_bytes())
                size += len(found[-1])
                if size >= megabytes * 1_000_000:
                    return found
    return found
