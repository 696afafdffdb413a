"""Short texts in many manners of print (news_examples.yaml) read as they should be."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from counterpoise.reading.contract import Reading
from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.news import read_news

EXAMPLES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "news_examples.yaml").read_text(encoding="utf-8")
)


def _read(example: dict[str, Any]) -> Reading:
    document = document_from_bytes(example["text"].encode(), "example.txt")
    return read_news(document, published_on=example.get("on"), use_model=False)


def _plain(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize("example", [e for e in EXAMPLES if "said" in e], ids=lambda e: e["name"])
def test_words_and_speakers(example: dict[str, Any]) -> None:
    reading = _read(example)
    got = [(a.speaker, a.kind, _plain(a.quoted.wording), a.stance) for a in reading.attributions]
    wanted = [[part.strip() for part in line.split(" | ")] for line in example["said"]]
    for speaker, kind, words, *stance in wanted:
        fitting = [
            g
            for g in got
            if g[0] == speaker and g[1] == kind and words in g[2] and (kind == "mixed" or g[2].startswith(words))
        ]
        assert fitting, f"{speaker} | {kind} | {words} is not among {got}"
        assert not stance or fitting[0][3] == stance[0], fitting
    n_direct = sum(1 for line in wanted if line[1] == "direct")
    assert sum(1 for g in got if g[1] == "direct") == n_direct, got


@pytest.mark.parametrize("example", [e for e in EXAMPLES if "transfers" in e], ids=lambda e: e["name"])
def test_transfers(example: dict[str, Any]) -> None:
    got = sorted(
        f"{t.supplier.code if t.supplier else '?'} > {t.purchaser.code if t.purchaser else '?'} | "
        f"{' + '.join(i.system_id or i.system for i in t.items)} | {t.status}"
        for t in _read(example).transfers
    )
    assert got == sorted(example["transfers"])


@pytest.mark.parametrize("example", [e for e in EXAMPLES if "warnings" in e], ids=lambda e: e["name"])
def test_warnings(example: dict[str, Any]) -> None:
    assert set(example["warnings"]) <= {w.code for w in _read(example).warnings}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["name"])
def test_every_span_gives_its_wording(example: dict[str, Any]) -> None:
    reading = _read(example)
    text = reading.document.text
    quoted = [x.quoted for group in (reading.transfers, reading.attributions, reading.commitments, reading.requests,
                                     reading.events) for x in group]  # fmt: skip
    assert all(text[q.span.start : q.span.end] == q.wording for q in quoted)
