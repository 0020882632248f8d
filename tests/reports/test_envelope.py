"""What a mail consists of, and that the same letter is the same bytes."""

from __future__ import annotations

import datetime as dt
import email
from email.message import EmailMessage
from email.policy import default

from dashboard.reports.envelope import Letter, as_mail

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
LETTER = Letter(
    "$1.4M went silent; 1 refused buyer won",
    "1  $1.4M went silent\n.\nMüller – “too small”\n" + "long " * 60,
    '<p>Müller</p><img src="cid:wins">',
    {"wins": PNG},
    {"report.pdf": b"%PDF-1.7"},
)
AT = dt.datetime(2026, 10, 26, 7, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
FROM, TO = "Pipeline trust <reports@example.com>", "ann@example.com"


def mail(letter: Letter = LETTER, to: str = TO, identity: str = "monday.2026-10-23") -> bytes:
    return as_mail(letter, FROM, to, identity, AT)


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=default)


def test_text_comes_first_then_html_with_its_pictures_then_the_attachment() -> None:
    parts = [each.get_content_type() for each in read(mail()).walk()]
    assert parts == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html",
        "image/png", "application/pdf",
    ]  # fmt: skip
    found = read(mail())
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n").rstrip("\n") == LETTER.text
    assert html is not None
    assert html.get_content().rstrip("\r\n") == LETTER.html
    (png,) = [each for each in found.walk() if each.get_content_type() == "image/png"]
    assert (png["Content-ID"], png.get_content_disposition()) == ("<wins>", "inline")
    assert png.get_content() == PNG


def test_a_letter_of_text_alone_is_one_part() -> None:
    plain = read(mail(Letter("hello", "text")))
    assert [each.get_content_type() for each in plain.walk()] == ["text/plain"]


def test_the_head_says_who_when_and_that_nobody_typed_it() -> None:
    found = read(mail())
    assert (found["From"], found["To"]) == (FROM, TO)
    assert found["Subject"] == LETTER.subject
    assert found["Date"] == "Mon, 26 Oct 2026 06:00:00 +0000"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["List-Unsubscribe"] is None


def test_a_letter_keeps_its_identity_and_each_reader_has_another() -> None:
    ids = {read(mail(to=to, identity=what))["Message-ID"]
           for to in (TO, "bob@example.com") for what in ("a", "b")}  # fmt: skip
    assert len(ids) == 4
    assert all(each.endswith("@example.com>") for each in ids)
    assert read(mail())["Message-ID"] == read(mail(Letter("other", "text")))["Message-ID"]


def test_the_same_letter_is_the_same_bytes_in_lines_that_any_server_takes() -> None:
    assert mail() == mail()
    lines = mail().split(b"\r\n")
    assert max(map(len, lines)) < 999
    assert all(byte < 128 for byte in mail())
    assert b"\n" not in b"".join(lines)


def test_no_text_begins_a_header_of_its_own() -> None:
    letter = Letter("Elm\r\nBcc: eve@example.com", "text")
    found = read(mail(letter))
    assert found["Subject"] == "Elm Bcc: eve@example.com"
    assert found["Bcc"] is None
