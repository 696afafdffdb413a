"""Paragraphs and sentences of a text with exact offsets, and what each paragraph is: headline, body, caption."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from counterpoise.vocabulary import rows, word_list

_BLANK_LINE = re.compile(r"\n[ \n]*\n")
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_CREDIT = re.compile(
    r"\((?:AP|AFP|Reuters|REUTERS|Getty|EPA|Flash ?90|File|Photo|Image|Courtesy|Credit|GPO|Xinhua)\b[^()]{0,120}\)\s*$"
    r"|\b(?:Getty Images|Flash90|AP Photo|File [Pp]hoto|Photo [Bb]y|Photo [Cc]redit)\b"
)
_CAPTION_START = re.compile(
    r"(?:FILE\b|In this (?:file )?(?:photo|picture|image)|(?:File )?[Pp]hoto|Image|Picture|Photo credit|Caption)\s*"
    r"(?:[:\-–—]|\bshows\b|\btaken\b|,)|FILE PHOTO"
)
_PICTURED = re.compile(
    r"\b(?:is|are) (?:seen|pictured|shown)\b|\b(?:pictured|seen here)\b|\((?:left|right|centre|center|[LRlr])\)"
)
_BYLINE = re.compile(r"(?:By|BY|by)\s+[A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]+|and|AND)){0,7}[\s,]*$")
_SOURCE_LINE = re.compile(  # "Daijiworld Media Network - Jerusalem": an outlet and its place
    r"(?:[A-Z][\w.&'’-]*\s+){1,5}[-–—|]\s+[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,2}$"
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’ ]{2,40}(?:,\s*[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)?|[A-Z][\w.]+(?:\s[A-Z][\w.]+){0,2})"
    r"(?:,?\s+(?P<day>[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,\s*\d{4})?|\d{1,2}\s+[A-Z][a-z]{2,8}\.?(?:\s+\d{4})?))?"
    r"\s*(?:[,/]?\s*\((?P<agency>[^()]{2,40})\))?\s*(?:--|—|–|-\s|(?<=[A-Z]):\s|(?<=[A-Z]\)):\s|(?<=[a-z]\s\d):\s|(?<=[a-z]\s\d\d):\s)\s*"
)
_AGENCY_LINE = re.compile(r"\([A-Z][\w .]{1,24}\)\s*(?:--|—|–|-\s)\s*")  # "(JTA) — The United States"
_SAVED_ON = re.compile(r"date \d{4}(?:-\d{2}){1,2}(?=\s|$)")  # what a collection of pages prints before the text
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-Z0-9■])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text between line breaks. `kind`: headline, subheading, byline, caption, header, furniture, body.

    A header is a line of an e-mail's head; furniture belongs to the page and not to its story.
    """

    start: int
    end: int
    kind: str
    number: int
    body_start: int  # after a dateline such as "WASHINGTON (Reuters) -"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a body paragraph; quotations inside do not break it."""

    start: int
    end: int
    paragraph: int
    number: int


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row["abbreviation"] for row in rows("abbreviations"))


@cache
def _furniture() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """Give whole lines, openings and phrases that belong to a page and not to its story."""
    by_kind: dict[str, list[str]] = {"line": [], "opening": [], "phrase": []}
    for row in rows("page_furniture"):
        by_kind[row["kind"]].append(row["phrase"].casefold())
    opening = "|".join(map(re.escape, by_kind["opening"]))
    phrase = "|".join(map(re.escape, by_kind["phrase"]))
    return frozenset(by_kind["line"]), re.compile(rf"(?:{opening})\b"), re.compile(rf"\b(?:{phrase})\b")


def join_wrapped_lines(text: str) -> str:
    """Give the text with line breaks inside hard-wrapped paragraphs turned into spaces, all offsets unchanged."""
    pieces: list[str] = []
    position = 0
    for match in (*_BLANK_LINE.finditer(text), None):
        end = match.start() if match else len(text)
        block = text[position:end]
        if _is_wrapped(block):
            pieces.append(block.replace("\n", " "))
        else:
            pieces.append(_GOES_ON.sub(" ", _join_full_lines(block)))
        if match:
            pieces.append(match[0])
            position = match.end()
    return "".join(pieces)


_GOES_ON = re.compile(  # a line that cannot end there: the next begins small, or its last word wants another
    r"(?<=[^\s.!?:…”\"’|>*•-])(?<=[\w,;][\w,;])[ ]*\n(?=[a-z])"
    r"|(?<=\b(?:as|by|if|in|is|of|on|or|to|at))[ ]*\n(?=[A-Z0-9“\"])"
    r"|(?<=\b(?:and|for|has|the|was|had|but|are|its))[ ]*\n(?=[A-Z0-9“\"])"
    r"|(?<=\b(?:with|that|from|will|have|said|were|over))[ ]*\n(?=[A-Z0-9“\"])"
)


