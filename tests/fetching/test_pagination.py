"""Articles over several pages, pages that only lead on, and sitemaps."""

from __future__ import annotations

import gzip

import pytest

from assistant.errors import FetchError
from assistant.fetching.feed_entries import MOST_ENTRIES
from assistant.fetching.feeds import content_of, without_packing
from assistant.fetching.fetcher import Fetched
from assistant.fetching.meta_refresh import refresh_target
from assistant.fetching.pagination import whole_document
from tests.fetching.fetchers import real
from tests.fetching.made import BODY, PARAGRAPHS, came, page
from tests.news_server import Gives, NewsServer

AT = "https://www.courier.example/2025/ferry"
LATER = (
    "The islands would be without a ferry for three weeks, the operator told the council.",
    "Nine of the eleven councillors voted for the plan in the end, one of them by telephone.",
)


def numbered(paragraph: str, *, head: str = "", links: str = "", body: str = BODY) -> str:
    around = f"<div class='pages'>{links}</div>"
    return page(head=head, body=f"{body}<p>{paragraph}</p>", around=around)


class Site:
    """Pages by their address, and which were asked for."""

    def __init__(self, **pages: str) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def fetch(self, address: str) -> Fetched:
        self.asked.append(address)
        for ending, text in self.pages.items():
            if address.endswith(ending):
                return came(text, at=address)
        raise FetchError(f"there is no page at {address} (404)", hint="Look again")


@pytest.mark.parametrize("second", ["/2", "?page=2", "/page/2/", "-2", "/seite-2"])
def test_the_pages_of_an_article_are_joined(second: str) -> None:
    link = f'<a href="{AT}{second}">Next</a><a href="/2025/ferry/comments?page=2">Comments</a>'
    site = Site(**{second: numbered(LATER[1], links=f'<a href="{AT}">1</a>')})
    document = whole_document(came(numbered(LATER[0], links=link), at=AT), fetch=site.fetch)
    assert document.text.split("\n") == [*PARAGRAPHS, *LATER]
    assert (document.url, document.origin, document.left_out) == (AT, AT, ())
    assert site.asked == [f"{AT}{second}"]


@pytest.mark.parametrize(
    "links",
    [
        '<a href="/2025/ferries/2">Next</a>',
        '<a href="/2025/ferry/3">3</a>',
        '<a href="https://other.example/2025/ferry/2">2</a>',
        '<a href="/2025/ferry/2/reactions">2</a>',
        '<a href="/2025/ferry?comments=1&amp;page=2">2</a>',
    ],
)
def test_other_stories_are_no_pages_of_it(links: str) -> None:
    site = Site()
    document = whole_document(came(numbered(LATER[0], links=links), at=AT), fetch=site.fetch)
    assert document.text.endswith(LATER[0])
    assert site.asked == []


def test_stories_that_are_numbered_are_not_joined() -> None:
    site = Site(**{"/42": numbered(LATER[1])})
    found = came(numbered(LATER[0], links='<a href="/story/42">Next</a>'), at=f"{AT[:-11]}story/41")
    assert whole_document(found, fetch=site.fetch).text.endswith(LATER[0])


def test_a_later_page_is_begun_with_the_first() -> None:
    canonical = f'<link rel="canonical" href="{AT}">'
    first = numbered(LATER[0], links=f'<a href="{AT}?page=2">2</a>')
    second = numbered(LATER[1], links=f'<a href="{AT}">1</a>', head=canonical)
    site = Site(**{"page=2": second, "/ferry": first})
    document = whole_document(came(second, at=f"{AT}?page=2"), fetch=site.fetch)
    assert document.text.split("\n") == [*PARAGRAPHS, *LATER]
    assert document.origin == AT


def test_pages_that_cannot_be_had_are_told() -> None:
    link = f'<a href="{AT}?page=2">2</a>'
    document = whole_document(came(numbered(LATER[0], links=link), at=AT), fetch=Site().fetch)
    assert document.text.endswith(LATER[0])
    assert document.left_out == (f"its page 2: there is no page at {AT}?page=2 (404)",)
    second = numbered(
        LATER[1], head=f'<link rel="canonical" href="{AT}">', links=f'<a href="{AT}">1</a>'
    )
    alone = whole_document(came(second, at=f"{AT}?page=2"), fetch=Site().fetch)
    assert alone.origin == f"{AT}?page=2"
    assert alone.left_out == (f"the pages before it: there is no page at {AT} (404)",)


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ('<meta http-equiv="refresh" content="0; url=/new">', "/new"),
        ("<META HTTP-EQUIV=Refresh CONTENT='3;URL=\"/new?a=1&amp;b=2\"'>", "/new?a=1&b=2"),
        ('<meta content="0,/new" http-equiv="refresh">', "/new"),
        ('<meta http-equiv="refresh" content="300">', None),
        ('<meta http-equiv="refresh" content="60; url=/new">', None),
        ('<noscript><meta http-equiv="refresh" content="0; url=/nojs"></noscript>', None),
        ('<!-- <meta http-equiv="refresh" content="0; url=/old"> -->', None),
        ('<meta name="refresh" content="0; url=/new">', None),
        ('<script>location.href = "/new";</script>', "/new"),
        ("<title>Moved</title><script>window.location.replace('/new')</script>", "/new"),
        (
            r'<script type="text/javascript">document.location="https:\/\/a.example"</script>',
            "https://a.example",
        ),
        ('<script>if (top != self) top.location.href = "/new";</script>', None),
        ('<script>location.href = "/new" + location.search;</script>', None),
        ('<script src="a.js"></script><script>location.href = "/new";</script>', None),
        ('<script>location.href = "/new";</script><p>The ferry has sunk.</p>', None),
        ('<!-- <script>location.href = "/new";</script> -->', None),
    ],
)
def test_where_a_page_sends_its_readers(written: str, target: str | None) -> None:
    assert refresh_target(f"<html><head>{written}</head></html>".encode(), {}) == target


