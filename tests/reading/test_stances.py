"""Where a speaker stands: toward the sale or the edge, told of another, a fact, a condition, or not said."""

import pytest

from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.news import read_news


def stance_of(text: str) -> tuple[str, str]:
    """Give the stance of the one attribution of a text, with its reason."""
    (only,) = read_news(document_from_bytes(text.encode(), "news.txt"), use_model=False).attributions
    return only.stance, only.stance_because


SALE = "The United States plans to sell 30 F-16 fighters to Morocco.\n\n"


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Israel opposes the sale, Secretary of State Marco Rubio said on Monday.", "neutral"),
        ("Secretary of State Marco Rubio said that Spain had voiced concerns about the sale.", "neutral"),
        ("Secretary of State Marco Rubio said that the United States opposes the sale.", "opposes"),
        ("Secretary of State Marco Rubio said that the United States would sell the jets.", "supports"),
        ("Secretary of State Marco Rubio said that he would approve the sale.", "supports"),
        ("Secretary of State Marco Rubio said that France would sell Morocco helicopters.", "neutral"),
        ("Senator Maria Halvorsen urged the secretary to let the proposed sale through.", "supports"),
        (
            "Senator Maria Halvorsen urged the secretary to move ahead with the sale and prevent a Russian one.",
            "supports",
        ),
        ("Senator Maria Halvorsen urged the secretary not to move ahead with the sale.", "opposes"),
        ("Senator Maria Halvorsen said his country must stop selling arms to Morocco.", "opposes"),
        ("Senator Maria Halvorsen said it was important for such sales to go ahead.", "supports"),
        ("Israel is comfortable with the sale, a senior Israeli official said.", "supports"),
        ("Senator Maria Halvorsen called on the administration to tie the sale to reforms.", "conditional"),
        ("Senator Maria Halvorsen said Spain wanted guarantees that the jets would stay in the south.", "conditional"),
    ],
)
def test_what_another_state_wants_is_not_what_the_speaker_wants(sentence: str, stance: str) -> None:
    assert stance_of(SALE + sentence)[0] == stance


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("The edge must be preserved at any price", "supports"),
        ("We will never give up our military edge", "supports"),
        ("We must ensure that Israel's superiority lasts", "supports"),
        ("I have lobbied against the sale for a year", "opposes"),
        ("We have no way to defend ourselves against these missiles", "opposes"),
        ("I want to be sure that the jets stay in their bases", "conditional"),
        ("If the pilots are trained first, the sale can go through", "conditional"),
        ("Would the sale strengthen our partner?", "unknown"),
        ("Until the president ends his threats and frees the reporters, I will not approve this sale", "conditional"),
        ("The weapons will be provided with training, and we welcome that", "supports"),
        ("China will give a legitimate and necessary response", "opposes"),
        ("We should not be rewarding them with more arms", "opposes"),
        ("This would not only reward aggression, but also worsen a humanitarian crisis", "opposes"),
        ("Selling more bombs means that the famine will get worse", "opposes"),
        ("We would like to know how the sale will affect Israel's qualitative military edge", "neutral"),
        ("The sale serves the national security interests of the United States", "supports"),
        ("The sale will have a negative impact on Israel's edge", "opposes"),
        ("The sale will not have a negative impact on the balance", "supports"),
        ("There will be no adverse impact on US defense readiness", "neutral"),
        ("There are very serious, potential negative impacts on our security", "opposes"),
        ("Nothing in that accord requires us to flood the region with weapons", "opposes"),
        ("Turkey has not done enough to be rewarded in this way", "opposes"),
        ("We will try to bar these jets from going to Turkey", "opposes"),
        ("I personally have no problem in selling them the jets", "supports"),
        ("We'll be selling them the jets", "supports"),
        ("The supply of the jets needs to be subject to a treaty", "conditional"),
        ("The group has not taken a position on the sale", "neutral"),
        ("We do not publicly confirm or comment on sales until they have been notified", "neutral"),
        ("Nothing in this sale puts Israel's edge at risk", "supports"),
        ("This sale in no way threatens Israel", "supports"),
        ("None of this endangers Israel", "supports"),
        ("I don't believe that the sale would harm Israel's security", "supports"),
        ("We would never do anything that puts Israel's edge at risk", "supports"),
        ("No one should think that this sale is a threat to Israel", "supports"),
        ("This sale threatens Israel", "opposes"),
        ("There's nothing in the deal that protects Israel's edge", "opposes"),
        ("It is hard to see how this sale keeps Israel's edge", "opposes"),
        ("Nothing will convince me to support this sale", "opposes"),
        ("It would be a mistake not to sell the jets", "supports"),
    ],
)
def test_words_take_the_side_that_they_say(words: str, stance: str) -> None:
    assert stance_of(f"{SALE}“{words},” said Senator Maria Halvorsen.")[0] == stance


def test_a_reported_fact_is_neutral_and_a_reported_judgement_without_known_words_is_not_guessed() -> None:
    fact = "The ministry of defence said that the first two had reached the base by rail."
    judgement = "Senator Maria Halvorsen argued that the sale was a parrot in a cage."
    assert stance_of(SALE + fact)[0] == "neutral"
    assert stance_of(SALE + judgement)[0] == "unknown"


def test_what_others_may_do_takes_no_side() -> None:
    said = "A congressional aide said that lawmakers have 30 days to object to the sale."
    assert stance_of(SALE + said)[0] == "neutral"


def test_whoever_asks_for_assurances_is_for_it_on_a_condition() -> None:
    assert (
        stance_of(SALE + "Senator Maria Halvorsen asked for guarantees that the jets would stay in Morocco.")[0]
        == "conditional"
    )


def test_the_reason_names_the_words() -> None:
    stance, because = stance_of(SALE + "Israel opposes the sale, Secretary of State Marco Rubio said on Monday.")
    assert "'Israel opposes'" in because, stance


def abouts_of(text: str) -> list[tuple[str, str | None, str | None]]:
    """Give for each attribution its stance, the topic and the purchaser of the transfer that it is about."""
    reading = read_news(document_from_bytes(text.encode(), "news.txt"), use_model=False)
    buyers = {t.id: t.purchaser.code for t in reading.transfers if t.purchaser}
    return [(a.stance, a.topic, buyers.get(a.transfer or "")) for a in reading.attributions]


TWO_SALES = (
    "The United States plans to sell 30 F-16 fighters to Morocco.\n\n{words}\n\n"
    "Israel had asked the United States for F-15 fighters as well.\n"
)


@pytest.mark.parametrize(
    "words",
    [
        "The minister said the sale was consistent with Israel's qualitative military edge.",
        "The minister said that Israel would not oppose the sale.",
    ],
)
def test_a_state_that_a_sale_only_concerns_is_not_whose_sale_is_spoken_of(words: str) -> None:
    assert [buyer for _, _, buyer in abouts_of(TWO_SALES.format(words=words))][:1] == ["MAR"]


def test_who_sees_harm_to_the_edge_opposes_the_sale_and_not_the_edge() -> None:
    words = "“This would affect Israel's military edge and change the military balance,” the chairman said."
    assert abouts_of(TWO_SALES.format(words=words))[0] == ("opposes", "transfer", "MAR")
