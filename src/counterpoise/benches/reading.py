"""How fast texts are read: official notices by grammar, news by rules and by the model, and what the prefilter skips.

The texts are those written for the project and, for notices, the open set of the data folder when it is there. Times
are of one processor core. The bars are DESIGN's: 2,000 notices a minute, 4,000 words of news a second with the model,
100 MB a second through the prefilter with a recall of 0.995.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from counterpoise.errors import InvalidInput
from counterpoise.reading.documents import load_document
from counterpoise.reading.language_model import find_model_name
from counterpoise.reading.notices import find_form
from counterpoise.reading.prefilter import may_concern_a_transfer
from counterpoise.reading.readings import read_document
from counterpoise.sources import Document

BARS = {"notices_a_minute": 2000.0, "words_a_second": 4000.0, "prefilter_mb_a_second": 100.0, "recall": 0.995}
WRITTEN = Path(__file__).parents[3] / "tests" / "documents"  # in a clone; a wheel has none
NEWS = ("news", "news_second")  # both sets written for the project
WARM = 5  # texts read before anything is timed
PROSE_BYTES = 40_000_000
PROSE = {".md", ".rst", ".txt", ".py", ".html"}


def measure(*, seed: int = 0, folder: Path | None = None, prose_bytes: int = PROSE_BYTES) -> Mapping[str, Any]:
    """Measure readers and prefilter; plain values. InvalidInput outside a clone, where there are no texts to read.

    `prose_bytes` is how much text about something else the prefilter passes over: the documentation and sources of
    the packages installed here, each file once.
    """
    del seed  # nothing is drawn
    notices, source = _notices(folder)
    news = [one for name in NEWS for one in _documents(WRITTEN / name) if find_form(one.text) is None]
    words = sum(map(_words, news))
    report: dict[str, Any] = {
        "bars": BARS, "notices_from": source, "notices": len(notices), "news_texts": len(news), "news_words": words,
    }  # fmt: skip
    report["notices_a_minute"] = round(60 * _a_second(lambda some: _read(some, False), notices, len))
    with_model, by_rules = news[::2], news[1::2]  # a text read twice is read faster: parts of it are remembered
    if find_model_name() is not None:
        rate = _a_second(lambda some: _read(some, True), with_model, lambda some: sum(map(_words, some)))
        report["words_a_second_with_model"] = round(rate)
    rate = _a_second(lambda some: _read(some, False), by_rules, lambda some: sum(map(_words, some)))
    report["words_a_second_rules"] = round(rate)
    return report | _prefilter(notices, prose_bytes)


def _prefilter(notices: Sequence[Document], prose_bytes: int) -> dict[str, Any]:
    """Time the prefilter over prose about something else, and count what it keeps of texts about transfers."""
    prose = prose_of_packages(prose_bytes)
    may_concern_a_transfer(prose[0])
    size = sum(map(len, prose))
    began = time.process_time()
    passed = sum(not may_concern_a_transfer(text) for text in prose)
    per_second = size / (time.process_time() - began)
    began = time.process_time()
    _read(notices[:20], False)
    reading = sum(len(one.text) for one in notices[:20]) / (time.process_time() - began)
    kept = sum(may_concern_a_transfer(one.text.encode()) for one in notices)
    news = _about_transfers()
    kept_news = sum(may_concern_a_transfer(one) for one in news)
    return {
        "prefilter_mb": round(size / 1e6, 1), "prefilter_mb_a_second": round(per_second / 1e6),
        "prefilter_passed_by": round(passed / len(prose), 4), "recall_on_notices": round(kept / len(notices), 4),
        "recall": round((kept + kept_news) / (len(notices) + len(news)), 4),
        "recall_on_texts": len(notices) + len(news),
        "reading_notices_mb_a_second": round(reading / 1e6, 2), "ratio_to_reading": round(per_second / reading),
    }  # fmt: skip


def _notices(folder: Path | None) -> tuple[list[Document], str]:
    if folder is not None and (folder / "notices" / "index.csv").exists():
        found = [one for one in _documents(folder / "notices") if find_form(one.text) is not None]
        return found, "the open set of official notices"
    return [one for one in _documents(WRITTEN / "notices") if find_form(one.text) is not None], "texts of our own"


def _documents(folder: Path) -> list[Document]:
    found = [load_document(path) for path in sorted(folder.glob("*.txt"))]
    if not found:
        raise InvalidInput(f"No texts to read in {folder}. Run this bench from a clone of the repository.")
    return found


def _about_transfers() -> list[bytes]:
    """Give the news texts that are about a transfer, by their expectations."""
    return [
        path.read_bytes() for name in NEWS for path in sorted((WRITTEN / name).glob("*.txt"))
        if json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))["about_transfer"]
    ]  # fmt: skip


def prose_of_packages(size: int) -> list[bytes]:
    """Give documentation and sources of the packages installed here, our own left out, up to a number of bytes."""
    found: list[bytes] = []
    for one in metadata.distributions():
        files = (one.files or ()) if one.metadata["Name"] != "counterpoise" else ()
        for path in (Path(str(one.locate_file(file))) for file in files if file.suffix in PROSE):
            if path.is_file():
                found.append(path.read_bytes())
                size -= len(found[-1])
            if size <= 0:
                return found
    return found


def _read(documents: Sequence[Document], use_model: bool) -> None:
    for document in documents:
        read_document(document, use_model=use_model)


def _words(document: Document) -> int:
    return len(document.text.split())


def _a_second(
    work: Callable[[Sequence[Document]], None],
    documents: Sequence[Document],
    amount: Callable[[Sequence[Document]], int],
) -> float:
    """Give how much is done in a processor second: each text read once, after a few that load what is needed."""
    work(documents[:WARM])
    rest = documents[WARM:]
    began = time.process_time()
    work(rest)
    return amount(rest) / (time.process_time() - began)
