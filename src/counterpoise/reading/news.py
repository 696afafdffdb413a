"""read_news(): a report or any other prose into transfers, attributions, commitments, requests and dated events."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from counterpoise.dates import PartialDate
from counterpoise.reading.bundles import split_bundles
from counterpoise.reading.cast import Cast
from counterpoise.reading.cleaning import CleanText, clean_text
from counterpoise.reading.contract import (
    Reading,
    ReadingWarning,
    Transfer,
)
from counterpoise.reading.events import find_events
from counterpoise.reading.gazetteer import Mention, find_mentions
from counterpoise.reading.goods import TransferFound
from counterpoise.reading.headlines import shares_nothing
from counterpoise.reading.mention_index import MentionIndex
from counterpoise.reading.news_answers import Prose, attributions_of, pledges_of, transfers_of
from counterpoise.reading.news_transfers import find_transfers
from counterpoise.reading.paragraphs import (
    Paragraph,
    Sentence,
    dateline_of,
    join_wrapped_lines,
    split_paragraphs,
    split_sentences,
)
from counterpoise.reading.quotations import Quotation, find_quotations, mask
from counterpoise.reading.relative_dates import find_publication, inferred, printed_day
from counterpoise.reading.reported_speech import find_said
from counterpoise.reading.short_forms import as_designated, with_short_forms
from counterpoise.reading.speakers import Speakers
from counterpoise.reading.tokens import TokenList
from counterpoise.reading.transcripts import find_turns, within_turns
from counterpoise.reading.transfer_merging import later_statuses, merge
from counterpoise.reading.transfers_in_context import find_in_context
from counterpoise.sources import Document, Span
from counterpoise.vocabulary import word_list

READER = "news rules 1"


_INSTRUCTIONS = re.compile(
    r"\b(?:ignore (?:all |any |the )?(?:previous|prior|above|earlier) (?:instructions?|prompts?|text)|"
    r"disregard (?:all |the )?(?:previous|above|prior)|"
    r"you are (?:now )?(?:an? )?(?:AI|assistant|language model|chatbot)|system prompt|as an AI|respond only with|"
    r"output only|"
    r"(?:AI|language) models? (?:must|should|reading this)|do not (?:mention|report|extract) |<\|?(?:im_start|"
    r"system|assistant)\|?>)",
    re.IGNORECASE,
)


def read_news(document: Document, *, published_on: date | None = None, use_model: bool = True) -> Reading:
    """Read prose by general rules; the statistical model, if installed and wanted, proposes names of people.

    `published_on` is the day the user says the text was published. Without it a day printed on the page is used and
    marked inferred; without either, relative dates stay unresolved.
    """
    clean = clean_text(document.text)
    text = join_wrapped_lines(clean.text)
    paragraphs = split_paragraphs(text)
    warnings: list[ReadingWarning] = []
    published = _published(clean, text, paragraphs, published_on, warnings)
    turns, points = find_turns(text, paragraphs)
    mentions = as_designated(with_short_forms(text, find_mentions(text)))
    quotations = _no_names(within_turns(find_quotations(text, paragraphs), turns), mentions)
    skeleton = _without_asides(_with_colons(mask(text, quotations), points))
    sentences = split_sentences(skeleton, paragraphs)
    body = [p for p in paragraphs if p.kind == "body"]
    mentions = _within(mentions, body)
    tokens = TokenList(skeleton, [(s.start, s.end) for s in sentences], mentions)
    bounds = [tokens.between(s.start, s.end) for s in sentences]
    states = frozenset(_states_named(mentions))
    cast = Cast.of(tokens.tokens, bounds, text, (), states)
    suggested, model_name = _suggested_people(text, sentences, cast.undecided, use_model=use_model)
    if suggested:
        cast = Cast.of(tokens.tokens, bounds, text, suggested, states)
    named = frozenset(m.id for m in mentions if m.id and m.kind in ("state", "body", "office"))
    speakers = Speakers(
        cast,
        named=named,
        on=date.fromisoformat(published.date) if published and published.date else None,
        outlets=[m for m in mentions if m.kind == "outlet" and m.id],
    )
    said = find_said(text, tokens, paragraphs, sentences, quotations, speakers)
    prose = Prose(
        clean, text, skeleton, paragraphs, sentences, mentions, MentionIndex(mentions), tokens, published, warnings
    )
    actors = sorted([*mentions, *_people_of_states(text, cast, mentions)], key=lambda m: m.span.start)
    found = find_transfers(text, sentences, actors)
    in_headline = _headline_states(text, paragraphs, mentions)
    found += find_in_context(text, sentences, actors, in_headline, found)
    if in_headline and not any(one.purchaser for one in found):
        found += _told_in_headline(text, paragraphs)
    merged = merge(
        text, found, sentences, _states_named(actors), us_review=_is_before_us_bodies(text, actors),
        headline_states=frozenset(in_headline),
    )  # fmt: skip
    later_statuses(text, sentences, merged)
    merged, bundles = split_bundles(text, sentences, merged)
    transfers = transfers_of(prose, merged, bundles)
    attributions = attributions_of(prose, [one for one in said if not one.act], transfers)
    commitments, requests = pledges_of(prose, said, speakers)
    events = tuple(find_events(clean, text, skeleton, sentences, published))
    _warn(prose, document, transfers, events)
    return Reading(
        document=document, kind="news", title=_title(prose), published_on=published, language=_language(text),
        transfers=tuple(transfers), attributions=tuple(attributions), commitments=commitments, requests=requests,
        events=events, warnings=tuple(prose.warnings), reader=f"{READER}; {model_name}",
    )  # fmt: skip


def _with_colons(skeleton: str, points: Sequence[int]) -> str:
    """Give the skeleton with a colon after each speaker's name that a hearing prints with a full stop."""
    if not points:
        return skeleton
    characters = list(skeleton)
    for point in points:
        characters[point] = ":"
    return "".join(characters)


