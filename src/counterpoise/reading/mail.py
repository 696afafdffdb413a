"""The text of an e-mail or of a page saved with its parts (MHTML), and the place of each character in the file.

Read are the head lines From, Date and Subject and the text parts: the plain one of several renderings, no attachments
and no pictures. Transfer encodings (quoted-printable, base64) and charsets are undone; the format is RFC 2045 to 2049.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header

_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]*):[ \t]*(?P<value>.*(?:\r?\n[ \t]+.*)*)(?:\r?\n|$)")
_PARAMETER = re.compile(r";\s*(?P<name>[\w*-]+)\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s;]+))")
_SHOWN = ("from", "date", "subject")
_MIME = ("mime-version", "content-transfer-encoding", "content-type")
_DEEPEST = 10  # multipart within multipart
_QUOTED = re.compile(r"=(?P<byte>[0-9A-Fa-f]{2})|=[ \t]*\r?\n|(?P<plain>[^=]+|=)")
_RUNS = re.compile(rb"[\x00-\x7f]+|[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class MailText:
    """Text as sent: `offsets` has one place in the file for each character, and one for the end.

    `is_page` tells that the part chosen is an HTML page; then the head lines are not in the text.
    """

    text: str
    offsets: tuple[int, ...]
    is_page: bool


@dataclass(frozen=True, slots=True)
class _Part:
    fields: dict[str, str]
    start: int
    end: int

    @property
    def type(self) -> str:
        return self.fields.get("content-type", "text/plain").split(";")[0].strip().lower()

    def parameter(self, name: str) -> str:
        """Give a parameter of the content type, empty where it has none of that name."""
        found = _PARAMETER.finditer(self.fields.get("content-type", ""))
        return next((m["quoted"] or m["bare"] or "" for m in found if m["name"].lower() == name), "")


def mail_text(raw: str) -> MailText | None:
    """Give the text of an e-mail or saved page, or None where `raw` is neither.

    `raw` holds one character for each byte of the file (Latin-1), so that its places are those of the file.
    """
    start = len(raw) - len(raw.lstrip("\r\n"))
    head = _part(raw, start, len(raw))
    if head is None or len(head.fields) < 2 or not any(name in head.fields for name in _MIME):
        return None
    chosen = list(_text_parts(raw, head, 0))
    if not chosen:
        return MailText(*_joined([_head_lines(raw, start, head.start)], len(raw)), False)
    if all(part.type == "text/html" for part in chosen):
        return MailText(*_joined([_decoded(raw, part) for part in chosen], len(raw)), True)
    plain = [part for part in chosen if part.type == "text/plain"]
    return MailText(
        *_joined([_head_lines(raw, start, head.start), *(_decoded(raw, part) for part in plain)], len(raw)), False
    )


def _part(raw: str, start: int, end: int) -> _Part | None:
    """Read the fields at the head of a part, up to the blank line."""
    fields: dict[str, str] = {}
    at = start
    while at < end and (match := _FIELD.match(raw, at, end)) is not None:
        fields.setdefault(match["name"].lower(), " ".join(match["value"].split()))
        at = match.end()
    blank = re.compile(r"\r?\n").match(raw, at, end)
    if blank is None and at < end:
        return None
    return _Part(fields, blank.end() if blank is not None else at, end)


def _text_parts(raw: str, part: _Part, depth: int) -> Iterator[_Part]:
    """Give the parts that are text to be read: of several renderings the first plain one, else the first page."""
    if "attachment" in part.fields.get("content-disposition", "").lower():
        return
    if not part.type.startswith("multipart/"):
        if part.type in ("text/plain", "text/html"):
            yield part
        return
    boundary = part.parameter("boundary")
    if not boundary or depth >= _DEEPEST:
        return
    inner = [found for one in _within(raw, part, boundary) for found in _text_parts(raw, one, depth + 1)]
    if part.type in ("multipart/alternative", "multipart/related"):
        plain = [one for one in inner if one.type == "text/plain" and raw[one.start : one.end].strip()]
        yield from (plain or inner)[:1]
    else:
        yield from inner


def _within(raw: str, part: _Part, boundary: str) -> Iterator[_Part]:
    line = re.compile(rf"^--{re.escape(boundary)}(?P<last>--)?[ \t]*\r?$\n?", re.MULTILINE)
    marks = list(line.finditer(raw, part.start, part.end))
    for here, following in zip(marks, [*marks[1:], None], strict=True):
        if here["last"]:
            return
        found = _part(raw, here.end(), following.start() if following is not None else part.end)
        if found is not None:
            yield found


def _head_lines(raw: str, start: int, end: int) -> tuple[str, list[int]]:
    """Give From, Date and Subject as lines; encoded words are decoded, and all their characters stand at one place."""
    pieces: list[str] = []
    offsets: list[int] = []
    for match in _FIELD.finditer(raw, start, end):
        if match["name"].lower() not in _SHOWN:
            continue
        value = " ".join(match["value"].split())
        shown = _words(value)
        first = match.start("value")
        pieces.append(f"{match['name']}: {shown}\n")
        offsets += range(match.start(), match.start() + len(match["name"]) + 1)
        offsets += [first - 1 if first > match.start("name") else first]
        exact = shown == value == match["value"]
        offsets += range(first, first + len(shown)) if exact else [first] * len(shown)
        offsets.append(match.end("value"))
    return "".join(pieces) + "\n", [*offsets, end]


def _words(value: str) -> str:
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return value  # an encoded word that is none: shown as printed


def _decoded(raw: str, part: _Part) -> tuple[str, list[int]]:
    """Undo a part's transfer encoding and charset; each character keeps the place of its first byte."""
    encoding = part.fields.get("content-transfer-encoding", "").strip().lower()
    if encoding == "quoted-printable":
        data, places = _from_quoted(raw, part)
    elif encoding == "base64":
        data, places = _from_base64(raw, part)
    else:
        data, places = raw[part.start : part.end].encode("latin-1"), list(range(part.start, part.end))
    text, at = _characters(data, part.parameter("charset") or "utf-8")
    return text, [places[i] for i in at]


