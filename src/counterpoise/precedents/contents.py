"""What a precedent holds, as frozen data: the typed contract of the JSON, the table and the dossier's section."""

from dataclasses import dataclass
from datetime import date

from counterpoise.casebook.notifications import LedgerNotification
from counterpoise.casebook.precedents import ExcludedNotification
from counterpoise.casebook.similarity import Similarity
from counterpoise.casebook.similarity_settings import SimilarityWeight

NOT_IN_DATA = "not in our data"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedentClock:
    """What the law made of a notification. `because_none` says why no clock is given; then the rest is None or empty.

    `determination` is required, not_required or unknown. `mark` is the weakest mark among the reasons the days rest on;
    `day` is how sure the day of receipt is (LedgerNotification.day).
    """

    received_on: date | None
    day: str
    track: str | None
    review_days: int | None
    last_protected_day: date | None
    first_free_day: date | None
    emergency: bool
    determination: str | None
    determination_parts: tuple[str, ...]
    mark: str | None
    because_none: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteTaken:
    """One recorded vote on a resolution; yeas and nays are None where our source gives several or none."""

    chamber: str
    on: date
    motion: str
    yeas: int | None
    nays: int | None
    outcome: str
    meaning: str
    mark: str
    citation: str
    source_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionAgainst:
    """A resolution of disapproval against a notification, up to the day of the run. (congress, label) is its name.

    `known_from` is the first day on which it may be used, and `known_because` why, where no day of introduction is
    known.
    """

    label: str
    congress: int
    chamber: str
    introduced_on: date | None
    known_from: date
    known_because: str
    sponsor: str | None
    legal_basis: str | None
    passed_house_on: date | None
    passed_senate_on: date | None
    vetoed_on: date | None
    votes: tuple[VoteTaken, ...]
    mark: str
    citation: str
    source_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionsAgainst:
    """The resolutions known against a notification, and what it means that none or no more are known.

    `state`: found; none_in_complete_list (our list of that Congress is complete for the day, and nothing names the
    number); none_in_our_data (a resolution without a vote would not show: nothing follows from its absence).
    """

    state: str
    words: str
    resolutions: tuple[ResolutionAgainst, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAround:
    """What a state asked for, or got or was promised, around a notification.

    `nature`: reported_request, or given_or_promised. `later` is what became of a request, as far as known by the day.
    """

    by: str
    nature: str
    what: str
    later: str | None
    known_from: date
    mark: str
    citation: str
    source_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedBy:
    """Something that followed a notification. `on` is a day, month or year as the source gives it.

    `what`: amended, contracted, delivery_cleared, delivered, reduced, suspended, withdrawn.
    """

    what: str
    on: str
    words: str
    grade: str
    citation: str
    source_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """One notification that a case is like: the facts, how alike and why, the law, Congress, the asks, what followed.

    `relation`: earlier, same_day or later than the case's own day. `likeness` is the similarity in a line.
    `asked_note` and `followed_note` say what the absence of rows means.
    """

    rank: int
    relation: str
    subject_id: str
    notification: LedgerNotification
    likeness: str
    similarity: Similarity
    clock: PrecedentClock
    against: ResolutionsAgainst
    asked: tuple[AskedAround, ...]
    asked_note: str
    followed: tuple[FollowedBy, ...]
    followed_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtFor:
    """A sale for which precedents were sought: its id, title, the day it stands on, and what could be compared."""

    subject_id: str
    title: str
    on: date
    notified_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedentSearch:
    """The precedents found, of how many, what was left out and why, the weights, and how far the data reach."""

    known_on: date | None
    sought_for: tuple[SoughtFor, ...]
    n_considered: int
    precedents: tuple[Precedent, ...]
    excluded: tuple[ExcludedNotification, ...]
    weights: tuple[SimilarityWeight, ...]
    notes: tuple[str, ...]
    disclaimer: str
