"""XML that is no story, is damaged, or means harm."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ReadingError
from assistant.reading.xml import parse_xml
from tests.reading.making import attempt
from tests.reading.packing import message, news_item, nitf, outcomes, read_story


@pytest.mark.parametrize(
    ("text", "message_"),
    [
        ("<nitf><head/></nitf>", "without a body.content"),
        ("<nitf><body>", "is not well-formed XML at line 1"),
        ("<rss><channel/></rss>", "is a feed, not a story"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "is a feed, not a story"),
        ("<NewsML><NewsItem/></NewsML>", "NewsML of the first generation"),
        ('<?xml version="1.0"?><plist/>', "XML of another kind: plist"),
        ("<packageItem/>", "is a package of NewsML-G2"),
        (message(), "without a news item"),
        (nitf(content="<media/>"), "holds no text"),
        ("<a>" * 5000, "is nested too deeply to be read"),
    ],
)
def test_what_is_no_story(tmp_path: Path, text: str, message_: str) -> None:
    found = read_story(text, folder=tmp_path)
    assert found.documents == ()
    (error,) = found.errors.values()
    assert message_ in error.message
    assert error.hint


def _bomb(levels: int) -> str:
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels)
    )
    return f"<?xml version='1.0'?><!DOCTYPE nitf [{entities}]><nitf>&a{levels - 1};</nitf>"


def test_entities_are_never_expanded_or_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    outside = f"<!DOCTYPE nitf [<!ENTITY x SYSTEM '{secret.as_uri()}'>]><nitf>&x;</nitf>"
    parameter = "<!DOCTYPE nitf [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/'> %x;]><nitf/>"
    for text in (_bomb(10), outside, parameter):
        for encoding in ("utf-8", "utf-16"):
            found = outcomes(text.encode(encoding), folder=tmp_path, name="a.xml")
            assert found.messages == ["a.xml declares entities of its own, which are not read"]
    with pytest.raises(ReadingError, match="entities of its own"):
        parse_xml("<!doctype nitf [<!entity a 'b'>]><nitf/>", name="a")


def test_entities_that_are_declared_elsewhere_are_not_looked_for(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE nitf SYSTEM "http://127.0.0.1:1/nitf-3-4.dtd">'
    for reference in ("&foo.bar;", "&über;", f"&{'x' * 200};"):
        story = nitf(prolog=doctype, content=f"<p>Before {reference} after.</p>")
        found = read_story(story, folder=tmp_path)
        assert found.messages == ["a.xml names entities that are declared elsewhere"]
        assert (
            "not well-formed"
            in read_story(nitf(content=f"<p>{reference}</p>"), folder=tmp_path).messages[0]
        )


def test_white_space_does_not_keep_us_busy(tmp_path: Path) -> None:
    begun = time.monotonic()
    (document,) = read_story(nitf(prolog="", title="A" + "\n" * 200_000), folder=tmp_path).documents
    assert document.title == "A"
    assert time.monotonic() - begun < 20


def test_xinclude_and_external_document_types_reach_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    included = nitf(
        content='<p>Before.</p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
        f'href="{secret.as_uri()}" parse="text"/>'
    )
    (document,) = read_story(included, folder=tmp_path).documents
    assert "secret" not in document.text


@settings(max_examples=150)
@given(
    st.sampled_from([nitf(), news_item(), message(news_item(), news_item())]),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 60), st.text(max_size=6)), max_size=4),
)
def test_damaged_stories_give_documents_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, story: str, cuts: list[tuple[int, int, str]]
) -> None:
    for at, length, instead in cuts:
        story = story[:at] + instead + story[at + length :]
    found = attempt(
        story.encode("utf-8", "surrogatepass"),
        folder=tmp_path_factory.getbasetemp(),
        name="damaged.xml",
    )
    if not isinstance(found, ReadingError):
        for document in found:
            assert document.text
            assert document.published is None or isinstance(document.published, date)
