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


def forwarding(note: str, *inner: MIMEText) -> bytes:
    outer = MIMEMultipart()
    outer["From"], outer["Subject"] = "Ann Lee <a@b.example>", "Fwd: Ferry"
    outer["Date"] = "Sun, 16 Mar 2025 06:30:00 +0100"
    outer.attach(MIMEText(note))
    for message in inner:
        outer.attach(MIMEMessage(message))
    return outer.as_bytes()


def newsletter(subject: str, text: str) -> MIMEText:
    inner = MIMEText(text)
    inner["From"], inner["Subject"] = "The Morning Desk <n@desk.example>", subject
    inner["Date"] = "Fri, 14 Mar 2025 06:30:00 +0100"
    return inner


def test_mails_that_are_attached_are_articles_of_their_own(tmp_path: Path) -> None:
    sent = forwarding(
        "Have a look.", newsletter("Ferry shut", TEXT), newsletter("Port sold", ARTICLE[1])
    )
    ferry, port = outcomes(sent, folder=tmp_path, name="a.eml").documents
    assert (ferry.title, ferry.source, ferry.text) == ("Ferry shut", "The Morning Desk", TEXT)
    assert ferry.published == datetime(2025, 3, 14, 6, 30, tzinfo=timezone(timedelta(hours=1)))
    assert ferry.left_out == ("what was written over it: Have a look.",)
    assert (port.title, port.left_out) == ("Port sold", ())
    assert (ferry.origin, port.origin) == (
        f"{tmp_path}/a.eml#mail 1",
        f"{tmp_path}/a.eml#mail 2",
    )


def test_a_long_text_over_an_attached_mail_is_an_article_too(tmp_path: Path) -> None:
    note = " ".join(ARTICLE) * 2
    found = outcomes(
        forwarding(note, newsletter("Ferry shut", TEXT)), folder=tmp_path, name="a.eml"
    )
    assert [document.title for document in found.documents] == ["Ferry", "Ferry shut"]


HEADERS = {
    "gmail": (
        "---------- Forwarded message ---------\nFrom: The Morning Desk <n@desk.example>\n"
        "Date: Fri, Mar 14, 2025 at 6:30 AM\nSubject: Ferry shut\nTo: <a@b.example>\n\n\n"
    ),
    "apple": (
        "Begin forwarded message:\n\nFrom: The Morning Desk <n@desk.example>\n"
        "Subject: Ferry shut\nDate: 14 March 2025 at 06:30:00 CET\nTo: a@b.example\n\n"
    ),
    "outlook": (
        "________________________________\nFrom: The Morning Desk <n@desk.example>\n"
        "Sent: Friday, March 14, 2025 6:30 AM\nTo: Ann Lee\nSubject: Ferry shut\n\n"
    ),
    "thunderbird": (
        "-------- Weitergeleitete Nachricht --------\nBetreff: \tFerry shut\n"
        "Datum: \t2025-03-14\nVon: \tThe Morning Desk <n@desk.example>\nAn: \ta@b.example\n\n"
    ),
}


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS.keys())
@pytest.mark.parametrize("markup", [False, True])
def test_what_is_sent_on_in_the_text_has_its_own_outlet(
    tmp_path: Path, headers: str, *, markup: bool
) -> None:
    text = f"For tomorrow.\n\n{headers}{TEXT}"
    lines = text.replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    data = mail(html=f"<div>{lines}</div>") if markup else mail(plain=text)
    document = one(data, folder=tmp_path)
    assert (document.title, document.source) == ("Ferry shut", "The Morning Desk")
    assert document.published is not None
    assert (document.published.year, document.published.day) == (2025, 14)
    assert " ".join(document.text.split()) == " ".join(TEXT.split())
    assert document.left_out == ("what was written over it: For tomorrow.",)


def test_a_mail_sent_on_twice_is_that_of_the_first_sender(tmp_path: Path) -> None:
    text = f"See below.\n\n{HEADERS['apple'].replace('Morning', 'Evening')}Look.\n\n"
    document = one(mail(plain=text + HEADERS["gmail"] + TEXT), folder=tmp_path)
    assert (document.source, document.text) == ("The Morning Desk", TEXT)
    assert len(document.left_out) == 2


def test_a_reply_is_no_forward(tmp_path: Path) -> None:
    reply = " ".join(ARTICLE) * 2
    text = f"{reply}\n\n-----Original Message-----\nFrom: Bo\nSubject: Ferry\n\nWhat now?"
    document = one(mail(plain=text), folder=tmp_path)
    assert document.source == "The Morning Desk"
    assert document.text.startswith(reply)


def test_who_sends_on_a_mail_is_no_outlet(tmp_path: Path) -> None:
    document = one(forwarding(TEXT), folder=tmp_path)
    assert (document.title, document.source) == ("Ferry", None)


def test_markup_and_text_that_are_declared_as_one_another(tmp_path: Path) -> None:
    marked_up = mail(plain=f"<html><body><p>{ARTICLE[0]}</p><p>{ARTICLE[1]}</p></body></html>")
    assert one(marked_up, folder=tmp_path).text == f"{ARTICLE[0]}\n\n{ARTICLE[1]}"
    assert one(mail(html=TEXT), folder=tmp_path).text == TEXT


@pytest.mark.parametrize(
    ("kind", "sent", "expected"),
    [
        ("", "The ferry \nstopped.", "The ferry\nstopped."),
        ("; format=flowed", "It \nstopped.\n\nIt \nrained.", "It stopped.\n\nIt rained."),
        ("; format=flowed; delsp=yes", "The fer \nry  \nstopped.", "The ferry stopped."),
        ("; format=flowed", "> Quoted \n> words.\n From here.", "> Quoted words.\nFrom here."),
        ("; format=flowed", "The end. \n-- \nAnn", "The end.\n--\nAnn"),
    ],
)  # fmt: skip
def test_lines_that_flow(tmp_path: Path, kind: str, sent: str, expected: str) -> None:
    head = f"From: a@b.example\nSubject: Ferry\nContent-Type: text/plain{kind}\n\n"
    assert one((head + sent).encode(), folder=tmp_path).text == expected


def test_what_is_attached_is_told(tmp_path: Path) -> None:
    outer = MIMEMultipart()
    outer["From"], outer["Subject"] = "a@b.example", "Ferry"
    outer.attach(MIMEText(TEXT))
    report = MIMEText("Figures.")
    report.add_header("Content-Disposition", "attachment", filename="figures.txt")
    outer.attach(report)
    document = one(outer.as_bytes(), folder=tmp_path)
    assert document.text == TEXT
    assert document.left_out == ("what is attached: figures.txt",)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_subject_in_bare_bytes(tmp_path: Path, encoding: str) -> None:
    data = f"From: a@b.example\nSubject: Café shut\n\n{ARTICLE[0]}\n".encode(encoding)
    assert one(data, folder=tmp_path).title == "Café shut"


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
