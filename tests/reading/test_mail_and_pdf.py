"""Text out of e-mails, saved pages and PDFs, with the way back to the file."""

import importlib.util
import io
import zlib
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import UnreadableDocument
from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.mail import mail_text
from counterpoise.reading.news import read_news
from counterpoise.sources import Document, Span

SAID = "Amir Weld, the minister, said the sale of 12 F-16 jets to Bahrain would go ahead. “It is ours – now,” he said."


def message(text: str, encoding: str, charset: str = "utf-8") -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Desk <desk@example.org>"
    mail["Subject"] = "Café notes: the Bahrain sale"
    mail["Date"] = "Wed, 18 Nov 2020 09:15:00 +0000"
    mail.set_content(text, charset=charset, cte=encoding)
    return mail


def original_words(document: Document, data: bytes, words: str) -> str:
    start = document.text.index(words)
    span = document.original(Span(start, start + len(words)))
    return data.decode("latin-1")[span.start : span.end]


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_transfer_encoding_and_charset_are_undone(encoding: str, charset: str) -> None:
    document = document_from_bytes(message(SAID, encoding, charset).as_bytes(), "mail.eml")
    assert " ".join(SAID.split()) in " ".join(document.text.split())
    assert "Subject: Café notes: the Bahrain sale" in document.text
    assert document.media_type == "message/rfc822"
    assert document.original_offsets is not None
    assert len(document.original_offsets) == len(document.text) + 1


def test_words_lead_back_to_their_bytes() -> None:
    data = message(SAID, "quoted-printable").as_bytes()
    assert original_words(document_from_bytes(data, "mail.eml"), data, "12 F-16 jets") == "12 F-16 jets"


def test_a_mail_is_read_like_the_text_it_holds() -> None:
    reading = read_news(document_from_bytes(message(SAID, "base64").as_bytes(), "mail.eml"), use_model=False)
    assert [one.quoted.wording for one in reading.attributions if one.kind == "direct"] == ["It is ours – now,"]
    assert [(t.purchaser and t.purchaser.code, t.items[0].system_id) for t in reading.transfers] == [("BHR", "f-16")]
    assert reading.published_on is not None
    assert reading.published_on.date == "2020-11-18"


def test_of_two_renderings_the_plain_one_is_read_and_an_attachment_is_not() -> None:
    mail = message(SAID, "8bit")
    mail.add_alternative("<html><body><p>Another rendering</p></body></html>", subtype="html")
    mail.add_attachment("Attached words", filename="notes.txt")
    text = document_from_bytes(mail.as_bytes(), "mail.eml").text
    assert "12 F-16 jets" in text
    assert "Another rendering" not in text
    assert "Attached words" not in text


def test_a_saved_page_gives_its_visible_text_and_leads_back() -> None:
    page = EmailMessage(policy=SMTP)
    page["From"] = "<Saved by a browser>"
    page["Subject"] = "The page"
    page.set_content(f"<html><head><title>x</title></head><body><p>{SAID}</p></body></html>", subtype="html",
                     cte="quoted-printable")  # fmt: skip
    page.make_related()
    page.add_related(b"\x89PNG....", "image", "png")
    data = page.as_bytes()
    document = document_from_bytes(data, "page.mhtml")
    assert document.text.split() == SAID.split()
    assert document.media_type == "multipart/related"
    assert original_words(document, data, "12 F-16 jets") == "12 F-16 jets"


def test_a_plain_text_with_lines_like_a_head_stays_as_it_is() -> None:
    data = b"From: The desk\nSubject: The sale\n\nWords of the letter.\n"
    document = document_from_bytes(data, "letter.txt")
    assert document.text == data.decode()
    assert document.media_type == "text/plain"


@given(st.text(st.sampled_from('ab=\r\n -:;"/é\x00Content-Type: multipart/mixed; boundary=b--b'), max_size=300))
def test_any_head_and_body_give_one_place_for_each_character(body: str) -> None:
    raw = f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n{body}".encode().decode("latin-1")
    found = mail_text(raw)
    assert found is None or len(found.offsets) == len(found.text) + 1
    assert found is None or all(0 <= place <= len(raw) for place in found.offsets)


def pdf(*pages: str) -> bytes:
    """Write a PDF by hand (ISO 32000-1, 7.5): one line of Helvetica on each page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]  # fmt: skip
    for n, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R "
                       "/Resources << /Font << /F1 3 0 R >> >> >>")  # fmt: skip
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{one}\nendobj\n".encode())
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010d} 00000 n \n" for place in places).encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


def test_a_pdf_gives_its_text_and_the_page_of_a_word() -> None:
    pytest.importorskip("pypdf")
    document = document_from_bytes(pdf("A story of the day", "Qatar ordered 24 Typhoon jets from Britain."), "a.pdf")
    at = document.text.index("24 Typhoon")
    assert document.page(Span(at, at + 10)) == 2
    told = read_news(document, use_model=False).transfers
    assert [(t.supplier and t.supplier.code, t.purchaser and t.purchaser.code) for t in told] == [("GBR", "QAT")]


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.4 garbage", "damaged or locked"), (pdf(""), "pages are pictures"),
     (b"%PDF-1.4\n" + zlib.compress(b"x" * 99), "damaged")],
)  # fmt: skip
def test_a_pdf_that_cannot_be_read_says_why_and_what_to_do(data: bytes, words: str) -> None:
    pytest.importorskip("pypdf")
    with pytest.raises(UnreadableDocument, match=words):
        document_from_bytes(data, "a.pdf")


def test_without_the_package_a_pdf_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UnreadableDocument, match=r"read-pdf.*pdftotext"):
        document_from_bytes(pdf("words"), "a.pdf")
