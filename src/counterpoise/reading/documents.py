"""Bytes into a Document: hash, media type, encoding, visible text; or a message that says what is wrong."""

import hashlib
import re
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path

from counterpoise.errors import UnreadableDocument
from counterpoise.reading.mail import MailText, mail_text
from counterpoise.reading.pdf_pages import pdf_text
from counterpoise.sources import Document

MAX_BYTES = 20 * 1024 * 1024
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "fieldset",
     "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
     "nav", "ol", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul"}
)  # fmt: skip
_MAIL = re.compile(rb"[\r\n]*(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]*:[^\n]*\n")
_BLANK = re.compile(r"[\s\ufeff\u200b\u200e\u200f]*")
_UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "head"})
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive or Office file", "Unpack it, or save it as plain text or HTML."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"\x89PNG", "a PNG image", "Pictures are not read: give the text."),
    (b"\xff\xd8\xff", "a JPEG image", "Pictures are not read: give the text."),
    (b"\x7fELF", "a program", "Give the text of the article or notice."),
)


def load_document(path: str | Path) -> Document:
    """Read a file into a Document.

    Raises UnreadableDocument for a missing file, a folder, an empty, binary, undecodable or oversized file.
    """
    where = Path(path)
    try:
        if where.is_dir():
            raise UnreadableDocument(f"{path} is a folder. Name the files in it, for example {path}/*.txt.")
        if not where.exists():
            raise UnreadableDocument(f"{path} does not exist. Check the name, or use an absolute path.")
        if not where.is_file():
            raise UnreadableDocument(f"{path} is not a regular file. Save the text in a file and name that.")
        size = where.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableDocument(
                f"{path} has {size / 2**20:.0f} MB; a document may have up to {MAX_BYTES // 2**20} MB. "
                "Give the article or notice alone, or split the file."
            )
        data = where.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{path} cannot be read: {error.strerror}. Check its permissions.") from error
    except ValueError as error:  # a NUL in the name
        raise UnreadableDocument(f"{path!r} is no file name: {error}. Check the name.") from error
    return document_from_bytes(data, str(path))


def is_plain(data: bytes) -> bool:
    """Tell whether the words of a file stand in its bytes as they are: not in a PDF, UTF-16 or an encoded e-mail."""
    if data.startswith((b"%PDF", b"\xff\xfe", b"\xfe\xff")):
        return False
    return not (_MAIL.match(data) and re.search(rb"(?i)content-transfer-encoding:\s*(?:base64|quoted)", data))


def document_from_bytes(data: bytes, path: str) -> Document:
    """Decode bytes into a Document; `path` only names it in messages and answers. Raises UnreadableDocument."""
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(f"{path} is larger than {MAX_BYTES // 2**20} MB. Split it.")
    empty = f"{path} is empty. Give the file with the text of the article or notice."
    if not data.strip():
        raise UnreadableDocument(empty)
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise UnreadableDocument(f"{path} is {what}, not text. {remedy}")
    document_id = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if data.startswith(b"%PDF"):
        return Document(
            id=document_id, path=path, text=pdf_text(data, path), media_type="application/pdf", encoding="",
            size_bytes=len(data),
        )  # fmt: skip
    mail = mail_text(data.decode("latin-1")) if _MAIL.match(data) else None
    if mail is not None:
        return _document_of_mail(mail, data, path, document_id)
    text, encoding = _decode(data, path)
    if _BLANK.fullmatch(text):
        raise UnreadableDocument(empty)
    if not _is_html(text):
        return Document(
            id=document_id, path=path, text=text, media_type="text/plain", encoding=encoding, size_bytes=len(data)
        )
    visible, offsets = visible_text(text)
    if not visible.strip():
        raise UnreadableDocument(f"{path} is an HTML page without visible text. Save the page's text and give that.")
    return Document(
        id=document_id, path=path, text=visible, media_type="text/html", encoding=encoding, size_bytes=len(data),
        original_offsets=offsets,
    )  # fmt: skip


def _document_of_mail(mail: MailText, data: bytes, path: str, document_id: str) -> Document:
    text, offsets = mail.text, mail.offsets
    if mail.is_page:
        text, on_page = visible_text(mail.text)
        offsets = tuple(mail.offsets[place] for place in on_page)
    if not text.strip():
        raise UnreadableDocument(f"{path} is an e-mail or saved page without text. Save the text itself and give that.")
    return Document(
        id=document_id, path=path, text=text, media_type="multipart/related" if mail.is_page else "message/rfc822",
        encoding="latin-1", size_bytes=len(data), original_offsets=offsets,
    )  # fmt: skip


def _decode(data: bytes, path: str) -> tuple[str, str]:
    """Decode by byte-order mark, then UTF-8, then Windows-1252 if nothing in it looks binary."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise UnreadableDocument(
                    f"{path} starts like UTF-16 and breaks at byte {error.start}. Save it as UTF-8."
                ) from error
    if b"\x00" in data:
        raise UnreadableDocument(
            f"{path} holds NUL bytes (the first at {data.index(0)}): it is binary or damaged. "
            "Give the text saved as UTF-8."
        )
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        broken_at = error.start
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"{path} is neither UTF-8 (byte {broken_at}) nor Windows-1252 (byte {error.start}). Save it as UTF-8."
        ) from error
    odd = sum(1 for byte in data if byte < 32 and byte not in (9, 10, 12, 13))
    if odd > len(data) // 200:
        raise UnreadableDocument(f"{path} is binary, not text ({odd} control bytes). Give the text saved as UTF-8.")
    return text, "cp1252"


def _is_html(text: str) -> bool:
    head = text[:2000].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype html", "<html", "<head", "<body", "<pre", "<?xml")) or (
        head.startswith("<") and ("<p" in head or "<div" in head)
    )


class _VisibleText(HTMLParser):
    """Collects what a reader sees, with the offset of each character in the page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self._line_starts = [0, *accumulate(len(line) for line in page.splitlines(keepends=True))]
        self._pieces: list[str] = []
        self._offsets: list[int] = []
        self._unseen = 0

    def _here(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _add(self, text: str, start: int, step: int = 1) -> None:
        if self._unseen:
            return
        self._pieces.append(text)
        self._offsets.extend(start + step * i for i in range(len(text)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self._add("\n", self._here(), 0)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._add("\n", self._here(), 0)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self._add("\n", self._here(), 0)

    def handle_data(self, data: str) -> None:
        self._add(data, self._here())

    def handle_entityref(self, name: str) -> None:
        self._add(unescape(f"&{name};"), self._here(), 0)

    def handle_charref(self, name: str) -> None:
        self._add(unescape(f"&#{name};"), self._here(), 0)

    def result(self, page_length: int) -> tuple[str, tuple[int, ...]]:
        return "".join(self._pieces), (*self._offsets, page_length)


def visible_text(page: str) -> tuple[str, tuple[int, ...]]:
    """Give the visible text of an HTML page and, for each of its characters, the offset in the page.

    The offsets have one entry more than the text: the last is the page's length.
    """
    # splitlines() breaks on more than "\n" and the parser counts only "\n": make the two agree.
    plain = page.translate({ord(c): " " for c in "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"})
    parser = _VisibleText(plain)
    parser.feed(plain)
    parser.close()
    return parser.result(len(page))