def _is_wrapped(block: str) -> bool:
    lines = [line.strip() for line in block.strip("\n").split("\n")]
    lines = [line for line in lines if line]
    if len(lines) < 2 or max(map(len, lines)) > 140:
        return False
    inner = lines[:-1]
    unfinished = sum(
        1
        for line, following in zip(inner, lines[1:], strict=True)
        if not _ENDS_SENTENCE.search(line) and (len(line) > 40 or (len(line) > 20 and following[0].islower()))
    )
    return unfinished >= 0.6 * len(inner)


_WIDTH, _SHORT_BY = 90, 18  # a column no wider than this; a line this much shorter ends its paragraph
_LEAST_LINES, _MOSTLY = 6, 0.5


def _join_full_lines(block: str) -> str:
    """Join the lines of a narrow column that are as long as it allows; a shorter line ends its paragraph."""
    lines = block.split("\n")
    width = max(map(len, lines))
    full = [len(line.rstrip()) > width - _SHORT_BY for line in lines]
    unfinished = sum(f and not _ENDS_SENTENCE.search(line.rstrip()) for line, f in zip(lines, full, strict=True))
    if width > _WIDTH or width < 2 * _SHORT_BY or len(lines) < _LEAST_LINES or unfinished < _MOSTLY * len(lines):
        return block
    return "".join(line + (" " if f else "\n") for line, f in zip(lines[:-1], full, strict=False)) + lines[-1]


def split_paragraphs(text: str) -> list[Paragraph]:
    """Split a text (lines already joined) into its paragraphs and say what each is."""
    spans: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start, end = position + line.index(stripped[0]), position + len(line.rstrip())
            saved = _SAVED_ON.match(stripped) if not spans else None
            if saved is not None:
                spans.append((start, start + saved.end()))
                start += saved.end() + len(stripped[saved.end() :]) - len(stripped[saved.end() :].lstrip())
            spans.append((start, end))
        position += len(line) + 1
    paragraphs: list[Paragraph] = []
    seen_body = False
    head = _EMAIL_HEAD.match(text)
    head_end = head.end() if head else 0
    latin = _is_latin(text[:20_000])
    only_label = (
        len(_CAPITAL_LABEL.findall(text)) == 1
    )  # "DUBAI: ..." once is a place; often, the turns of a transcript
    for number, (start, end) in enumerate(spans):
        wording = text[start:end]
        if start < head_end:
            paragraphs.append(Paragraph(start, end, "header", number, start))
            continue
        if latin and not _is_latin(wording):
            paragraphs.append(Paragraph(start, end, "caption", number, start))
            continue
        kind = _kind(wording, seen_body=seen_body, is_first=number == 0, is_only=len(spans) == 1)
        if number == 0 and len(spans) > 1 and _SAVED_ON.fullmatch(wording):
            kind = "furniture"
        if kind == "headline" and any(p.kind == "headline" for p in paragraphs):
            kind = "subheading"
        seen_body = seen_body or kind == "body"
        dateline = _DATELINE.match(wording[:140]) if kind == "body" else None
        if dateline is None or not _is_dateline(dateline, only_label):
            dateline = _AGENCY_LINE.match(wording) if kind == "body" else None
        body_start = start + dateline.end() if dateline is not None else start
        paragraphs.append(Paragraph(start, end, kind, number, body_start))
    return _with_one_headline(text, paragraphs)


_EMAIL_HEAD = re.compile(
    r"\s*(?:(?:From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Message-ID|Received|Return-Path|MIME-Version|"
    r"Content-[\w-]+|X-[\w-]+|List-[\w-]+)"
    r":[^\n]*\n(?:[ ][^\n]*\n)*){2,}"
)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LETTER = re.compile(r"[^\W\d_]")


def _is_latin(words: str) -> bool:
    """Tell whether at least half of the letters are Latin; a caption in another script is no part of the story."""
    letters = len(_LETTER.findall(words))
    return letters == 0 or 2 * len(_LATIN.findall(words)) >= letters


