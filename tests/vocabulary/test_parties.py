"""Who a name means: exactly, never by likeness."""

import pytest

from counterpoise.errors import InvalidInput
from counterpoise.vocabulary import rows, split_list
from counterpoise.vocabulary.parties import party_of, resolve_parties, resolve_party


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ARE", "ARE"), ("United Arab Emirates", "ARE"), ("the United Arab Emirates", "ARE"), ("UAE", "ARE"),
        ("Government of the United Arab Emirates", "ARE"), ("Kingdom of Saudi Arabia", "SAU"), ("saudi arabia", "SAU"),
        ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("Turkey", "TUR"), ("Republic of Korea", "KOR"), ("South Korea", "KOR"),
        ("Czech Republic", "CZE"), ("Czechia", "CZE"), ("TECRO", "tecro"), ("NATO", "nato"), ("NSPA", "nspa"),
        ("U.K.", "GBR"),
        ("UK", "GBR"), ("United Kingdom", "GBR"), ("Korea, Republic of", "KOR"), ("TECRO (Taiwan)", "tecro"),
        ("Taiwan (TECRO)", "TWN"), ("NATO Support and Procurement Agency (NSPA)", "nspa"),
    ],
)  # fmt: skip
def test_a_name_means_one_party(name: str, code: str) -> None:
    assert resolve_party(name).code == code


@pytest.mark.parametrize(
    "name", ["Saudi Arabi", "Israel (Egypt)", "TECRO (Japan)", "Emirates of Nowhere", "", "ZZZ", "Unted Kingdom"]
)
def test_nearly_right_is_not_right(name: str) -> None:
    with pytest.raises(InvalidInput, match="neither a state nor an organisation"):
        resolve_party(name)


def test_the_office_that_stands_for_taiwan_counts_as_taiwan() -> None:
    assert resolve_party("TECRO").state == "TWN"


@pytest.mark.parametrize(
    ("text", "codes"),
    [("Italy, Israel", ["ITA", "ISR"]), ("NLD;GBR", ["NLD", "GBR"]), ("Korea, Republic of", ["KOR"]),
     ("Republic of Korea and Norway", ["KOR", "NOR"]), ("Bosnia and Herzegovina", ["BIH"]),
     ("Lithuania, Norway, Poland, Finland", ["LTU", "NOR", "POL", "FIN"])],
)  # fmt: skip
def test_a_list_of_destinations_is_taken_apart_only_where_every_part_is_a_name(text: str, codes: list[str]) -> None:
    assert [party.code for party in resolve_parties(text)] == codes


def test_one_bad_name_in_a_list_refuses_the_whole() -> None:
    with pytest.raises(InvalidInput, match="Italy, Atlantis"):
        resolve_parties("Italy, Atlantis")


def test_every_code_and_full_name_of_the_tables_resolves_to_itself() -> None:
    for row in rows("states"):
        assert resolve_party(row["code"]).code == row["code"] == party_of(row["code"]).code
    for row in rows("organisations"):
        for name in (row["org_id"], row["name"], *split_list(row["aliases"])):
            assert resolve_party(name).code == row["org_id"]


def test_names_in_sentences_take_their_article() -> None:
    assert party_of("NLD").in_sentence == "the Netherlands"
    assert party_of("ISR").in_sentence == "Israel"
