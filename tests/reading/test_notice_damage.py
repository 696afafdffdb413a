"""Damaged notices: an answer with warnings or a named error, and never a wrong amount without a warning.

An amount is wrong when the undamaged text does not have it for that field. A warning counts when the undamaged text
does not have it, or when it says that nothing else in the text bears the amount out.
"""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.errors import CounterpoiseError
from counterpoise.reading.contract import Reading
from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.notices import find_form, read_notice
from tests.reading.reading_of import DOCUMENTS, spans_are_exact

AMOUNTS = ("total_usd", "mde_usd", "other_usd")
FORMS = (
    "federal_register_notice", "federal_register_amendment", "federal_register_correction", "dsca_release",
    "state_notice", "congressional_record_letter", "commercial_certification", "fact_sheet", "example_notice",
)  # fmt: skip
LETTERS = "(ivx) \n:$0123456789.,MDEOtherTOTALmillionPurchaserGovernmentofNorwayTransmittalNo-[]"
NEAR_MONEY = b"0123456789 .,mbx\n$-(l"


def read(data: bytes) -> Reading | None:
    """Read bytes; None where they have no official form or are refused with a named error."""
    try:
        document = document_from_bytes(data, "damaged.txt")
        form = find_form(document.text)
        return read_notice(document, form) if form else None
    except CounterpoiseError:
        return None


def wrong_without_warning(data: bytes, whole: Reading) -> list[tuple[str, int]]:
    """Give the amounts that the whole text does not have, where no warning covers them."""
    reading = read(data)
    if reading is None:
        return []
    assert spans_are_exact(reading)
    wrong = [
        (name, value)
        for name in AMOUNTS
        for value in {getattr(t, name) for t in reading.transfers} - {getattr(t, name) for t in whole.transfers}
        if value is not None
    ]
    new = Counter(w.code for w in reading.warnings) - Counter(w.code for w in whole.warnings)
    warned = bool(new) or any(w.code == "unconfirmed_amount" for w in reading.warnings)
    return [] if warned else wrong


def damaged(data: bytes, draw: random.Random) -> bytes:
    """Cut a text at either end or inside, or put other bytes in it, most often where money stands."""
    text = bytearray(data)
    match draw.randrange(6):
        case 0:
            return bytes(text[: draw.randrange(1, len(text))])
        case 1:
            return bytes(text[draw.randrange(len(text)) :])
        case 2:
            at = draw.randrange(len(text))
            del text[at : at + draw.choice((1, 2, 5, 20, 200, 2000))]
        case 3:
            for _ in range(draw.choice((1, 1, 3))):
                text[draw.randrange(len(text))] = draw.randrange(256)
        case 4:
            signs = [at for at, byte in enumerate(text) if byte == ord("$")] or [0]
            text[min(draw.choice(signs) + draw.randrange(15), len(text) - 1)] = draw.choice(NEAR_MONEY)
        case _:
            at = draw.randrange(len(text) - 1)
            text[at], text[at + 1] = text[at + 1], text[at]
    return bytes(text)


@pytest.fixture(scope="module")
def open_texts(shared: Path) -> list[bytes]:
    """The open notices, as bytes."""
    return [path.read_bytes() for path in sorted((shared / "data" / "notices").glob("*.txt"))]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_no_damage_of_an_open_notice_makes_a_wrong_amount_without_a_warning(open_texts: list[bytes], seed: int) -> None:
    draw = random.Random(seed)
    data = draw.choice(open_texts)
    whole = read(data)
    assert whole is not None
    assert wrong_without_warning(damaged(data, draw), whole) == []


@pytest.mark.slow
def test_two_thousand_damages_of_open_notices_make_no_wrong_amount_without_a_warning(open_texts: list[bytes]) -> None:
    draw = random.Random(20_261_122)
    whole = [read(data) for data in open_texts]
    for _ in range(2_000):
        at = draw.randrange(len(open_texts))
        reading = whole[at]
        assert reading is not None
        assert wrong_without_warning(damaged(open_texts[at], draw), reading) == []


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.txt")), ids=lambda path: path.stem)
def test_each_text_of_ours_cut_anywhere_makes_no_wrong_amount_without_a_warning(path: Path) -> None:
    data = path.read_bytes()
    whole = read(data)
    assert whole is not None
    for end in range(1, len(data), 37):
        assert wrong_without_warning(data[:end], whole) == [], end


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_changed_digit_of_an_amount_is_warned_of(path: Path) -> None:
    data = path.read_bytes()
    whole = read(data)
    assert whole is not None
    for transfer in whole.transfers:
        for name in AMOUNTS:
            quoted = transfer.evidence.get(name)
            if quoted is None or getattr(transfer, name) is None:
                continue
            text = whole.document.text
            for at in range(quoted.span.start, quoted.span.end):
                if text[at].isdigit():
                    other = str((int(text[at]) + 3) % 10)
                    changed = f"{text[:at]}{other}{text[at + 1 :]}".encode()
                    assert wrong_without_warning(changed, whole) == [], (name, quoted.wording, at)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_get_an_answer_or_a_named_error(data: bytes) -> None:
    read(data)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=LETTERS, max_size=1500))
def test_any_text_made_of_the_letters_of_a_notice_gets_exact_spans(text: str) -> None:
    document = document_from_bytes(b"x" + text.encode(), "made.txt")
    assert all(spans_are_exact(read_notice(document, form)) for form in FORMS)


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_pieces_of_notices_joined_at_random_get_exact_spans_in_every_form(seed: int) -> None:
    draw = random.Random(seed)
    texts = [path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))]
    pieces = []
    for _ in range(draw.randrange(1, 8)):
        text = draw.choice(texts)
        start = draw.randrange(len(text))
        pieces.append(text[start : start + draw.randrange(400)])
    document = document_from_bytes(("x" + "".join(pieces)).encode(), "joined.txt")
    assert all(spans_are_exact(read_notice(document, form)) for form in FORMS)