_ASIDE = re.compile(
    r"(?<= )\((?:[Rr]etd?\.?|[Rr]et['’]d|[Rr]etired|[Rr]es\.?)\)(?= )"  # between a rank and a name
    r"|(?<=\w )\((?:[A-Z]{2,8}|[A-Z][A-Za-z&]{1,8}[A-Z])\)(?=\s+[a-z]|\s+[A-Z][a-z]|\.?\s*$|\.\s)",  # a short form
    re.MULTILINE,
)


def _without_asides(skeleton: str) -> str:
    """Blank "(retd)" and short forms in brackets, all offsets unchanged."""
    return _ASIDE.sub(lambda match: " " * len(match[0]), skeleton)


def _suggested_people(
    text: str, sentences: Sequence[Sentence], undecided: Sequence[int], *, use_model: bool
) -> tuple[set[str], str]:  # fmt: skip
    """Ask the model for names of people where the rules are undecided; say which model ran, if any."""
    if not use_model:
        return set(), "no statistical model (not wanted)"
    starts = [sentence.start for sentence in sentences]
    asked = [sentences[n] for n in sorted({max(0, bisect_right(starts, at) - 1) for at in undecided})]
    if not asked:
        return set(), "no statistical model (the rules left no name undecided)"
    from counterpoise.reading.language_model import load_model

    model = load_model()
    if model is None:
        return set(), "no statistical model (none installed)"
    return model.people(text[s.start : s.end] for s in asked), f"names proposed by {model}"


def _published(
    clean: CleanText, text: str, paragraphs: Sequence[Paragraph], given: date | None, warnings: list[ReadingWarning]
) -> PartialDate | None:  # fmt: skip
    """Give the publication date: as said by the user, or as printed outside the story or in its dateline."""
    if given is not None:
        return PartialDate(date=given.isoformat(), precision="day", inferred=False, because="given by the user")
    spans = [(p.start, p.end) for p in paragraphs if p.kind != "body" or p.end - p.start < 60]
    found = find_publication(text, spans)
    if found is None:
        for paragraph in paragraphs:
            dateline = dateline_of(text, paragraph)
            day = printed_day(dateline["day"]) if dateline and dateline["day"] else None
            if dateline is not None and day is not None:
                start = paragraph.start + dateline.start("day")
                found = inferred(day, f"the dateline prints {dateline['day']!r}"), start, start + len(dateline["day"])
                break
    if found is None:
        return None
    on, start, end = found
    warnings.append(
        ReadingWarning(
            "inferred_publication_date", f"Publication date {on.date}: {on.because}.", clean.span(start, end)
        )
    )
    return on


def _within(mentions: list[Mention], body: Sequence[Paragraph]) -> list[Mention]:
    """Keep the mentions that stand in body paragraphs."""
    kept: list[Mention] = []
    at = 0
    for mention in mentions:
        while at < len(body) and body[at].end <= mention.span.start:
            at += 1
        if at < len(body) and body[at].start <= mention.span.start:
            kept.append(mention)
    return kept