def test_a_refresh_is_followed_as_a_redirect_is(server: NewsServer) -> None:
    def leads(target: str) -> Gives:
        return Gives(f'<meta http-equiv="refresh" content="0; url={target}">'.encode())

    server.pages["/old"] = leads("/new")
    server.pages["/new"] = Gives(page().encode(), headers={"refresh": "0; url=/new"})
    server.pages["/header"] = Gives(b"", headers={"refresh": "1; url=/new"})
    server.pages["/round"] = leads("/about")
    server.pages["/about"] = leads("/round")
    server.pages["/out"] = leads("file:///etc/passwd")
    fetcher = real(interval=0.0)
    for path in ("/old", "/header"):
        assert fetcher.fetch(server.at(path)).location.target == "/new"
    for path, message in (("/round", "without end"), ("/out", "only http and https")):
        with pytest.raises(FetchError, match=message):
            fetcher.fetch(server.at(path))


def test_a_page_of_one_script_that_leads_on_is_followed(server: NewsServer) -> None:
    server.pages["/old"] = Gives(b"<html><script>location.href='/new'</script></html>")
    server.pages["/new"] = Gives(page().encode())
    assert real(interval=0.0).fetch(server.at("/old")).location.target == "/new"


@pytest.mark.parametrize("first", ["/page/1", "?page=1", "/p1"])
def test_the_first_page_may_be_numbered(first: str) -> None:
    second = first.replace("1", "2")
    links = f'<a href="{AT}{first}">1</a><a href="{AT}{second}">2</a>'
    site = Site(
        **{
            first: numbered(LATER[0], links=links),
            second: numbered(LATER[1], links=links),
        }
    )
    for asked in (first, second):
        given = came(site.pages[asked], at=f"{AT}{asked}")
        document = whole_document(given, fetch=site.fetch)
        assert document.text.split("\n") == [*PARAGRAPHS, *LATER]
        assert document.origin == f"{AT}{first}"


def test_two_numbered_articles_are_not_one() -> None:
    links = f'<a href="{AT}-2">Next article</a>'
    document = whole_document(
        came(numbered(LATER[0], links=links), at=f"{AT}-1"), fetch=Site().fetch
    )
    assert document.text.split("\n") == [*PARAGRAPHS, LATER[0]]


def sitemap(entries: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        f"{entries}</urlset>"
    )


def news(number: int, when: str) -> str:
    return (
        f"<url><loc>https://www.courier.example/{number}</loc><news:news><news:publication>"
        "<news:name>The Courier</news:name><news:language>en</news:language></news:publication>"
        f"<news:publication_date>{when}</news:publication_date><news:title>Story {number}"
        "</news:title></news:news></url>"
    )


def test_a_sitemap_of_news_is_followed_as_a_feed_is() -> None:
    told = sitemap(news(1, "2031-03-03T07:05:00Z") + news(2, "some day"))
    feed = content_of(came(told, media_type="application/xml", at=f"{AT}/sitemap.xml"))
    assert (feed.title, feed.language) == ("The Courier", "en")
    assert [item.name for item in feed.items] == [
        "https://www.courier.example/1",
        "https://www.courier.example/2",
    ]
    first, second = feed.items
    assert (first.title, first.text) == ("Story 1", None)
    assert str(first.published) == "2031-03-03 07:05:00+00:00"
    assert second.left_out == ("its date, which is not understood: some day",)
    with pytest.raises(FetchError, match="is a feed"):
        whole_document(came(told, media_type="text/xml"), fetch=Site().fetch)


def test_an_index_of_sitemaps_names_them() -> None:
    index = "<sitemapindex><sitemap><loc>https://www.courier.example/news.xml</loc></sitemap></sitemapindex>"
    with pytest.raises(FetchError, match="index of 1 sitemaps") as caught:
        content_of(came(index, media_type="text/xml"))
    assert "https://www.courier.example/news.xml" in str(caught.value.hint)


def test_a_sitemap_may_be_a_packed_file() -> None:
    told = sitemap(news(1, "2031-03-03T07:05:00Z")).encode()
    packed = came(gzip.compress(told), media_type="application/gzip", at=f"{AT}/news.xml.gz")
    feed = content_of(without_packing(packed, most=10_000))
    assert [item.title for item in feed.items] == ["Story 1"]
    for data, message in ((gzip.compress(b" " * 10_001), "larger"), (b"\x1f\x8bno", "broken")):
        with pytest.raises(FetchError, match=message):
            without_packing(came(data), most=10_000)


def test_what_a_long_list_holds_besides_is_told() -> None:
    day = "2031-03-03"
    told = sitemap("".join(news(number, day) for number in range(MOST_ENTRIES + 7)))
    feed = content_of(came(told, media_type="application/xml"))
    assert len(feed.items) == MOST_ENTRIES
    assert feed.left_out == ("7 entries after the first 5,000",)
