"""NITF, NewsML-G2 and JSON records of the wire."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta, timezone
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ReadingError
from assistant.reading.canonical import canonical_text
from assistant.reading.wire import refuse_unusable, wire_origin, with_dateline
from assistant.reading.xml import parse_xml
from tests.reading.making import ARTICLE, attempt
from tests.reading.packing import GUID, NOW, Outcomes, message, news_item, nitf, outcomes

CEST = timezone(timedelta(hours=2))


def read(text: str, *, folder: Path, name: str = "a.xml", now: datetime = NOW) -> Outcomes:
    return outcomes(text.encode(), folder=folder, name=name, now=now)


# -- NITF --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.xml", "a.nitf", "a.txt", "a"])
def test_a_story_of_the_wire(tmp_path: Path, name: str) -> None:
    (document,) = read(nitf(), folder=tmp_path, name=name).documents
    assert document.title == "Ostvik closes its ferry terminal"
    assert document.text == "OSTVIK, Norway — " + "\n\n".join(ARTICLE)
    assert document.authors == ("Ann Lee", "Bo Ray")
    assert document.source == "The Wire"
    assert document.published == datetime(2025, 5, 14, 10, 15, tzinfo=CEST)
    assert document.updated is None
    assert document.language == "en"
    assert document.origin == "wire:wire:ostvik-ferry-1"


def test_a_later_version_has_the_same_origin(tmp_path: Path) -> None:
    first = read(nitf(), folder=tmp_path, name="1.xml").documents[0]
    revised = nitf(
        title="Ostvik closes both terminals",
        head="".join(
            f'<revision-history norm="20250514T{hour}0000Z"/>' for hour in ("11", "12", "09")
        ),
    )
    later = read(revised, folder=tmp_path, name="2.xml").documents[0]
    assert first.origin == later.origin
    assert later.updated == datetime(2025, 5, 14, 12, tzinfo=UTC)


def test_a_dateline_that_the_text_begins_with_is_not_said_twice(tmp_path: Path) -> None:
    story = nitf(paragraphs=["OSTVIK, Norway (Wire) — The port is to close.", *ARTICLE])
    (document,) = read(story, folder=tmp_path).documents
    assert document.text.startswith("OSTVIK, Norway (Wire) — The port is to close.\n\nThe harbour")


def test_the_body_of_a_story_in_all_its_parts(tmp_path: Path) -> None:
    content = (
        "<block><p>One <em>bold</em>\n word.</p><hl2>A cross-head</hl2>"
        "<media media-type='image'><media-caption>A caption.</media-caption></media>"
        "<bq><block><p>A quote.</p></block></bq><ul><li>First</li><li>Second</li></ul>"
        "<table><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table></block>"
        "<block><p>The end.</p></block>"
    )
    (document,) = read(nitf(content=content, body_head=""), folder=tmp_path).documents
    assert document.text == (
        "One bold word.\n\nA cross-head\n\nA quote.\n\n- First\n- Second\n\nA 1\nB 2\n\nThe end."
    )


def test_entities_of_html_are_understood_and_unknown_ones_are_text(tmp_path: Path) -> None:
    story = nitf(content="<p>Caf&eacute;&nbsp;one &mdash; &lt;b&gt; &amp; &bogus; &LT; 2.</p>")
    (document,) = read(story, folder=tmp_path).documents
    assert document.text.endswith("Café one — <b> & &bogus; < 2.")


def test_a_namespace_and_a_document_type_do_no_harm(tmp_path: Path) -> None:
    doctype = '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "http://127.0.0.1:1/nitf-3-4.dtd">'
    spaced = nitf(prolog=doctype).replace(
        "<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'
    )
    assert read(spaced, folder=tmp_path).documents[0].authors == ("Ann Lee", "Bo Ray")


def test_other_encodings(tmp_path: Path) -> None:
    prolog = '<?xml version="1.0" encoding="{}"?>'
    for encoding in ("iso-8859-1", "utf-16", "iso-8859-2"):
        story = nitf(paragraphs=["Ärger in Köln."] * 3, prolog=prolog.format(encoding), title="Ö")
        found = outcomes(story.encode(encoding), folder=tmp_path, name="a.xml")
        assert found.documents[0].text.endswith("Ärger in Köln.")


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
        ("<a>" * 5000, "is not well-formed XML"),
    ],
)
def test_what_is_no_story(tmp_path: Path, text: str, message_: str) -> None:
    found = read(text, folder=tmp_path)
    assert found.documents == ()
    (error,) = found.errors.values()
    assert message_ in error.message
    assert error.hint


# -- NewsML-G2 ---------------------------------------------------------------------


def test_a_news_item(tmp_path: Path) -> None:
    (document,) = read(news_item(), folder=tmp_path).documents
    assert document.title == "Ostvik closes its ferry terminal"
    assert document.text == "OSTVIK, May 14 (Wire) — " + "\n\n".join(ARTICLE)
    assert document.source == "The Wire"
    assert document.authors == ("Ann Lee",)
    assert document.published == datetime(2025, 5, 14, 10, 15, tzinfo=CEST)
    assert document.updated == datetime(2025, 5, 14, 12, 30, tzinfo=CEST)
    assert document.origin == f"wire:{GUID}"


@pytest.mark.parametrize(
    "content",
    [
        f'<inlineXML contenttype="application/nitf+xml">{nitf(prolog="")}</inlineXML>',
        f'<inlineData contenttype="text/plain">{chr(10).join(ARTICLE)}</inlineData>',
        f"<inlineData>{escape('<p>' + '</p><p>'.join(ARTICLE) + '</p>')}</inlineData>",
        f'<remoteContent href="http://127.0.0.1:1/a.jpg"/><inlineData>{ARTICLE[0]}</inlineData>',
    ],
)
def test_the_kinds_of_content(tmp_path: Path, content: str) -> None:
    (document,) = read(news_item(content=content), folder=tmp_path).documents
    assert document.text.startswith("OSTVIK, May 14 (Wire) — " + ARTICLE[0])
    assert "Follow" not in document.text


def test_each_item_of_a_message_has_its_own_outcome(tmp_path: Path) -> None:
    picture = '<remoteContent href="http://127.0.0.1:1/a.jpg"/>'
    found = read(
        message(
            news_item(guid=f"{GUID}:1", title="One"),
            news_item(guid=f"{GUID}:2", status="stat:canceled"),
            news_item(guid=f"{GUID}:3", content=picture, item_class="ninat:picture"),
            news_item(guid=f"{GUID}:4", title="Four"),
        ),
        folder=tmp_path,
    )
    assert found.titles == ["One", "Four"]
    assert [document.origin for document in found.documents] == [
        f"wire:{GUID}:1",
        f"wire:{GUID}:4",
    ]
    assert found.messages == [
        "a.xml, item 2, was cancelled by its provider",
        "a.xml, item 3, has no text within it: it is of the class picture",
    ]


def test_items_without_an_id_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    titles = ("One", "Two", "One")
    items = [
        news_item(guid="", title=title, paragraphs=[f"This is story {number} of today."])
        for number, title in enumerate(titles)
    ]
    found = read(message(*items), folder=tmp_path)
    path = str(tmp_path / "a.xml")
    assert [document.origin for document in found.documents] == [
        f"{path}#One",
        f"{path}#Two",
        f"{path}#One (2)",
    ]
    (alone,) = read(message(items[0]), folder=tmp_path).documents
    assert alone.origin == path


# -- what may be used --------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("stat:canceled", "cancelled"),
        ("http://cv.iptc.org/newscodes/pubstatusg2/withheld", "withheld"),
        ("killed", "killed"),
    ],
)
def test_what_its_provider_took_back_is_refused(tmp_path: Path, status: str, word: str) -> None:
    for text in (
        news_item(status=status),
        nitf(docdata_attributes=f'management-status="{status}"'),
    ):
        (error,) = read(text, folder=tmp_path).errors.values()
        assert error.message == f"a.xml was {word} by its provider"


def test_an_embargo_holds_until_it_is_over(tmp_path: Path) -> None:
    over = datetime(2025, 5, 14, 18, tzinfo=CEST)
    for text in (
        news_item(management="<embargoed>2025-05-14T18:00:00+02:00</embargoed>"),
        nitf(docdata='<date.release norm="20250514T180000+0200"/>'),
    ):
        before = read(text, folder=tmp_path, now=over - timedelta(seconds=1))
        assert before.documents == ()
        assert "is under embargo until 2025" in before.messages[0]
        assert len(read(text, folder=tmp_path, now=over).documents) == 1


@pytest.mark.parametrize("written", ["", "soon", "2025-99-99"])
def test_an_embargo_that_is_not_understood_holds(written: str) -> None:
    with pytest.raises(ReadingError, match="embargo"):
        refuse_unusable("usable", [written], name="a", now=NOW)


def test_an_embargo_of_a_day_holds_while_it_is_that_day_anywhere() -> None:
    with pytest.raises(ReadingError):
        refuse_unusable("", ["2025-05-13"], name="a", now=NOW - timedelta(seconds=1))
    refuse_unusable("", ["2025-05-13"], name="a", now=NOW)


def test_a_status_of_embargo_without_a_moment_holds() -> None:
    with pytest.raises(ReadingError, match="until further notice"):
        refuse_unusable("embargoed", [], name="a", now=NOW)
    refuse_unusable("embargoed", ["2025-05-01T00:00:00Z"], name="a", now=NOW)


@pytest.mark.parametrize(
    ("identifier", "authority", "origin"),
    [
        ("urn:newsml:a:1", "", "wire:urn:newsml:a:1"),
        ("tag:a,2025:1", "The Wire", "wire:tag:a,2025:1"),
        ("123", "The  Wire", "wire:the wire:123"),
        ("123", "", None),
        ("", "The Wire", None),
        ("https://wire.example/1", "The Wire", None),
    ],
)
def test_what_later_versions_are_known_by(
    identifier: str, authority: str, origin: str | None
) -> None:
    assert wire_origin(identifier, authority=authority) == origin


@settings(deadline=None)
@given(st.text(), st.text())
def test_a_dateline_never_loses_text(text: str, dateline: str) -> None:
    dated = with_dateline(text, dateline)
    assert dated == text or dated.endswith(canonical_text(text))
    assert with_dateline(text, "") == text


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("PARIS, March 3 — The city voted.", True),
        ("Paris (Wire) - The city voted.", True),
        ("PARIS--The city voted.", True),
        ("PARIS— The city voted.", True),
        ("Parisians voted on Sunday.", False),
        ("Paris-based firms voted on Sunday.", False),
        ("Paris’s mayor voted on Sunday.", False),
    ],
)
def test_a_longer_word_is_not_the_place(text: str, is_there: bool) -> None:
    dated = with_dateline(text, "PARIS, March 3")
    assert dated == (text if is_there else f"PARIS, March 3 — {text}")


# -- JSON --------------------------------------------------------------------------


def record(**values: object) -> dict[str, object]:
    return {"headline": "Ostvik closes its ferry terminal", **values}


def test_records_whose_body_is_a_whole_story(tmp_path: Path) -> None:
    given_ = {"body_nitf": nitf(), "headline": "The record's own headline"}
    (document,) = outcomes(json.dumps(given_).encode(), folder=tmp_path, name="a.json").documents
    assert document.title == "The record's own headline"
    assert document.text == "OSTVIK, Norway — " + "\n\n".join(ARTICLE)
    assert document.authors == ("Ann Lee", "Bo Ray")
    assert document.published == datetime(2025, 5, 14, 10, 15, tzinfo=CEST)
    assert document.origin == "wire:wire:ostvik-ferry-1"


@pytest.mark.parametrize("key", ["body_nitf", "body", "body_xhtml", "content"])
def test_records_whose_body_is_marked_up(tmp_path: Path, key: str) -> None:
    markup = (
        f"<block><p>{ARTICLE[0]}</p><hl2>Cross-head</hl2><p>{ARTICLE[1]}</p>"
        "<media><media-caption>A caption.</media-caption></media></block>"
    )
    given_ = record(
        **{key: markup},
        uri=GUID,
        versioncreated="2025-05-14T12:30:00+02:00",
        firstcreated="2025-05-14T10:15:00+02:00",
        bylines=[{"by": "By Ann Lee"}],
        dateline="OSTVIK, Norway (Wire)",
        provider="The Wire",
    )
    (document,) = outcomes(json.dumps(given_).encode(), folder=tmp_path, name="a.json").documents
    assert document.text == (f"OSTVIK, Norway (Wire) — {ARTICLE[0]}\n\nCross-head\n\n{ARTICLE[1]}")
    assert document.origin == f"wire:{GUID}"
    assert (document.source, document.authors) == ("The Wire", ("Ann Lee",))
    assert document.published == datetime(2025, 5, 14, 10, 15, tzinfo=CEST)
    assert document.updated == datetime(2025, 5, 14, 12, 30, tzinfo=CEST)


def test_records_that_may_not_be_used(tmp_path: Path) -> None:
    given_ = [
        record(text="One.", pubstatus="usable"),
        record(text="Two.", pubstatus="canceled"),
        record(text="Three.", embargoed="2025-05-14T12:00:01Z"),
        record(text="Four.", embargoed="2025-05-14T12:00:00Z"),
        record(text="Five.", embargoed="", embargo=True),
        record(text="Six.", embargo=False),
        record(text="Seven.", embargoed={"until": "2025-05-14T11:00:00Z"}),
        record(text="Eight.", embargo=" No "),
        record(body_nitf=nitf(docdata='<date.release norm="20300101T000000Z"/>')),
    ]
    found = outcomes(json.dumps(given_).encode(), folder=tmp_path, name="a.json")
    assert [document.text for document in found.documents] == [
        *("One.", "Four.", "Six.", "Eight."),
    ]
    assert [error.partition(", ")[2] for error in found.messages] == [
        "record 2, was cancelled by its provider",
        "record 3, is under embargo until 2025-05-14T12:00:01Z",
        "record 5, is under embargo until further notice",
        "record 7, is under embargo until further notice",
        "record 9, is under embargo until 20300101T000000Z",
    ]


def test_an_id_of_one_provider_is_known_with_its_name(tmp_path: Path) -> None:
    given_ = record(text="One.", altids={"itemid": "7f3a"}, source="The Wire")
    (document,) = outcomes(json.dumps(given_).encode(), folder=tmp_path, name="a.json").documents
    assert document.origin == "wire:the wire:7f3a"


# -- hostile XML -------------------------------------------------------------------


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
        found = read(story, folder=tmp_path)
        assert found.messages == ["a.xml names entities that are declared elsewhere"]
        assert (
            "not well-formed"
            in read(nitf(content=f"<p>{reference}</p>"), folder=tmp_path).messages[0]
        )


def test_white_space_does_not_keep_us_busy(tmp_path: Path) -> None:
    begun = time.monotonic()
    (document,) = read(nitf(prolog="", title="A" + "\n" * 200_000), folder=tmp_path).documents
    assert document.title == "A"
    assert time.monotonic() - begun < 20


def test_xinclude_and_external_document_types_reach_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    included = nitf(
        content='<p>Before.</p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
        f'href="{secret.as_uri()}" parse="text"/>'
    )
    (document,) = read(included, folder=tmp_path).documents
    assert "secret" not in document.text


@settings(max_examples=150, deadline=None)
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
