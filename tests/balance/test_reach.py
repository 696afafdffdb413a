"""Reach and chains of land: monotone in the coalition, the same from either side."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.balance.profile import Profile, load_profile
from counterpoise.balance.reach import (
    PRESETS,
    joined_by_land,
    least_chains,
    reach_band,
    share_in_coalition,
)
from counterpoise.errors import InvalidInput

PROFILE = load_profile("middle-east-2020")
ACTORS = PROFILE.actor_ids
coalitions = st.sets(st.sampled_from(ACTORS))
CLASSES = ("tank", "ground", "artillery", "fighter_4gen", "sam_area", "surface_combatant")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ACTORS), coalitions, st.sampled_from(ACTORS), st.sampled_from(CLASSES), st.sampled_from(PRESETS))
def test_a_further_member_never_takes_reach_away(
    protected: str, coalition: set[str], further: str, class_id: str, preset: str
) -> None:
    before, after = coalition - {protected}, (coalition | {further}) - {protected}
    assert joined_by_land(PROFILE, before, protected) <= joined_by_land(PROFILE, after, protected)
    for actor in before:
        less = share_in_coalition(PROFILE, actor, before, protected, class_id, preset)
        more = share_in_coalition(PROFILE, actor, after, protected, class_id, preset)
        assert all(one <= other for one, other in zip(less, more, strict=True))


@given(st.sampled_from(ACTORS), st.sampled_from(ACTORS))
def test_the_band_between_two_actors_is_the_same_from_either_side(one: str, other: str) -> None:
    if one != other:
        assert reach_band(PROFILE, one, other)[0] == reach_band(PROFILE, other, one)[0]


@settings(max_examples=100, deadline=None)
@given(coalitions, st.sampled_from(ACTORS), st.randoms())
def test_the_order_in_which_members_are_named_does_not_matter(
    coalition: set[str], protected: str, random: object
) -> None:
    members = list(coalition)
    random.shuffle(members)  # type: ignore[attr-defined]
    assert joined_by_land(PROFILE, members, protected) == joined_by_land(PROFILE, sorted(coalition), protected)


@pytest.mark.parametrize("actor", [a for a in ACTORS if a != "ISR"])
def test_a_least_chain_joins_its_owner_and_no_smaller_one_does(actor: str) -> None:
    for chain in least_chains(PROFILE, actor, "ISR", most=3):
        assert actor in joined_by_land(PROFILE, {actor, *chain}, "ISR")
        for partner in chain:
            assert actor not in joined_by_land(PROFILE, {actor, *chain} - {partner}, "ISR")


def test_a_neighbour_needs_nobody_and_an_island_reaches_nobody() -> None:
    teaching: Profile = load_profile("lake-region-example")
    assert least_chains(teaching, "southmark", "norland") == ((),)
    assert least_chains(teaching, "westisle", "norland") == ()
    assert least_chains(teaching, "eastvale", "norland") == (("southmark",),)


def test_land_forces_of_the_emirates_need_partners_and_its_aircraft_do_not() -> None:
    assert share_in_coalition(PROFILE, "ARE", {"ARE"}, "ISR", "tank") == (0.0, 0.0, 0.0)
    assert share_in_coalition(PROFILE, "ARE", {"ARE", "SAU", "JOR"}, "ISR", "tank")[2] > 0
    assert share_in_coalition(PROFILE, "ARE", {"ARE"}, "ISR", "fighter_4gen") == (0.05, 0.15, 0.35)


def test_an_unknown_preset_says_which_there_are() -> None:
    with pytest.raises(InvalidInput, match="forward_based"):
        share_in_coalition(PROFILE, "ARE", {"ARE"}, "ISR", "tank", "invented")
