"""The chapter on precedents: the notifications most like the sale, why, their clocks, Congress, what was asked."""

from collections.abc import Iterator

from counterpoise.dossier.contents import Anchor, Chapter, Sentence, Table
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill
from counterpoise.precedents.contents import Precedent, PrecedentSearch
from counterpoise.precedents.words import (
    asked_words,
    clock_words,
    followed_words,
    notified_words,
    resolution_words,
    time_words,
)

COLUMNS = ("notified sale", "likeness", "clock", "Congress", "asked for around it", "what followed")
ROWS = Anchor("each notification with its source", "table-precedents")


def precedents_chapter(notes: Notes, search: PrecedentSearch) -> Chapter:
    """Arrange the search: how many were compared, a row for each precedent, what was left out, how far data reach."""
    cited = [_search_note(notes, search)]
    said = fill("chapter_precedents_says", n=len(search.precedents), considered=search.n_considered)
    several = len(search.sought_for) > 1
    rows = tuple(_row(precedent, several=several) for precedent in search.precedents)
    table = Table(
        id="table-precedents", title=fill("chapter_precedents_title"), columns=COLUMNS, rows=rows,
        notes=tuple(_cited(notes, precedent) for precedent in search.precedents), source=tuple(cited),
        caption=fill("chapter_precedents_caption"),
    )  # fmt: skip
    return Chapter(
        id="precedents", title=fill("chapter_precedents_title"), tables=(table,) if rows else (),
        sentences=(notes.say("chapter_precedents_says", said, cited),), cautions=tuple(_cautions(notes, search, cited)),
    )  # fmt: skip


def _search_note(notes: Notes, search: PrecedentSearch) -> int:
    known = f", as known on {search.known_on}" if search.known_on else ""
    weights = ", ".join(f"{one.name.replace('_', ' ')} {one.weight:.2f}" for one in search.weights)
    return notes.cite_run(
        "Search for precedents",
        f"{search.n_considered} notifications of the shipped ledger{known}; weights: {weights}",
        (ROWS,) if search.precedents else (),
    )


def _row(precedent: Precedent, *, several: bool) -> tuple[str, ...]:
    notification, against = precedent.notification, precedent.against
    items = ", ".join(item.wording for item in notification.items) or "items not stated"
    alike = f"{precedent.similarity.total:.2f}: {precedent.likeness}{time_words(precedent, several=several)}"
    congress = [against.words, *map(resolution_words, against.resolutions)]
    asked = [*map(asked_words, precedent.asked)] or [precedent.asked_note]
    followed = [*map(followed_words, precedent.followed)] or [precedent.followed_note]
    parts = (
        (*notified_words(notification), items),
        (alike,),
        (clock_words(precedent.clock),),
        congress,
        asked,
        followed,
    )
    return tuple("; ".join(words) for words in parts)


def _cited(notes: Notes, precedent: Precedent) -> tuple[int, ...]:
    """Cite the ledger's row, then each vote, request and sequel by its own source."""
    one = precedent.notification
    title = f"Ledger of notifications, {one.notification_id}"
    cited = [notes.cite_data(title, one.note or "as notified", one.grade, one.source_url or None)]
    for resolution in precedent.against.resolutions:
        cited.append(notes.cite_data(resolution.label, resolution.citation, resolution.mark, resolution.source_url))
        cited += [notes.cite_data(f"Vote of {v.on}, {v.chamber}", v.citation, v.mark, v.source_url)
                  for v in resolution.votes]  # fmt: skip
    cited += [notes.cite_data(f"Asked around {one.notified_on}: {a.what}", a.citation, a.mark, a.source_url)
              for a in precedent.asked]  # fmt: skip
    cited += [notes.cite_data(f"After {one.notified_on}: {f.what}", f.citation, f.grade, f.source_url)
              for f in precedent.followed]  # fmt: skip
    return tuple(dict.fromkeys(cited))


def _cautions(notes: Notes, search: PrecedentSearch, cited: list[int]) -> Iterator[Sentence]:
    for text in search.notes:
        yield notes.say("precedents_note", text, cited)
    for left in search.excluded:
        text = fill("precedents_left_out", which=left.notification_id, because=left.because)
        yield notes.say("precedents_left_out", text, cited)
