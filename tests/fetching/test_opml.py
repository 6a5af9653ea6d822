"""Lists of feeds as other readers write them, the hostile ones among them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.errors import ReadingError
from assistant.fetching.opml import MOST_FEEDS, Outline, opml_of, outlines_of
from assistant.reports import Feed
from tests.rendering.made import HOSTILE

_MINIFLUX = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Miniflux</title></head><body>
  <outline text="News &amp; views">
    <outline title="The Courier" text="ignored" xmlUrl="https://a.example/feed" type="rss"/>
    <outline text="Harbour &lt;b&gt;Post" xmlUrl=" https://b.example/feed "/>
    <outline text="again" xmlUrl="https://a.example/feed"/>
  </outline>
  <outline text="an empty folder"/>
  <outline xmlurl="file:///etc/passwd"/>
</body></opml>"""


def listed(outlines: str) -> bytes:
    return f"<opml version='2.0'><body>{outlines}</body></opml>".encode()


def test_the_feeds_of_all_folders_are_found_once_each() -> None:
    found = outlines_of(_MINIFLUX, name="feeds.opml")
    assert found.feeds == (
        Outline("https://a.example/feed", "The Courier"),
        Outline("https://b.example/feed", "Harbour <b>Post"),
        Outline("file:///etc/passwd", ""),
    )
    assert found.left_out == ()


def test_what_is_written_is_read_again() -> None:
    now = datetime(2031, 3, 4, tzinfo=UTC)
    titles = ("The Courier", f"Post {HOSTILE}", "<outline/>&amp;\x00\ud800\"'", "港口罢工")
    feeds = [
        Feed(url=f"https://{n}.example/feed?a=1&b=2", title=title, followed=now)
        for n, title in enumerate(titles)
    ]
    read = outlines_of(opml_of(feeds), name="feeds.opml").feeds
    assert [one.address for one in read] == [feed.url for feed in feeds]
    assert read[0].title == "The Courier"
    assert read[2].title.startswith("<outline/>&amp;")
    assert read[3].title == "港口罢工"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not well-formed"),
        (b"<opml><body>", "not well-formed"),
        (b"<rss><channel/></rss>", "does not begin with <opml>"),
        (listed("<outline text='a folder'/>"), "names no feed"),
        (
            b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body><outline xmlUrl='&a;'/></body></opml>",
            "declares entities",
        ),
        (
            b"<!DOCTYPE o SYSTEM 'file:///etc/passwd'><opml><outline text='&x;'/></opml>",
            "names no feed",
        ),
        (listed("<outline>" * 10_000 + "</outline>" * 10_000), "nested too deeply"),
        (b" " * 16_000_001, "more than the 16,000,000"),
    ],
    ids=["empty", "cut", "another", "folders", "entities", "external", "deep", "large"],
)
def test_what_is_no_list_is_refused_with_words(data: bytes, said: str) -> None:
    with pytest.raises(ReadingError, match=said) as refused:
        outlines_of(data, name="feeds.opml")
    assert refused.value.message.startswith("feeds.opml")
    assert refused.value.hint


def test_of_a_long_list_the_first_are_taken_and_the_others_counted() -> None:
    many = "".join(f"<outline xmlUrl='https://{n}.example/feed'/>" for n in range(100_000))
    found = outlines_of(listed(many), name="feeds.opml")
    assert len(found.feeds) == MOST_FEEDS
    assert found.left_out == ("99,000 feeds after the first 1,000",)


def test_titles_and_addresses_are_bounded() -> None:
    long = "x" * 100_000
    (one,) = outlines_of(
        listed(f"<outline text='{long}' xmlUrl='https://{long}'/>"), name="f"
    ).feeds
    assert (len(one.title), len(one.address)) == (200, 4_001)
