"""Mails, and newsletters among them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ReadingError
from assistant.types import Document
from tests.reading.making import ARTICLE, attempt
from tests.reading.packing import mail, outcomes

HTML = f"""<!DOCTYPE html><html><head><title>No text</title><style>p {{}}</style></head><body>
<div style="display: none">What the list of mails shows</div>
<table><tr><td><a href="https://desk.example/1">View this email in your browser</a></td></tr>
<tr><td><h2>Ferry terminal to close</h2>
<p>{ARTICLE[0]}</p><a href="https://x">Read more</a></td></tr>
<tr><td><table><tr><td><h2>In brief</h2><p>{ARTICLE[1]}</p></td></tr></table></td></tr>
<tr><td><p>You receive this because you signed up. <a href="https://x">Unsubscribe</a></p></td></tr>
</table></body></html>"""
TEXT = f"Ferry terminal to close\n\n{ARTICLE[0]}\n\nIn brief\n\n{ARTICLE[1]}"


def one(data: bytes, *, folder: Path, name: str = "a.eml") -> Document:
    (document,) = outcomes(data, folder=folder, name=name).documents
    return document


@pytest.mark.parametrize("name", ["a.eml", "a", "a.EML"])
def test_a_newsletter(tmp_path: Path, name: str) -> None:
    sent = mail(html=HTML, plain="The plain version.", attached=b"%PDF-1.4")
    document = one(sent, folder=tmp_path, name=name)
    assert document.text == TEXT
    assert document.title == "Ferry closes – Friday’s news"
    assert document.source == "The Morning Desk"
    assert document.published == datetime(2025, 3, 14, 6, 30, tzinfo=timezone(timedelta(hours=1)))
    assert document.origin == str(tmp_path / name)
    assert document.url is None


def test_plain_text_where_there_is_no_html(tmp_path: Path) -> None:
    assert one(mail(plain=TEXT), folder=tmp_path).text == TEXT
    empty = mail(html="<img src='x.png'>", plain=TEXT)
    assert one(empty, folder=tmp_path).text == TEXT


def test_where_the_mail_is_kept_is_its_address(tmp_path: Path) -> None:
    sent = mail(plain=TEXT, headers={"Archived-At": "<https://desk.example/archive/1>"})
    assert one(sent, folder=tmp_path).origin == "https://desk.example/archive/1"


def test_a_sender_without_a_name_is_known_by_its_host(tmp_path: Path) -> None:
    assert one(mail(plain=TEXT, sender="n@desk.example"), folder=tmp_path).source == "desk.example"


@pytest.mark.parametrize(
    ("sent", "published"),
    [
        ("Fri, 14 Mar 2025 23:30:00 -0000", date(2025, 3, 14)),
        ("Fri, 14 Mar 2025 23:30:00 GMT", datetime.fromisoformat("2025-03-14T23:30:00+00:00")),
        ("soon", None),
        ("Fri, 99 Mar 2025 23:30:00 GMT", None),
    ],
)
def test_dates(tmp_path: Path, sent: str, published: date | None) -> None:
    data = mail(plain=TEXT).replace(b"Fri, 14 Mar 2025 06:30:00 +0100", sent.encode())
    assert one(data, folder=tmp_path).published == published


def test_other_encodings(tmp_path: Path) -> None:
    part = MIMEText("Правительство приняло закон о речных портах страны.", "plain", "koi8-r")
    part["From"] = "a@b.example"
    part["Subject"] = "=?koi8-r?B?8NLB18nUxczY09TXzw==?="
    document = one(part.as_bytes(), folder=tmp_path)
    assert document.text.startswith("Правительство")
    assert document.title == "Правительство"


@pytest.mark.parametrize(
    "subject", ["=?ut\u00e9?q?a?=", "=?x?b?", "=?no-such?q?a?=", "=?utf-8?b?\xff?="]
)
def test_a_subject_that_is_encoded_wrongly_stands_as_it_is(tmp_path: Path, subject: str) -> None:
    data = f"From: a@b.example\nSubject: {subject}\n\nThe port is to close.\n"
    for encoding in ("utf-8", "latin-1"):
        assert one(data.encode(encoding), folder=tmp_path).title


def test_a_mail_that_is_forwarded_whole_is_no_part_of_it(tmp_path: Path) -> None:
    outer = MIMEMultipart()
    outer["From"], outer["Subject"] = "a@b.example", "Forwarded"
    outer.attach(MIMEText("Have a look at the port."))
    outer.attach(MIMEMessage(MIMEText("Something else.")))
    assert one(outer.as_bytes(), folder=tmp_path).text == "Have a look at the port."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (mail(html="<img src='a.png'>"), "a.eml is a mail without text"),
        (b"Just a text, and no mail at all.\n", "has no sender and no subject"),
        (
            b'From: a@b\nContent-Type: text/plain; charset="a\0b"\n\nSome t\xe9xt.\n',
            "a.eml is a mail that cannot be taken apart",
        ),
        (
            b"From: " + b"(" * 1900 + b")" * 1900 + b" a@b\nSubject: Deep\n\nSome text.\n",
            "a.eml is a mail that cannot be taken apart (RecursionError)",
        ),
        (
            b"From: a@b\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
            + b"--x\nContent-Type: image/png\n\n\n" * 1500
            + b"--x--\n",
            "of more than 1,000 parts",
        ),
    ],
)
def test_what_is_no_mail_of_text(tmp_path: Path, data: bytes, message: str) -> None:
    found = outcomes(data, folder=tmp_path, name="a.eml")
    assert found.documents == ()
    assert message in found.messages[0]


def test_parts_in_parts_end_somewhere(tmp_path: Path) -> None:
    deep = b"From: a@b\nSubject: Deep\n"
    for level in range(3000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    found = outcomes(deep + b"\nText.", folder=tmp_path, name="a.eml")
    assert len(found.documents) + len(found.errors) == 1


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, 2500), st.integers(0, 60), st.binary(max_size=8)), max_size=4)
)
def test_damaged_mails_give_documents_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[tuple[int, int, bytes]]
) -> None:
    data = mail(html=HTML, plain=TEXT, attached=b"%PDF-1.4")
    for at, length, instead in cuts:
        data = data[:at] + instead + data[at + length :]
    found = attempt(data, folder=tmp_path_factory.getbasetemp(), name="damaged.eml")
    if not isinstance(found, ReadingError):
        assert all(document.text for document in found)