def _with_one_headline(text: str, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Choose the headline among the headings before the story: menus stand there too. The others are furniture.

    The one that shares most words with the story is the headline; where none shares any, the first stays.
    """
    first_body = next((n for n, p in enumerate(paragraphs) if p.kind == "body"), len(paragraphs))
    headings = [p for p in paragraphs[:first_body] if p.kind in ("headline", "subheading")]
    if len(headings) < 2:
        return paragraphs
    body = " ".join(text[p.start : p.end] for p in paragraphs if p.kind == "body")[:20_000].lower()
    words = set(_WORD.findall(body))

    def shared(paragraph: Paragraph) -> int:
        own = {w for w in _WORD.findall(text[paragraph.start : paragraph.end].lower()) if len(w) > 3}
        return len(own & words)

    best = max(headings, key=shared)
    best = best if shared(best) else headings[0]
    answer = []
    numbers = {heading.number for heading in headings}
    for paragraph in paragraphs:
        if paragraph is best:
            answer.append(replace(paragraph, kind="headline"))
        elif paragraph.number in numbers:
            answer.append(replace(paragraph, kind="furniture" if paragraph.start < best.start else "subheading"))
        else:
            answer.append(paragraph)
    return answer


def dateline_of(text: str, paragraph: Paragraph) -> re.Match[str] | None:
    """Give the dateline that opens a paragraph, with groups `place`, `day` and `agency`, or None."""
    if paragraph.body_start == paragraph.start:
        return None
    return _DATELINE.match(text[paragraph.start : paragraph.body_start])


_PAGE_NUMBER = re.compile(r"(?:page )?\d+(?: of \d+)?$")
_CAPITAL_LABEL = re.compile(r"^[ ]*[A-Z][A-Z.'’ -]{2,40}:[ ]", re.MULTILINE)


def _is_dateline(match: re.Match[str], only_label: bool) -> bool:
    if match[0].rstrip().endswith(":"):
        if match["agency"] and match["agency"].isupper():
            return match["place"].isupper()  # "MOSCOW (BNS):"
        if match["day"]:
            return True  # "Kathmandu, Dec 2:"
        return only_label and match["place"].isupper() and "." not in match["place"]
    return bool(match["day"] or match["agency"]) or match["place"].isupper()


def _kind(wording: str, *, seen_body: bool, is_first: bool, is_only: bool) -> str:
    lines, opening, phrase = _furniture()
    plain = wording.casefold().strip(" .:»›>|-–—•*")
    n_words = len(_WORD.findall(wording))
    if plain in lines or opening.match(plain) or (n_words <= 30 and phrase.search(plain)):
        return "furniture"
    if n_words == 0 or _PAGE_NUMBER.match(plain):
        return "furniture"
    if n_words <= 10 and (_BYLINE.match(wording) or _SOURCE_LINE.match(wording)):
        return "byline"
    finished = _ENDS_SENTENCE.search(wording) is not None
    if n_words <= 70 and (_CAPTION_START.match(wording) or (_CREDIT.search(wording) and n_words <= 60)):
        return "caption"
    if n_words <= 40 and _PICTURED.search(wording) and not finished:
        return "caption"
    if is_only:
        return "body"
    starts_quoted = wording[0] in '"“«„'
    if n_words <= 25 and not finished and not (starts_quoted and seen_body and wording.count(wording[0]) == 1):
        if not seen_body:
            return "headline"
        return "subheading" if _is_heading(wording) else "body"
    if (
        is_first
        and n_words <= 16
        and ": " not in wording
        and wording.endswith(("?", "”", "’", '"', "'"))
        and not wording.endswith((".”", '."'))
    ):
        return "headline"
    return "body"


def _is_heading(wording: str) -> bool:
    """Tell a heading inside the body from a sentence cut off: headings are short or have capitals."""
    words = _WORD.findall(wording)
    if len(words) > 16 or wording[-1] in ",;—–-":
        return False
    return wording[0].isupper() or wording[0] in "'‘\"“" or wording[0].isdigit()


def split_sentences(skeleton: str, paragraphs: list[Paragraph]) -> list[Sentence]:
    """Split body paragraphs into sentences. `skeleton` is the text with quoted words masked as ■."""
    sentences: list[Sentence] = []
    for paragraph in paragraphs:
        if paragraph.kind != "body":
            continue
        for begin, stop in _sentence_spans(skeleton, paragraph.body_start, paragraph.end):
            for start, end in _in_reach(skeleton, begin, stop):
                sentences.append(Sentence(start, end, paragraph.number, len(sentences)))
    return sentences


_LONGEST = 2000  # characters outside quotations; longer is no sentence, and every rule looks over a sentence


def _in_reach(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give a sentence, or pieces of what is too long to be one, cut at spaces."""
    if end - start <= _LONGEST or end - start - text.count("■", start, end) <= _LONGEST:
        yield start, end
        return
    while start < end:
        cut = text.find(" ", min(end, start + _LONGEST), end)
        stop = cut if 0 <= cut < start + 2 * _LONGEST else min(end, start + _LONGEST)
        if text[start:stop].strip():
            yield start, stop
        start = stop + 1 if stop == cut else stop


def _sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.end() >= end or _is_abbreviation(text, begin, match):
            continue
        stop = match.start() + len(match[0].rstrip())
        if text[begin:stop].strip():
            yield begin, stop
        begin = match.end()
    if text[begin:end].strip():
        yield begin, end


def _is_abbreviation(text: str, begin: int, match: re.Match[str]) -> bool:
    """Tell whether the full stop belongs to "Sen.", "U.S." or an initial and ends nothing."""
    if match[0][0] != ".":
        return False
    space = max(text.rfind(" ", begin, match.start()), text.rfind("(", begin, match.start()), begin - 1)
    word = text[space + 1 : match.start() + 1].lstrip("\"'“‘([")
    if word in _abbreviations() or (len(word) == 2 and word[0].isupper()):
        return True
    if re.fullmatch(r"(?:[A-Za-z]\.){2,}", word):  # "U.S." ends a sentence only before a word that opens one
        following = _WORD.match(text, match.end())
        return following is None or following[0] not in _OPENERS
    return text[match.end()].isdigit() and word in {"No.", "Nos.", "Sec.", "Art.", "Vol."}


_OPENERS = word_list("paragraphs.openers")
