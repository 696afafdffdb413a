"""Turns of a transcript or hearing: "SEN. ALDERTON: ...", "Mr. ENGEL. ...", speech printed without marks."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from counterpoise.reading.paragraphs import Paragraph
from counterpoise.reading.quotations import Quotation

_COLON_TURN = re.compile(
    r"(?P<who>(?:The\s)?[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,4}(?:\s*\([^()]{1,40}\))?):\s+(?=[\"“‘(A-Z])"
)
_POINT_TURN = re.compile(
    r"(?P<who>(?:Mr|Mrs|Ms|Dr|Senator|Chairman|Chairwoman|Secretary|Ambassador|General|Admiral|The\s+CHAIRMAN|"
    r"The\s+Chairman)"
    r"\.?(?:\s+[A-Z][\w'’-]+)?)\.\s+(?=[A-Z])"
)
_QUESTION = re.compile(r"Q\s?[.:]\s+(?=[\"“‘(A-Z])")  # in an interview nobody's attribution
_INITIALS = re.compile(r"[A-Z]\.?(?:\s?[A-Z]\.?){1,2}")
_MEMBER_TURN = re.compile(  # "Nadia Kershaw (Lab): ...": a name with its party needs no other turns
    r"(?P<who>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){1,4})\s*\((?:[A-Z][\w&-]*[^()]{0,20})\):\s+(?=[A-Z])"
)
_LABELS = re.compile(
    r"(?:Note|Notes|Photo|Caption|Source|Sources|Contact|Date|Subject|From|To|Cc|Update|Related|Location|Tags|"
    r"Topics|Title|Re|"
    r"Editor's note|Correction|Summary|Background|Read more|Watch|Also|Media Contact|Released|Published|By|Sent|"
    r"Reply-To)$",
    re.IGNORECASE,
)
_LABEL_LINE = re.compile(r"[A-Z][^.!?:\n]{2,40}:\s|[(\[]")  # "Correction by the desk: ...", "(Laughter.)"
_MIN_TURNS = 2
_MANY_SPEAKERS = 4


def find_turns(text: str, paragraphs: Sequence[Paragraph]) -> tuple[list[Quotation], list[int]]:
    """Find the turns of a transcript as quotations, and the places of full stops that end a speaker's name.

    A text is a transcript only if half of its paragraphs begin with a speaker's name, one of them twice.
    A paragraph without a name goes on with the speaker before it.
    """
    body = [p for p in paragraphs if p.kind == "body"]
    asked = {p.number for p in body if _QUESTION.match(text, p.start, p.end)}
    turns = {p.number: match for p in body if (match := _turn(text, p)) is not None}
    if all(_INITIALS.fullmatch(match["who"]) for number, match in turns.items() if number not in asked):
        turns = {number: match for number, match in turns.items() if number not in asked}
    else:
        asked = set()  # a briefing: who asks is a speaker too
    labels = Counter(match["who"] for match in turns.values())
    repeated = max(labels.values(), default=0) > 1 or len(labels) >= _MANY_SPEAKERS
    if len(turns) < _MIN_TURNS or (len(turns) + len(asked)) * 2 < len(body) or not repeated:
        return sorted([*_members(text, body), *(_remarks(text, body) or _reprinted(text, body))],
                      key=lambda q: q.start), []  # fmt: skip
    found: list[Quotation] = []
    points: list[int] = []
    speaking = False
    for paragraph in body:
        match = turns.get(paragraph.number)
        if match is not None:
            found.append(Quotation(match.end(), paragraph.end, paragraph.number))
            if match.re is _POINT_TURN:
                points.append(match.end("who"))
            speaking = True
        elif paragraph.number in asked or _LABEL_LINE.match(text, paragraph.start, paragraph.end):
            speaking = False
        elif speaking:
            found.append(Quotation(paragraph.start, paragraph.end, paragraph.number, continued=True))
    return found, points


def _members(text: str, body: Sequence[Paragraph]) -> list[Quotation]:
    """Find what members of a parliament say after their name and party, in a text that is no transcript."""
    matches = ((p, _MEMBER_TURN.match(text, p.start, p.end)) for p in body)
    return [
        Quotation(match.end(), p.end, p.number) for p, match in matches if match is not None and match.end() < p.end
    ]


_ANNOUNCES = re.compile(  # "The embassy released the following statement on the sale:"
    r"\b(?:the\s+following|this|a|its|her|his)\s+(?:\w+\s+){0,2}statement\b[^.:“\"]{0,90}:\s*$"
)
_MARKS_OR_SPEECH = re.compile(r"[“”\"«»]|\b(?:said|says|added|told)\b")


def _reprinted(text: str, body: Sequence[Paragraph]) -> list[Quotation]:
    """Find the paragraph of a statement that is reprinted without marks behind the sentence that announces it."""
    return [
        Quotation(after.start, after.end, after.number)
        for before, after in itertools.pairwise(body)
        if _ANNOUNCES.search(text, before.start, before.end)
        and not _MARKS_OR_SPEECH.search(text, after.start, after.end)
    ]


REMARKS_FOLLOW = re.compile(  # "Below are the Senator's remarks as delivered:", "As prepared:"
    r"(?:\b(?:Below|Following|Here|The following|text of|transcript of)\b[^:;]{0,80}?"
    r"\b(?P<what>remarks|statement|speech|testimony|comments|address)\b[^:;]{0,60}"
    r"|^(?:Remarks )?[Aa]s (?:prepared|delivered)(?: for delivery)?):\s*$"
)
_END_OF_REMARKS = re.compile(r"###|---|Contact\b|Press Contact|Share\b")


def _remarks(text: str, body: Sequence[Paragraph]) -> list[Quotation]:
    """Find the paragraphs of a speech that is reprinted without marks behind the line that announces it."""
    at = next((n for n, p in enumerate(body) if REMARKS_FOLLOW.search(text[p.start : p.end])), None)
    if at is None or any(c in text[p.start : p.start + 1] for p in body[at + 1 : at + 2] for c in '“"«'):
        return []
    spoken = itertools.takewhile(lambda p: not _END_OF_REMARKS.match(text, p.start, p.end), body[at + 1 :])
    return [Quotation(p.start, p.end, p.number, continued=n > 0) for n, p in enumerate(spoken)]


def _turn(text: str, paragraph: Paragraph) -> re.Match[str] | None:
    for pattern in (_COLON_TURN, _POINT_TURN):
        match = pattern.match(text, paragraph.start, paragraph.end)
        if match is not None and match.end() < paragraph.end and not _LABELS.match(match["who"]):
            return match
    return None


def within_turns(quotations: Sequence[Quotation], turns: Sequence[Quotation]) -> list[Quotation]:
    """Give the turns together with the quotations; those inside a turn are one level deeper."""
    if not turns:
        return list(quotations)
    spoken = {turn.paragraph for turn in turns}
    deeper = [replace(q, depth=q.depth + 1) if q.paragraph in spoken else q for q in quotations]
    return sorted([*turns, *deeper], key=lambda q: (q.start, q.depth))