def _from_quoted(raw: str, part: _Part) -> tuple[bytes, list[int]]:
    data = bytearray()
    places: list[int] = []
    for match in _QUOTED.finditer(raw, part.start, part.end):
        if match["byte"]:
            data.append(int(match["byte"], 16))
            places.append(match.start())
        elif match["plain"]:
            data += match["plain"].encode("latin-1")
            places += range(match.start(), match.end())
    return bytes(data), places


def _from_base64(raw: str, part: _Part) -> tuple[bytes, list[int]]:
    body = raw[part.start : part.end]
    kept = [i for i, c in enumerate(body) if c.isascii() and (c.isalnum() or c in "+/")]
    kept = kept[: len(kept) // 4 * 4 + (len(kept) % 4 if len(kept) % 4 != 1 else 0)]
    letters = "".join(body[i] for i in kept)
    data = codecs.decode((letters + "=" * (-len(letters) % 4)).encode("ascii"), "base64")
    return data, [part.start + kept[k * 4 // 3] for k in range(len(data))]


def _characters(data: bytes, charset: str) -> tuple[str, list[int]]:
    """Decode bytes; for each character the number of its byte (within a run that is no ASCII, by even parts)."""
    try:
        codec = codecs.lookup(charset)
        like_ascii = "\n".encode(codec.name) == b"\n"  # not UTF-16 and the like
        runs = [match.span() for match in _RUNS.finditer(data)] if like_ascii else [(0, len(data))]
    except LookupError:
        return _characters(data, "cp1252")
    pieces: list[str] = []
    at: list[int] = []
    for start, end in runs:
        text = data[start:end].decode(codec.name, "replace")
        pieces.append(text)
        at += [start + i * (end - start) // len(text) for i in range(len(text))]
    return "".join(pieces), at


def _joined(pieces: list[tuple[str, list[int]]], size: int) -> tuple[str, tuple[int, ...]]:
    """Join texts with a blank line; the last offset is the end."""
    text: list[str] = []
    offsets: list[int] = []
    for piece, places in pieces:
        if text:
            text.append("\n\n")
            offsets += [offsets[-1] if offsets else 0] * 2
        text.append(piece)
        offsets += places[: len(piece)]
    last = min(offsets[-1] + 1, size) if offsets else 0
    return "".join(text), (*offsets, last)
