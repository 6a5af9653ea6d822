"""Bytes to text, and bytes that are none."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ReadingError
from assistant.reading.decoding import declared_charset, decode

PROSE = "Økonomi: “the price of 1 kg rose 3 %” – café, naïve, 5 €"


def package(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "x" * 100)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        PROSE.encode(),
        PROSE.encode("utf-8-sig"),
        PROSE.encode("utf-16"),
        codecs.BOM_UTF16_BE + PROSE.encode("utf-16-be"),
        PROSE.encode("utf-32"),
        PROSE.encode("utf-16-le"),
        PROSE.encode("utf-16-be"),
        PROSE.encode("cp1252"),
    ],
)
def test_one_text_in_many_encodings(data: bytes) -> None:
    assert decode(data, name="a.txt") == PROSE


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_what_is_marked_comes_back_whatever_it_is(text: str) -> None:
    assert decode(text.encode("utf-8-sig"), name="a") == text
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be"), name="a") == text
    assert decode(codecs.BOM_UTF32_LE + text.encode("utf-32-le"), name="a") == text
    # Read as its mark says, which is UTF-32's where a NUL follows.
    if not text.startswith("\0"):
        assert decode(codecs.BOM_UTF16_LE + text.encode("utf-16-le"), name="a") == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=2))
def test_unmarked_utf_16_of_latin_letters_comes_back(text: str) -> None:
    text += " and more"
    assert decode(text.encode("utf-16-le"), name="a") == text
    assert decode(text.encode("utf-16-be"), name="a") == text


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"])))
def test_utf_8_comes_back(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), name="a") == text


def test_one_broken_character_does_not_spoil_the_rest() -> None:
    assert decode(PROSE.encode() + b" caf\xc3", name="a") == PROSE + " caf\ufffd"


def test_the_declared_encoding_comes_before_the_fallback() -> None:
    russian = "Правительство приняло закон, said the BBC correspondent in a long English report."
    assert decode(russian.encode("koi8-r"), name="a", declared="KOI8-R") == russian
    czech = "Vláda schválila zákon o řekách."
    assert decode(czech.encode("iso-8859-2"), name="a", declared="iso-8859-2") == czech


@pytest.mark.parametrize(
    "declared", ["utf-8", "latin-1", "unicode_escape", "rot13", "zip", "no such"]
)
def test_a_declared_encoding_that_does_not_fit_is_passed_over(declared: str) -> None:
    text = "“A café in Ostvik”"
    assert decode(text.encode("cp1252"), name="a", declared=declared) == text


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b"<meta http-equiv=x content='text/html; charset=koi8-r'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="big5"?>', "big5"),
        (b"<p>none</p>", None),
    ],
)
def test_declared_charset(page: bytes, charset: str | None) -> None:
    assert declared_charset(page) == charset


@pytest.mark.parametrize(
    ("data", "what", "hint"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "an image", "OCR"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "an image", "OCR"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "an image", "OCR"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "sound or video", "transcript"),
        (b"\0\0\0\x18ftypmp42\0\0", "sound or video", "transcript"),
        (package("[Content_Types].xml", "word/document.xml"), "a Word document", "PDF or text"),
        (package("xl/workbook.xml"), "a document of an office program", "PDF or text"),
        (package("a.txt"), "an archive", "Unpack"),
        (gzip.compress(b"hello" * 50, mtime=0), "an archive", "Unpack"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "a document of an office program", "PDF or text"),
        (b"{\\rtf1\\ansi Hello}", "an RTF document", "PDF or text"),
        (b"%!PS-Adobe-3.0\n", "a PostScript file", "PDF"),
        (b"SQLite format 3\0\x10\0\x01\x01", "a database", "JSON lines"),
        (bytes(range(256)) * 4, "binary data", "text, HTML or PDF"),
    ],
)
def test_binary_data_is_named(data: bytes, what: str, hint: str) -> None:
    with pytest.raises(ReadingError) as caught:
        decode(data, name="file.txt")
    assert caught.value.message == f"file.txt is {what}, not text"
    assert hint in str(caught.value.hint)


def test_an_encoding_that_cannot_be_told_is_no_guesswork() -> None:
    with pytest.raises(ReadingError, match=r"encoding that cannot be told\. Save it as UTF-8"):
        decode("Правительство приняло закон".encode("koi8-r"), name="a.txt")


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251"])
def test_a_longer_text_in_other_letters_tells_its_encoding(encoding: str) -> None:
    russian = (
        "Правительство приняло закон о береговой охране, сообщил в понедельник министр. "
        "Жители затопленных деревень вернулись в свои дома, когда вода спала."
    )
    assert decode(russian.encode(encoding), name="a.txt") == russian


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "cp932", "euc-kr"])
def test_texts_of_east_asia_tell_theirs(encoding: str) -> None:
    texts = {
        "cp932": "市長は月曜日、橋が再開されると発表した。住民は家に戻り、政府が修理費を負担する。",
        "euc-kr": "시장은 월요일에 다리가 다시 개통된다고 발표했다. 주민들은 집으로 돌아갔다.",
    }
    chinese = "市长星期一宣布桥梁重新开放, 居民返回家中, 政府将支付修复费用。"
    data = (texts.get(encoding, chinese) * 9).encode(encoding, "ignore")
    assert decode(data, name="a.txt") == data.decode(encoding)
    assert decode(data, name="a.txt", declared=encoding) == data.decode(encoding)


@pytest.mark.parametrize(
    "text",
    [
        "Le préfet a dit lundi que le pont rouvrirait à l’été, « au plus tôt » ; il manque tout.",
        "Die Brücke wird „nicht vor März“ geöffnet, sagte die Bürgermeisterin; es fehlen fünf.",
        "Broen åbner igen på mandag, siger borgmesteren; færgen sejler, så længe, for 5 €.",
        "The mayor’s café reopened on Monday – “at last”, he said; it cost £3m.",
    ],
)
def test_western_texts_are_windows_1252(text: str) -> None:
    assert decode((text * 2).encode("cp1252"), name="a.txt") == text * 2


@pytest.mark.parametrize("before", ["", "Title\n", "word " * 20_000])
def test_an_encoding_is_told_where_it_shows(before: str) -> None:
    text = before + "Правительство приняло закон о береговой охране, сообщил министр. " * 3
    assert decode(text.encode("koi8-r"), name="a.txt") == text
    western = before + "The mayor’s café reopened – “at last”, he said; it cost £3m. " * 3
    assert decode(western.encode("cp1252"), name="a.txt") == western


def test_marked_text_that_is_cut_off() -> None:
    with pytest.raises(ReadingError, match=r"a\.txt is marked as UTF-16 but is broken at byte 6"):
        decode("four".encode("utf-16")[:-1], name="a.txt")


def test_a_few_control_characters_are_no_binary_data() -> None:
    text = "word " * 50 + "\x01\x0c"
    assert decode(text.encode(), name="a") == text
