"""What every track answers, in one shape: is notice due, under which limits, with how many days."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from counterpoise.law.findings import LawWarning, Reason, Ternary
from counterpoise.law.limbs import Limb
from counterpoise.law.parameters import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFinding:
    """How one provision applies to one transfer.

    `review_days` is 0 in an emergency and None where the provision sets no period. `words_id` is the row of
    aeca/counting_words. `is_certification`: the paper is a certification under section 36, so that 36(h) attaches.
    `five_day_clause`: the provision has the shorter Senate discharge for listed purchasers (36(b)(2) only).
    """

    track: str
    required: Ternary
    limbs: tuple[Limb, ...] = ()
    review_group: str | None = None
    threshold_group: str | None = None
    review_days: int | None = None
    words_id: str | None = None
    is_certification: bool = True
    five_day_clause: bool = False
    because: tuple[Reason, ...] = ()
    warnings: tuple[LawWarning, ...] = ()
    extra: Mapping[str, Any] | None = None

    def having(self, *reasons: Reason, warnings: tuple[LawWarning, ...] = (), **changes: Any) -> "TrackFinding":
        """Give the same finding with further reasons and warnings, and with fields changed."""
        return replace(self, because=(*self.because, *reasons), warnings=(*self.warnings, *warnings), **changes)


@dataclass(frozen=True, slots=True)
class Words:
    """How one provision counts: the row of aeca/counting_words."""

    id: str
    provision: str
    start: str
    verb: str
    act: str
    last_offset: int | None
    first_offset: int
    earliest_arguable_offset: int
    because: str
    mark: str
    citation: str

    @property
    def reason(self) -> Reason:
        """Why the days are counted so."""
        return Reason(self.provision, f"In substance: {self.verb}. {self.because}", self.mark, "aeca/counting_words",
                      self.citation)  # fmt: skip


def recipients(track: str, law: Law) -> tuple[Reason, ...]:
    """Say to whom the notice of a track goes; empty where no notice is provided for."""
    return tuple(
        Reason(law.table("aeca/recipients").provision, row["to"], row["mark"], "aeca/recipients", row["citation"])
        for row in law.table("aeca/recipients").rows
        if row["from"] <= law.on and any(track.startswith(prefix) for prefix in row["tracks"])
    )


def words_of(words_id: str, law: Law) -> Words:
    """Give the counting words of a track."""
    for row in law.table("aeca/counting_words").rows:
        if row["id"] == words_id:
            return Words(**row)
    raise KeyError(words_id)
