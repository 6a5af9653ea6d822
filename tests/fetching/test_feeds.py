"""Feeds to items."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import FetchError
from assistant.fetching.feeds import FeedContent, completed, content_of, item_document, named_feeds
from assistant.fetching.locations import locate
from assistant.fetching.pages import document_of
from tests.fetching.made import came, item, page, rss, whole

AT = "https://www.courier.example/feed"


def content(text: str, *, media_type: str = "application/rss+xml", at: str = AT) -> FeedContent:
    return content_of(came(text, at=at, media_type=media_type))


def test_rss() -> None:
    extra = (
        "<pubDate>Wed, 07 May 2025 10:15:00 +0100</pubDate>"
        "<author>ann@courier.example (Ann Lee)</author><description>A teaser.</description>"
    )
    found = content(rss([item(1, extra=extra), item(2)]))
    assert (found.title, found.language) == ("The Ostvik Courier", "en")
    first, second = found.items
    assert first.key.endswith("courier-1")
    assert second.key != first.key
    assert first.title == "Story 1"
    assert first.address == locate("https://www.courier.example/1")
    assert first.published == datetime(2025, 5, 7, 10, 15, tzinfo=timezone(timedelta(hours=1)))
    assert first.text is None
    assert first.updated is second.published is None


def test_atom() -> None:
    found = content(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Notes</title>'
        "<entry><id>tag:1</id><title type='html'>A &amp;amp; B</title>"
        "<link rel='self' href='https://www.courier.example/self'/>"
        "<link rel='alternate' href='/a?utm_source=feed&amp;id=2'/>"
        "<published>2025-05-07</published><updated>2025-05-08T09:00:00Z</updated>"
        "<author><name>Ann Lee</name></author><author><name>Bo Ray</name></author>"
        f"<content type='html'>&lt;p&gt;{whole(120)}&lt;/p&gt;</content></entry></feed>",
        media_type="application/atom+xml",
    )
    (only,) = found.items
    assert only.title == "A & B"
    assert only.address == locate("https://www.courier.example/a?id=2")
    assert only.authors == ("Ann Lee", "Bo Ray")
    assert only.published == date(2025, 5, 7)
    assert not isinstance(only.published, datetime)
    assert only.updated == datetime(2025, 5, 8, 9, tzinfo=UTC)
    assert only.text == whole(120)


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Notes",
        "language": "en-US",
        "items": [
            {
                "id": 7,
                "url": "/seven",
                "title": "Seven",
                "content_html": f"<p>{whole(60)}</p><p>{whole(60)}</p>",
                "date_published": "2025-05-07T10:15:00+01:00",
                "authors": [{"name": "Ann Lee"}],
            },
            {"id": "8", "external_url": "https://other.example/8", "summary": "Teaser"},
            {"title": None},
            "nonsense",
        ],
    }
    for media_type in ("application/feed+json", "application/json", "text/plain"):
        found = content("\ufeff" + json.dumps(feed), media_type=media_type)
        seven, eight = found.items
        assert (seven.key, eight.key) == ("7", "8")
        assert seven.address == locate("https://www.courier.example/seven")
        assert seven.text == f"{whole(60)}\n\n{whole(60)}"
        assert seven.authors == ("Ann Lee",)
        assert eight.text is None


@pytest.mark.parametrize(
    ("date_written", "moment"),
    [
        ("Wed, 07 May 2025 10:15:00 GMT", datetime(2025, 5, 7, 10, 15, tzinfo=UTC)),
        ("Wed, 07 May 2025 10:15:00 EST", datetime(2025, 5, 7, 15, 15, tzinfo=UTC)),
        ("2025-05-07T10:15:00Z", datetime(2025, 5, 7, 10, 15, tzinfo=UTC)),
        ("Wed, 07 May 2025", date(2025, 5, 7)),
        ("soon", None),
    ],
)
def test_dates_of_items(date_written: str, moment: date | None) -> None:
    (only,) = content(rss([item(1, extra=f"<pubDate>{date_written}</pubDate>")])).items
    assert only.published == moment
    assert isinstance(only.published, datetime) == isinstance(moment, datetime)


def encoded(text: str) -> str:
    return f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>"


@pytest.mark.parametrize(
    ("extra", "has_all"),
    [
        (encoded(whole(120)), True),
        (encoded(whole(60)), False),
        (f"<description>{whole(120)}</description>", False),
        (f"<description>{whole(260)}</description>", True),
        (encoded(whole(120) + " …"), False),
        (encoded(whole(120) + " [&hellip;]"), False),
        (encoded(whole(120) + "</p><p><a href='/1'>Read more</a>"), False),
        (encoded(whole(120) + "</p><p>Continue reading the full story »"), False),
        ("", False),
    ],
)
def test_a_teaser_is_told_from_the_whole_text(extra: str, has_all: bool) -> None:
    (only,) = content(rss([item(1, extra=extra)])).items
    assert (only.text is not None) == has_all


def test_the_line_that_a_feed_adds_is_no_text() -> None:
    tail = '</p><p>The post <a href="/1">Story 1</a> appeared first on <a href="/">Notes</a>.'
    (only,) = content(rss([item(1, extra=encoded(whole(120) + tail))])).items
    assert only.text == whole(120)


def test_an_item_changes_with_its_date_its_headline_or_its_text() -> None:
    def stamp(title: str, extra: str) -> str:
        return content(rss([item(1, title=title, extra=extra)])).items[0].stamp

    day = "<pubDate>Wed, 07 May 2025 10:15:00 GMT</pubDate>"
    first = stamp("Story", day + encoded(whole(120)))
    assert stamp("Story", day + encoded(whole(120))) == first
    assert stamp("Story, again", day + encoded(whole(120))) != first
    assert stamp("Story", day.replace("10:15", "10:16") + encoded(whole(120))) != first
    assert stamp("Story", day + encoded(whole(121))) != first
    teaser = stamp("Story", day + "<description>a</description>")
    assert stamp("Story", day + "<description>b, 3 comments</description>") == teaser


def test_the_document_of_an_item() -> None:
    feed = content(rss([item(1, extra=encoded(whole(120)))]))
    document = item_document(feed.items[0], feed=feed, found_at=locate(AT))
    assert document.text == whole(120)
    assert document.title == "Story 1"
    assert document.source == "The Ostvik Courier"
    assert document.url == document.origin == "https://www.courier.example/1"


def test_a_feed_does_not_speak_for_another_site() -> None:
    link = "https://www.reuters.example/1"
    feed = content(rss([item(1, link=link, extra=encoded(whole(120)))]))
    document = item_document(feed.items[0], feed=feed, found_at=locate(AT))
    assert document.url == link
    assert document.origin.startswith(f"{AT}#")


def test_a_page_is_completed_by_what_its_feed_knows() -> None:
    extra = "<pubDate>Wed, 07 May 2025 10:15:00 GMT</pubDate>"
    feed = content(rss([item(1, extra=extra)]))
    bare = document_of(came(page()))
    made = completed(bare, item=feed.items[0], feed=feed, found_at=locate(AT))
    assert made.source == "The Ostvik Courier"
    assert made.published == datetime(2025, 5, 7, 10, 15, tzinfo=UTC)
    named = document_of(came(page(head='<meta property="og:site_name" content="The Courier">')))
    made = completed(named, item=feed.items[0], feed=feed, found_at=locate(AT))
    assert made.source == "The Courier"


def test_a_feed_does_not_name_the_outlet_of_another_site() -> None:
    feed = content(rss([item(1)]))
    for at, outlet in (
        ("https://www.reuters.example/1", "reuters.example"),
        ("https://m.courier.example/1", "The Ostvik Courier"),
    ):
        bare = document_of(came(page(), at=at))
        made = completed(bare, item=feed.items[0], feed=feed, found_at=locate(AT))
        assert made.source == outlet


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "", "http://127.1/"])
def test_a_link_that_is_not_fetched_is_no_page(link: str) -> None:
    (only,) = content(rss([item(1).replace("https://www.courier.example/1", link)])).items
    assert only.address is None


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
        '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )
    text = rss([item(1, title="&b;&x;")]).replace("<rss", f"{bomb}<rss", 1)
    with pytest.raises(FetchError, match="entities"):
        content(text)


def test_the_name_of_a_file_is_not_opened() -> None:
    with pytest.raises(FetchError):
        content("/etc/passwd", media_type="application/rss+xml")


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "<html><body>no feed</body></html>", "{", "[]", '{"items": []}', "plain"),
        *('{"version": "https://jsonfeed.org/version/1"}', "{" * 5_000),
        "<opml></opml>",
    ],
)
def test_what_is_no_feed(text: str) -> None:
    for media_type in ("text/html", "text/plain"):
        with pytest.raises(FetchError) as caught:
            content(text, media_type=media_type)
        assert caught.value.hint


def test_a_broken_feed_gives_what_can_be_read() -> None:
    found = content(rss([item(1), "<item><title>Cut & off"]))
    assert found.items[0].title == "Story 1"


@settings(max_examples=60)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_a_feed_or_refused(title: str, words: str) -> None:
    text = rss([item(1, title=f"<![CDATA[{title}]]>", extra=f"<description>{words}")])
    for body in (text, words, json.dumps({"version": title, "items": [{"id": words}]})):
        try:
            found = content(body)
        except FetchError:
            continue
        assert found.title


def test_a_page_names_its_feeds() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/feed">'
        '<link rel="alternate" type="application/feed+json" href="https://feeds.example/a.json">'
        '<link rel="alternate" hreflang="de" href="/de">'
        '<link rel="alternate" type="application/rss+xml" href="javascript:x">'
    )
    assert named_feeds(came(page(head=head))) == (
        "https://www.courier.example/feed",
        "https://feeds.example/a.json",
    )
    assert named_feeds(came(rss([item(1)]), media_type="text/xml")) == ()


@pytest.mark.parametrize(
    "text",
    [
        rss([item(1, extra=f"<description>{'… ' * 100_000}</description>")]),
        rss([item(1, extra=encoded("word " * 300 + "the post x appeared on " * 20_000))]),
        rss([item(1, title="a" * 300_000)]),
        "<rss>" + "<item>" * 20_000,
        "<rss><channel>" + "<!-- -->" * 20_000,
        '{"version": "https://jsonfeed.org/version/1", "items": [%s]}' % ("[" * 5_000),
    ],
)
def test_hostile_feeds_end(text: str) -> None:
    begun = time.monotonic()
    try:
        content(text)
    except FetchError as error:
        assert len(error.message) < 1_000  # noqa: PT017 - either outcome is fine
    assert time.monotonic() - begun < 20


def test_items_that_share_a_guid_or_a_link_are_all_there() -> None:
    def one(title: str, link: str, guid: str, words: int) -> str:
        address = f"<link>https://www.courier.example/{link}</link><guid>{guid}</guid>"
        return f"<item><title>{title}</title>{address}{encoded(whole(words))}</item>"

    same_guid = content(rss([one("A", "1", "0", 30), one("B", "2", "0", 31)]))
    assert [item.title for item in same_guid.items] == ["A", "B"]
    assert len({item.key for item in same_guid.items}) == 2
    same_link = content(rss([one("A", "live", "", 30), one("B", "live", "", 31)]))
    assert [item.text for item in same_link.items] == [whole(30), whole(31)]
    assert len({item.name for item in same_link.items}) == 2
    twice = content(rss([one("A", "1", "0", 30), one("A", "1", "0", 30)]))
    assert len(twice.items) == 1
    nameless = content(rss([f"<item>{encoded(whole(40))}</item>"]))
    assert [item.shorter for item in nameless.items] == [whole(40)]


def test_the_one_date_of_rss_is_that_of_publication() -> None:
    found = content(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://www.courier.example/"><title>Notes</title></channel>'
        '<item rdf:about="https://www.courier.example/1"><title>A</title>'
        "<link>https://www.courier.example/1</link><dc:date>2031-03-03T07:05:00+01:00</dc:date>"
        "</item></rdf:RDF>"
    )
    (only,) = found.items
    assert only.published == datetime(2031, 3, 3, 6, 5, tzinfo=UTC)
    assert only.updated is None


def test_a_date_that_is_not_understood_is_told() -> None:
    (rss_item,) = content(rss([item(1, extra="<pubDate>next Michaelmas</pubDate>")])).items
    assert rss_item.left_out == ("its date, which is not understood: next Michaelmas",)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "title": "A", "date_published": "soon", "content_text": whole(120)}],
    }
    found = content(json.dumps(feed), media_type="application/feed+json")
    document = item_document(found.items[0], feed=found, found_at=locate(AT))
    assert document.left_out == ("its date, which is not understood: soon",)


@pytest.mark.parametrize(
    ("extra", "shorter"),
    [
        (encoded(whole(60)), whole(60)),
        (encoded(whole(60) + " Read more"), None),
        (encoded("Too short."), None),
        (f"<description>{whole(70)}</description>", whole(70)),
        (f"<description>{whole(40)}</description>", None),
        (encoded(whole(150)), None),
    ],
)
def test_a_short_text_may_be_the_whole_one(extra: str, shorter: str | None) -> None:
    (only,) = content(rss([item(1, extra=extra)])).items
    assert only.shorter == shorter


def test_a_page_that_has_less_than_its_feed_takes_nothing_from_it() -> None:
    (only,) = (found := content(rss([item(1, extra=encoded(whole(90)))]))).items
    paragraph = f"<p>{whole(45, opening='Only the beginning stands here')}</p>"
    came_page = document_of(came(page(title="Story 1", body=paragraph)))
    done = completed(came_page, item=only, feed=found, found_at=locate(AT))
    assert done.text == whole(90)
    assert done.origin == came_page.origin
    fuller = replace(came_page, text=whole(200))
    assert completed(fuller, item=only, feed=found, found_at=locate(AT)).text == whole(200)