def _people_of_states(text: str, cast: Cast, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Give the surnames of people who speak for a state as names of that state: "Trump would sell"."""
    people = {p.name.split()[-1]: p for p in cast.people if p.state is not None}
    if not people:
        return
    taken = {position for m in mentions for position in (m.span.start, m.span.end)}
    for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, people))})\b", text):
        if match.end() not in taken:
            person = people[match[0]]
            yield Mention("person", person.id or "", person.name, match[0], Span(*match.span()), state=person.state)


def _headline_states(text: str, paragraphs: Sequence[Paragraph], mentions: Sequence[Mention]) -> set[str]:
    """Give the states named in the headline, if the headline belongs to the body."""
    headline = next((p for p in paragraphs if p.kind == "headline"), None)
    if headline is None:
        return set()
    words = text[headline.start : headline.end]
    body = " ".join(text[p.start : p.end] for p in paragraphs if p.kind == "body")
    if shares_nothing(words, body, [(m.kind, m.id or m.name) for m in mentions]):
        return set()
    return {m.id for m in find_mentions(words) if m.kind == "state" and m.id}


def _told_in_headline(text: str, paragraphs: Sequence[Paragraph]) -> list[TransferFound]:
    """Give what a headline tells, for texts whose sentences tie arms to nobody: "Finland picks David's Sling"."""
    headline = next(p for p in paragraphs if p.kind == "headline")
    shift = headline.start
    words = text[shift : headline.end]
    mentions = [
        replace(m, span=Span(m.span.start + shift, m.span.end + shift))
        for m in find_mentions(words)
        if m.kind != "person"
    ]
    sentence = Sentence(shift, headline.end, 0, 0)
    return [
        one
        for one in find_transfers(text, [sentence], mentions)
        if one.purchaser and any(g.system_id for g in one.goods)
    ]


_REVIEWERS = frozenset({"us-congress", "us-senate", "us-house", "us-state", "us-dod", "us-dsca", "us-white-house"})


_LEGISLATORS = re.compile(r"\b(?:Senators?|Sens?\.|Reps?\.|Congressman|Congresswoman|Congress|Senate)\b")


_NAMES = frozenset({"system", "outlet", "organisation", "body", "state"})


def _no_names(quotations: Sequence[Quotation], mentions: Sequence[Mention]) -> list[Quotation]:
    """Leave out names in quotation marks: the “Iron Dome” system is nobody's words."""
    named = {(m.span.start, m.span.end) for m in mentions if m.kind in _NAMES}
    return [q for q in quotations if (q.start, q.end) not in named]


def _is_before_us_bodies(text: str, mentions: Sequence[Mention]) -> bool:
    """Tell whether the text names a body, an officer or a member of Congress that decides on U.S. arms sales."""
    named = any(
        (m.kind == "body" and m.id in _REVIEWERS) or (m.kind == "office" and m.state == "USA") for m in mentions
    )
    return named or _LEGISLATORS.search(text) is not None


def _states_named(mentions: Sequence[Mention]) -> set[str]:
    return {m.id if m.kind == "state" else m.state for m in mentions if (m.kind == "state" and m.id) or m.state} - {
        None
    }  # type: ignore[return-value]


_SUBJECT = re.compile(r"Subject:\s*(?P<subject>\S.*)")


def _title(prose: Prose) -> str | None:
    headline = next((p for p in prose.paragraphs if p.kind == "headline"), None)
    if headline is not None:
        return " ".join(prose.text[headline.start : headline.end].split())
    subjects = (_SUBJECT.match(prose.text, p.start, p.end) for p in prose.paragraphs if p.kind == "header")
    return next((" ".join(match["subject"].split()) for match in subjects if match), None)


def _warn(prose: Prose, document: Document, transfers: Sequence[Transfer], events: Sequence[object]) -> None:
    clean, text = prose.clean, prose.text
    if not transfers:
        prose.warnings.append(
            ReadingWarning("nothing_found", "The text names no arms transfer; what people say in it is kept.")
        )
    headline = next((p for p in prose.paragraphs if p.kind == "headline"), None)
    body = " ".join(text[p.start : p.end] for p in prose.paragraphs if p.kind == "body")
    if headline is not None and body:
        ids = [(m.kind, m.id or m.name) for m in prose.mentions]
        if shares_nothing(text[headline.start : headline.end], body, ids):
            prose.warnings.append(
                ReadingWarning(
                    "headline_mismatch",
                    "The headline shares nothing with the body; nothing was made from it.",
                    clean.span(headline.start, headline.end),
                )
            )
    for paragraph in prose.paragraphs:
        if paragraph.kind in ("caption", "furniture", "subheading", "byline", "header"):
            prose.warnings.append(
                ReadingWarning(
                    "kept_out",
                    f"Kept out as {paragraph.kind}, not part of the story.",
                    clean.span(paragraph.start, paragraph.end),
                )
            )
    unresolved = [e for e in events if getattr(e, "on").precision == "unresolved"]  # noqa: B009
    if unresolved and prose.published is None:
        prose.warnings.append(
            ReadingWarning(
                "unresolved_date",
                f"{len(unresolved)} dates in relative words stay unresolved: the publication date is not known. "
                "Say it with --published-on YYYY-MM-DD.",
            )
        )
    match = _INSTRUCTIONS.search(text)
    if match is not None:
        prose.warnings.append(
            ReadingWarning(
                "instruction_like_text",
                f"The text contains words like orders to a machine ({match[0]!r}); they were read as text.",
                clean.span(*match.span()),
            )
        )


def _language(text: str) -> str:
    """Give "en" where common English words are frequent, "und" otherwise: the rules know only English."""
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    common = sum(1 for word in words if word in _ENGLISH)
    return "en" if words and common / len(words) > 0.12 else "und"


_ENGLISH = word_list("news.english")
