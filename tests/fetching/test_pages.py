"""What came back: an article, or a page that stands in its place."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import FetchError
from assistant.fetching.pages import document_of, same_site
from tests.fetching.made import BODY, PARAGRAPHS, came, page
from tests.reading.making import pdf

AT = "https://www.courier.example/2025/ferry"
ARTICLE = '<meta property="og:type" content="article">'


def refusal(text: str, *, at: str = AT) -> FetchError:
    with pytest.raises(FetchError) as caught:
        document_of(came(text, at=at))
    assert caught.value.hint
    assert not caught.value.passing
    return caught.value


def test_an_article_is_known_by_where_it_was_found() -> None:
    head = '<meta property="article:published_time" content="2025-05-01T09:30:00Z">'
    document = document_of(came(page(head=head), at=f"{AT}?utm_source=x&id=7"))
    assert document.text == "\n".join(PARAGRAPHS)
    assert document.title == "Ferry terminal closes"
    assert document.url == document.origin == f"{AT}?id=7"
    assert document.source == "courier.example"
    assert document.published == datetime(2025, 5, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "found", "known"),
    [
        ("https://www.courier.example/ferry", AT, "https://www.courier.example/ferry"),
        ("/ferry?utm_source=x", AT, "https://www.courier.example/ferry"),
        ("https://courier.example/ferry", AT, "https://courier.example/ferry"),
        ("http://www.courier.example/ferry", AT, "https://www.courier.example/ferry"),
        (
            "https://www.courier.example/ferry",
            "https://amp.courier.example/ferry",
            "https://www.courier.example/ferry",
        ),
        # Nobody speaks for another site, not even for one above or below its own.
        ("https://www.reuters.example/ferry", AT, AT),
        ("https://courier.example.evil.example/ferry", AT, AT),
        ("https://blogs.example/ferry", "https://evil.blogs.example/a", None),
        ("https://me.blogs.example/ferry", "https://you.blogs.example/a", None),
        # Careless pages give the front page, or nonsense.
        ("https://www.courier.example/", AT, AT),
        ("", AT, AT),
        ("javascript:alert(1)", AT, AT),
        ("http://[::1", AT, AT),
    ],
)
@pytest.mark.parametrize("way", ["link", "og", "json"])
def test_the_address_that_a_page_gives(
    stated: str, found: str, known: str | None, way: str
) -> None:
    heads = {
        "link": f'<link rel="canonical" href="{stated}">',
        "og": f'<meta property="og:url" content="{stated}">',
        "json": '<script type="application/ld+json">{"@type": "NewsArticle", '
        f'"mainEntityOfPage": {{"@id": "{stated}"}}}}</script>',
    }
    document = document_of(came(page(head=heads[way]), at=found))
    assert document.url == document.origin == (known or found)


def test_a_stranger_does_not_take_another_outlets_name_by_its_address() -> None:
    head = '<link rel="canonical" href="https://www.reuters.example/ferry">'
    assert document_of(came(page(head=head))).source == "courier.example"


@given(st.text(st.sampled_from("abcwm1"), max_size=20))
def test_a_site_is_itself_and_its_telephone_edition(host: str) -> None:
    assert same_site(host, host)
    assert same_site(f"www.{host}x.example", f"m.{host}x.example")
    assert not same_site(f"a{host}.example", f"b{host}.example")


@pytest.mark.parametrize(
    "title",
    [
        *("Page not found", "404", "404 - Not Found | The Courier", "Error 404: page missing"),
        *("Not found – The Courier", "The Courier | Page not found", "This page does not exist"),
        *("Sorry, we can’t find that page", "This article is no longer available"),
    ],
)
def test_a_page_that_is_not_there_though_it_says_200(title: str) -> None:
    assert "there is no page" in refusal(page(title=title)).message


@pytest.mark.parametrize(
    "title",
    [
        *("Missing climber not found after third day", "Room 404 opens in Ostvik"),
        *("Lost and found: the year in keys", "Pages of lost manuscript found"),
    ],
)
def test_stories_about_what_is_not_found_are_stories(title: str) -> None:
    assert document_of(came(page(title=title))).title == title


@pytest.mark.parametrize("title", ["Just a moment...", "Access denied", "Are you a robot?"])
def test_a_doorman(title: str) -> None:
    assert "person is reading" in refusal(page(title=title)).message


CONSENT = (
    "<p>We and our partners use cookies to process personal data. Your consent applies to this "
    "site. You can change your privacy preferences at any time.</p><p>Our 612 vendors store "
    "cookies on your device for advertising, some by legitimate interest.</p>"
    "<button>Accept all</button><button>Manage options</button>"
)


def test_a_wall_that_asks_to_agree() -> None:
    assert "agree to cookies" in refusal(page(title="Before you go on", body=CONSENT)).message


def test_an_article_under_such_a_banner_is_an_article() -> None:
    document = document_of(came(page(around=f"<div id='overlay'>{CONSENT}</div>")))
    assert document.text.startswith(PARAGRAPHS[0])


def test_an_article_about_such_banners_is_an_article() -> None:
    story = "".join(
        f"<p>The regulator wants cookies and consent banners to be simpler, part {n}.</p>"
        for n in range(12)
    )
    assert document_of(came(page(body=story, head=ARTICLE))).text


GATE = (
    "<div class='gate'><p>Subscribe to continue reading. Already a subscriber? Sign in.</p></div>"
)
NOT_FREE = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": %s}'
    "</script>"
)


@pytest.mark.parametrize("value", ["false", '"False"', '"http://schema.org/False"'])
def test_a_page_that_says_it_is_not_for_everybody(value: str) -> None:
    assert "subscribe" in refusal(page(head=NOT_FREE % value)).message


def test_a_page_that_says_so_and_shows_the_whole_article() -> None:
    sentence = "The council heard from nine islanders about the ferry, one of them aged 91."
    body = BODY + f"<p>{sentence}</p><p>{sentence.replace('nine', 'ten')}</p>"
    assert document_of(came(page(head=NOT_FREE % '"False"', body=body))).text.count("\n") == 6
    gated = page(head=NOT_FREE % '"False"', body=body + GATE)
    assert "subscribe" in refusal(gated).message
    counted = NOT_FREE.replace("%s", 'false, "wordCount": 75')
    assert document_of(came(page(head=counted))).text
    beginning = NOT_FREE.replace("%s", 'false, "wordCount": 900')
    assert "subscribe" in refusal(page(head=beginning, body=body)).message


def test_a_short_story_about_subscriptions_is_no_wall() -> None:
    told = (
        "<p>Readers of the Courier will have to subscribe to read its archive from May.</p>"
        "<p>The archive is for subscribers only, the paper said, and the rest stays free.</p>"
        "<p>“Subscribe to keep reading” is what visitors will see then, its editor said.</p>"
    )
    assert document_of(came(page(body=BODY + told))).text.count("\n") == 7


@pytest.mark.parametrize("value", ["true", '"True"'])
def test_a_page_that_says_it_is(value: str) -> None:
    assert document_of(came(page(head=NOT_FREE % value))).text


def test_the_beginning_of_an_article_before_a_gate() -> None:
    assert "subscribe" in refusal(page(body="".join(BODY.split("</p>")[:3]) + GATE)).message


def test_a_long_article_with_a_call_to_subscribe_is_whole() -> None:
    document = document_of(came(page(body=BODY * 4 + GATE)))
    assert document.text.count(PARAGRAPHS[0]) >= 1


@pytest.mark.parametrize(
    "body",
    ["<div id='root'></div>", "<p>Loading …</p>", "<p>The ferry is late, the port said.</p>"],
)
def test_next_to_nothing(body: str) -> None:
    assert "almost no text" in refusal(page(body=body)).message


def test_the_front_page_of_a_site_is_no_article() -> None:
    front = "https://www.courier.example/"
    error = refusal(page(), at=front)
    assert "front page" in error.message
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    assert "assistant follow" in str(refusal(page(head=feed), at=front).hint)
    assert document_of(came(page(head=ARTICLE), at=front)).text


def test_a_feed_is_to_be_followed() -> None:
    for media_type in ("application/rss+xml", "text/xml", "text/html"):
        with pytest.raises(FetchError, match="is a feed") as caught:
            document_of(came("<?xml version='1.0'?><rss></rss>", media_type=media_type))
        assert "assistant follow" in str(caught.value.hint)


@pytest.mark.parametrize("media_type", ["application/json", "image/png", "application/zip", ""])
def test_other_things_are_no_pages(media_type: str) -> None:
    with pytest.raises(FetchError):
        document_of(came('{"url": "https://www.reuters.example/"}', media_type=media_type))
    with pytest.raises(FetchError):
        document_of(came(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), media_type=media_type))


def test_a_pdf_is_read_by_whatever_name_it_comes() -> None:
    lines = [list(PARAGRAPHS[:2])]
    document = document_of(came(pdf(lines), at=f"{AT}.pdf", media_type="application/octet-stream"))
    assert "old ferry terminal" in document.text
    assert document.origin == f"{AT}.pdf"


def test_plain_text_and_markdown_are_read() -> None:
    text = "\n\n".join(PARAGRAPHS)
    assert document_of(came(text, media_type="text/plain")).origin == AT
    document = document_of(came(f"# Ferry\n\n{text}", media_type="text/markdown"))
    assert document.title == "Ferry"


def test_a_page_beyond_all_measure_is_not_taken_apart() -> None:
    assert "characters" in refusal(page(body="<p>x</p>" * 700_000)).message


@pytest.mark.parametrize(
    "text",
    [
        "<!-- -->" * 500 + "x",
        page(title="404 404 404 " * 20_000),
        page(title="page not " * 30_000),
        page(body="<p class='{}'>{}</p>".format("promo-" * 20_000, "<b>x</b>" * 2_000)),
        page(body=f"<div class='{'a' * 200_000}'>{'<time datetime=x>a</time>' * 3_000}</div>"),
        page(body="<p>" + "subscribe to " * 50_000 + "</p>"),
        page(body="<p>Published " * 2_000),
        page(body="<div class='promo'>" * 2_000),
        page(body="<p>" + "…" * 200_000 + "</p>"),
        page(head='<script type="application/ld+json">%s</script>' % ("[" * 100_000)),
    ],
)
def test_hostile_pages_end(text: str) -> None:
    begun = time.monotonic()
    try:
        document_of(came(text))
    except FetchError as error:
        assert len(error.message) < 1_000  # noqa: PT017 - either outcome is fine
    assert time.monotonic() - begun < 20
