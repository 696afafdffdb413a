"""Section 36(d): agreements to manufacture significant combat equipment abroad. No dollar floor."""

from counterpoise.law.aeca_36c import treaty_days
from counterpoise.law.emergency import review_days
from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import LawWarning
from counterpoise.law.groups import REVIEW_LIST, group_of
from counterpoise.law.parameters import Law
from counterpoise.law.tracks import TrackFinding


def agreement(facts: SaleFacts, law: Law) -> TrackFinding:
    """Assess a technical-assistance or manufacturing-licence agreement: always certified, whatever its value."""
    review = group_of(facts, REVIEW_LIST, law)
    treaty = (treaty_days(law),) if facts.treaty_export else ()
    days = review_days("aeca/36d", "36(d)", facts, review.value, law, treaty)
    floor = law.value("aeca/36d/floor").reason(
        "Manufacture abroad of significant combat equipment is certified whatever its value: there is no dollar floor"
    )
    return TrackFinding(
        track="36(d)", required=True, review_group=review.value, review_days=days.value, words_id="36(d)",
        because=(floor, *review.because, *days.because), warnings=(*review.warnings, _scope_warning()),
    )  # fmt: skip


def _scope_warning() -> LawWarning:
    return LawWarning(
        "significant_combat_equipment",
        "36(d) is for manufacture abroad of significant combat equipment. That the item is such equipment was taken "
        "as given.",
    )
