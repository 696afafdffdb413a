"""The same words in several documents are one utterance, with what each of them printed."""

from counterpoise.reading.contract import Reading
from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.news import read_news
from counterpoise.reading.utterances import join_utterances


def _reading(text: str) -> Reading:
    return read_news(document_from_bytes(text.encode(), "x.txt"), use_model=False)


ONE = (
    "“We will keep the longstanding U.S. policy to maintain the island’s security in the strait,” "
    "Defense Minister Karl Oster said on Monday."
)
TWO = (
    '"We will keep the long-standing US priority to maintain the island\'s security in the strait", '
    "Karl Oster, the defence minister, said."
)
OTHER = "“Nobody asked the fishermen about the strait or about the ships,” said Mayor Ana Prieto."


def test_words_that_two_outlets_print_differently_are_one_utterance_with_its_differences() -> None:
    joined = [u for u in join_utterances([_reading(ONE), _reading(TWO), _reading(OTHER)]) if len(u.variants) > 1]
    (utterance,) = joined
    assert utterance.speaker == "Karl Oster"
    assert len({v.document_id for v in utterance.variants}) == 2
    assert any("policy" in a and "priority" in b for a, b in utterance.differences)


def test_other_words_stay_apart() -> None:
    utterances = join_utterances([_reading(ONE), _reading(OTHER)])
    assert [len(u.variants) for u in utterances] == [1, 1]


def test_the_same_words_from_two_mouths_are_two_utterances() -> None:
    copied = ONE.replace("Karl Oster", "Lena Brandt")
    assert all(len(u.variants) == 1 for u in join_utterances([_reading(ONE), _reading(copied)]))


def test_two_quotations_of_one_document_are_not_joined() -> None:
    assert all(len(u.variants) == 1 for u in join_utterances([_reading(ONE + "\n\n" + ONE)]))
