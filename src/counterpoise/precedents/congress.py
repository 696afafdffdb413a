"""Which resolutions of disapproval were brought against a notification, with their votes, up to a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from counterpoise.casebook.ledger import shipped_table
from counterpoise.casebook.notifications import LedgerNotification, numbers_of
from counterpoise.errors import InvalidInput
from counterpoise.law.disapproval import vote_meaning
from counterpoise.law.lawfiles import Table, load
from counterpoise.law.parameters import Law, expect
from counterpoise.precedents.contents import ResolutionAgainst, ResolutionsAgainst, VoteTaken
from counterpoise.precedents.datafiles import linked
from counterpoise.vocabulary import split_list

VOTES = "record/votes"


def resolutions_against(notices: Sequence[LedgerNotification], known_on: date | None) -> ResolutionsAgainst:
    """Give the resolutions against a case's notices (the first, then its amendments), as known on a day."""
    found = [*_earlier(notices, known_on), *_of_the_list(notices, known_on)]
    found.sort(key=lambda one: (one.known_from, one.congress, one.label))
    if found:
        return ResolutionsAgainst(state="found", words=_found_words(found), resolutions=tuple(found))
    complete = linked("resolutions")["complete_list"]
    first = notices[0]
    if first.transmittal and complete["first_day"] <= first.notified_on <= complete["last_day"]:
        words = f"no resolution names transmittal {first.transmittal} {complete['words']}"
        return ResolutionsAgainst(state="none_in_complete_list", words=words, resolutions=())
    verified = expect(load(VOTES), Table).verified_to
    words = (
        f"no resolution in our data (coverage: floor votes, list verified to {verified}; every resolution of the "
        f"{complete['congress']}th Congress to {complete['last_day']}); one of another time that came to no vote would "
        "not show"
    )
    return ResolutionsAgainst(state="none_in_our_data", words=words, resolutions=())


def _found_words(found: Sequence[ResolutionAgainst]) -> str:
    n_votes = sum(len(one.votes) for one in found)
    vetoed = sum(one.vetoed_on is not None for one in found)
    words = f"{len(found)} in our data, {n_votes or 'no'} vote{'s' * (n_votes != 1)}"
    return f"{words}, {vetoed} vetoed" if vetoed else words


def _upto(day: date | None, known_on: date | None) -> date | None:
    return None if day is None or (known_on is not None and day > known_on) else day


def _earlier(notices: Sequence[LedgerNotification], known_on: date | None) -> Iterator[ResolutionAgainst]:
    """Give the resolutions of earlier Congresses, which our file ties to notifications by id."""
    ids = {notice.notification_id for notice in notices}
    for row in linked("resolutions")["resolutions"]:
        if not ids & set(row["notifications"]) or _upto(row["known_from"], known_on) is None:
            continue
        introduced = row["introduced_on"]
        yield ResolutionAgainst(
            label=row["label"], congress=row["congress"], chamber=row["chamber"], introduced_on=introduced,
            known_from=row["known_from"],
            known_because="the day of introduction" if introduced else row["known_because"],
            sponsor=row.get("sponsor"), legal_basis=row.get("legal_basis"),
            passed_house_on=_upto(row.get("passed_house_on"), known_on),
            passed_senate_on=_upto(row.get("passed_senate_on"), known_on),
            vetoed_on=_upto(row.get("vetoed_on"), known_on), votes=_votes(row["votes"], known_on),
            mark=row["mark"], citation=row["citation"], source_url=row["source_url"],
        )  # fmt: skip


def _votes(ids: Sequence[str], known_on: date | None) -> tuple[VoteTaken, ...]:
    rows = _vote_rows()
    unknown = [vote_id for vote_id in ids if vote_id not in rows]
    if unknown:
        raise InvalidInput(
            f"precedents/data/resolutions.yaml names the vote {unknown[0]}, which {VOTES} does not hold."
        )
    votes = [rows[vote_id] for vote_id in ids if _upto(rows[vote_id]["on"], known_on) is not None]
    return tuple(
        VoteTaken(
            chamber=row["chamber"], on=row["on"], motion=row["motion"], yeas=row["yeas"], nays=row["nays"],
            outcome=row["outcome"], meaning=_meaning(row["motion"], row["yeas"], row["nays"]), mark=row["mark"],
            citation=row["citation"], source_url=None,
        )
        for row in sorted(votes, key=lambda row: (row["on"], row["id"]))
    )  # fmt: skip


@cache
def _vote_rows() -> Mapping[str, Mapping[str, Any]]:
    return {row["id"]: row for row in expect(load(VOTES), Table).rows}


def _meaning(motion: str, yeas: int | None, nays: int | None) -> str:
    """Say what a vote decided; empty where its numbers are not known."""
    if yeas is None or nays is None:
        return ""
    return vote_meaning(motion, yeas, nays, Law(date.max)).because[0].says.partition(": ")[2]


def _of_the_list(notices: Sequence[LedgerNotification], known_on: date | None) -> Iterator[ResolutionAgainst]:
    """Give the resolutions of casebook/data/resolutions.csv that name a transmittal of the notices."""
    purchasers = {code for notice in notices for code in notice.purchasers}
    numbers = {number for notice in notices for number in notice.numbers}
    for _, row in shipped_table("resolutions").records():
        route = "dcs" if row["legal_basis"].startswith("36(c)") else "fms"
        named = numbers_of(split_list(row["transmittals"]), route)
        introduced = date.fromisoformat(row["introduced_on"])
        if not named & numbers or row["purchaser"] not in purchasers or _upto(introduced, known_on) is None:
            continue
        yield ResolutionAgainst(
            label=row["resolution"], congress=int(row["congress"]),
            chamber="senate" if row["resolution"].startswith("S.") else "house", introduced_on=introduced,
            known_from=introduced, known_because="the day of introduction", sponsor=row["sponsor"],
            legal_basis=row["legal_basis"], passed_house_on=None, passed_senate_on=None, vetoed_on=None,
            votes=_listed_vote(row, known_on), mark="seen", citation="Congress.gov", source_url=row["source_url"],
        )  # fmt: skip


def _listed_vote(row: Mapping[str, str], known_on: date | None) -> tuple[VoteTaken, ...]:
    voted_on = date.fromisoformat(row["voted_on"]) if row["voted_on"] else None
    if voted_on is None or _upto(voted_on, known_on) is None:
        return ()
    yeas, nays = int(row["yeas"]), int(row["nays"])
    return (VoteTaken(
        chamber="senate" if row["resolution"].startswith("S.") else "house", on=voted_on, motion="discharge",
        yeas=yeas, nays=nays, outcome="rejected" if "rejected" in row["outcome"] else row["outcome"],
        meaning=_meaning("discharge", yeas, nays), mark="seen", citation=f"Congress.gov, roll {row['roll_call']}",
        source_url=row["source_url"],
    ),)  # fmt: skip
