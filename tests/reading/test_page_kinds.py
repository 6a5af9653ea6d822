"""Pages of awkward kinds: what they strike out, link, repeat, promise and list beside."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.reading.fragments import fragment_text
from assistant.reading.json_ld import select_article
from assistant.types import Document
from tests.reading.making import ARTICLE, read_one

PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in ARTICLE)
TITLE = "Ostvik closes its ferry terminal"
AT = "https://courier.example/2025/ferry"


def page(body: str, *, head: str = "", title: str = TITLE) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f'</head><body><nav><a href="/">Home</a></nav>{body}<footer>© 2031 Courier</footer></body>'
        "</html>"
    )


def article(body: str = "", *, after: str = "", heading: str = TITLE) -> str:
    return f"<article><h1>{heading}</h1>{PARAGRAPHS}{body}</article>{after}"


def read(text: str, folder: Path) -> Document:
    return read_one(text, folder=folder, name="a.html")


def lines(text: str, folder: Path) -> tuple[str, ...]:
    return tuple(read(text, folder).text.split("\n"))


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("cost <del>2.4</del> <ins>3.4</ins> million", "cost 3.4 million"),
        ("took <s>six</s> nine weeks", "took nine weeks"),
        ("took six<strike> long</strike>, hard weeks", "took six, hard weeks"),
        ('was <span style="text-decoration: line-through">shut</span> open', "was open"),
        ("was <del>shut</del>.", "was."),
    ],
)
def test_what_is_struck_out_is_not_read(tmp_path: Path, written: str, says: str) -> None:
    sentence = f"The new quay at Ostvik {written} according to the board of the port"
    expected = f"The new quay at Ostvik {says} according to the board of the port"
    assert lines(page(article(f"<p>{sentence}</p>")), tmp_path)[-1] == expected
    assert fragment_text(f"<p>{sentence}</p>") == expected
    markdown = f"# {TITLE}\n\n{sentence}\n" if "<span" not in written else f"# T\n\n{expected}\n"
    assert read_one(markdown, folder=tmp_path, name="a.md").text == expected


def test_markdowns_own_way_of_striking_out(tmp_path: Path) -> None:
    text = f"# {TITLE}\n\nThe quay cost ~~2.4~~ 3.4 million, and is ~~not~~ open.\n"
    document = read_one(text, folder=tmp_path, name="a.md")
    assert document.text == "The quay cost 3.4 million, and is open."


@pytest.mark.parametrize(
    "around",
    ['<p><a href="/x">{}</a></p>', '<div><p><b><a href="/x">{}</a></b></p></div>'],
)
def test_a_paragraph_that_is_a_link_as_a_whole(tmp_path: Path, around: str) -> None:
    linked = (
        "“We kept the terminal open as long as we could, and longer than we should have,” said "
        "Ms Solheim. The repair was put at 3.4 million crowns, of which the region pays half."
    )
    body = f"<article><h1>{TITLE}</h1><p>{ARTICLE[0]}</p>{around.format(linked)}<p>{ARTICLE[1]}</p>"
    assert lines(page(f"{body}</article>"), tmp_path) == (ARTICLE[0], linked, ARTICLE[1])


def test_paragraphs_that_link_to_other_stories_are_left_out(tmp_path: Path) -> None:
    others = (
        '<p><a href="/1">HERRING PRICES DOUBLE AS STORMS KEEP BOATS IN PORT FOR WEEKS</a></p>'
        '<p>READ MORE: <a href="/2">Mayor of Ostvik resigns over the quay</a></p>'
        '<p><strong><a href="/3">Related: Five charts on the ferry</a></strong></p>'
    )
    below = '<p>DON’T MISS:</p><p><a href="/4">Storm sinks two herring boats</a></p>'
    body = f"<article><h1>{TITLE}</h1><p>{ARTICLE[0]}</p>{others}"
    rest = "".join(f"<p>{one}</p>" for one in ARTICLE[1:])
    assert lines(page(f"{body}{rest}{below}</article>"), tmp_path) == ARTICLE


@pytest.mark.parametrize(
    "asking",
    [
        "Follow us on Facebook, Instagram and X.",
        "Follow the Courier’s news desk on Twitter and Mastodon.",
        "READ MORE: Herring prices double",
        "Click here to get the Courier app.",
        "Sign up for our morning newsletter, The Tide.",
        "Get the day’s top headlines delivered to your inbox every morning.",
        "This newsletter is sponsored by Lindqvist Rope Works.",
        "A message from our sponsor",
        "Presented by Lindqvist Rope Works",
        "Advertisement · Scroll to continue",
        "Story continues below",
        "Copyright 2031 The Ostvik Courier. All rights reserved.",
        "4 min read",
    ],
)
def test_what_speaks_for_the_outlet_is_left_out(tmp_path: Path, asking: str) -> None:
    body = f"<article><h1>{TITLE}</h1><p>{ARTICLE[0]}</p><p>{asking}</p>"
    rest = "".join(f"<p>{one}</p>" for one in ARTICLE[1:])
    assert lines(page(f"{body}{rest}</article>"), tmp_path) == ARTICLE


@pytest.mark.parametrize(
    "told",
    [
        "Follow the money, the prosecutor told the court on Tuesday.",
        "Support for the mayor in the US and at home is now falling, the poll found.",
        "Together with her brother, Ms Solheim ran the terminal for nine years.",
        "In partnership with the railway, the town will build a stop in June.",
        "Read more books, the librarian told the children of the town.",
        "Like many on the left, he is not on X and never was.",
        "Analysis: what the closure means for the islands",
        "Register by May 2 to vote on the plan, the council said today.",
        "The line was cut, Copyright 2001 being the name of the ship.",
        "Copyright law does not cover the design, the court held.",
        "Sources close to the board put the cost at four million.",
    ],
)
def test_what_only_sounds_like_it_is_the_article(tmp_path: Path, told: str) -> None:
    element = "p" if told.endswith(".") else "h2"
    body = f"<article><h1>{TITLE}</h1><p>{ARTICLE[0]}</p><{element}>{told}</{element}>"
    rest = "".join(f"<p>{one}</p>" for one in ARTICLE[1:])
    assert told in lines(page(f"{body}{rest}</article>"), tmp_path)


def linked(*articles: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(articles)}</script>'


OTHER = {
    "@type": "NewsArticle",
    "headline": "Herring prices double",
    "url": "https://courier.example/2019/herring",
    "datePublished": "2019-01-02",
    "author": {"name": "Wrong Person"},
    "publisher": {"name": "The Wrong Post"},
}
OWN = {
    "@type": "NewsArticle",
    "datePublished": "2025-05-01T09:30:00Z",
    "author": {"name": "Ann Lee"},
}


@pytest.mark.parametrize(
    "own",
    [
        {"mainEntityOfPage": {"@id": AT}},
        {"mainEntityOfPage": f"{AT}?utm_source=x"},
        {"url": "http://www.courier.example/2025/ferry/"},
        {"headline": TITLE},
        {"headline": f"{TITLE} after 60 years"},
        {"articleBody": "\n".join(ARTICLE)},
    ],
)
def test_of_several_described_articles_the_pages_own_counts(
    tmp_path: Path, own: dict[str, object]
) -> None:
    head = f'<link rel="canonical" href="{AT}">{linked(OTHER, {**OWN, **own}, OTHER)}'
    document = read(page(article(), head=head), tmp_path)
    assert document.published == datetime(2025, 5, 1, 9, 30, tzinfo=UTC)
    assert document.authors == ("Ann Lee",)
    assert document.title in {TITLE, own.get("headline")}
    assert document.source == "courier.example"


def test_none_of_other_stories_is_taken(tmp_path: Path) -> None:
    another = {**OTHER, "headline": "Mayor resigns", "url": "https://courier.example/2020/mayor"}
    for described in ([OTHER], [OTHER, another]):
        head = f'<link rel="canonical" href="{AT}">{linked(*described)}'
        document = read(page(article(), head=head), tmp_path)
        assert (document.title, document.published, document.authors) == (TITLE, None, ())


def test_what_is_referred_to_within_a_description(tmp_path: Path) -> None:
    graph = {
        "@graph": [
            {"@type": "Person", "@id": "#reader", "name": "Somebody Else"},
            {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
            {**OWN, "headline": TITLE, "author": {"@id": "#ann"}, "publisher": {"@id": "#post"}},
            {"@type": "Organization", "@id": "#post", "name": "Ostvik Post"},
        ]
    }
    document = read(page(article(), head=linked(graph)), tmp_path)
    assert (document.authors, document.source) == (("Ann Lee",), "Ostvik Post")


@pytest.mark.parametrize(
    "careless",
    [
        '<!--\n//<![CDATA[\n{"@type": "NewsArticle", "datePublished": "2025-05-01",}\n//]]>\n-->',
        '{"@type": "NewsArticle", "headline": "A\nB", "datePublished": "2025-05-01"}',
        '{"@type": "WebSite"}\n{"@type": "NewsArticle", "datePublished": "2025-05-01"};',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2025-05-01&quot;}",
        '[{"@type": ["Report", "NewsArticle"], "datePublished": "2025-05-01"},]',
        '{"@type": "https://schema.org/NewsArticle", "datePublished": "2025-05-01"}',
    ],
)
def test_carelessly_written_descriptions_are_read(tmp_path: Path, careless: str) -> None:
    head = f'<script type="application/ld+json">{careless}</script>'
    assert read(page(article(), head=head), tmp_path).published == date(2025, 5, 1)


def test_no_own_article_among_none() -> None:
    assert select_article((), addresses=(AT,), headings=(TITLE,), text="") is None


@pytest.mark.parametrize(
    ("heading", "rest", "title", "head"),
    [
        ('<h1><a href="/">The Ostvik Courier</a></h1>', f"<h2>{TITLE}</h2>", TITLE, ""),
        ("<h1>The Ostvik Courier</h1>", "", f"{TITLE} | The Ostvik Courier", ""),
        (
            "<h1>The Ostvik Courier</h1>",
            "",
            f"The Ostvik Courier: {TITLE}",
            '<meta property="og:site_name" content="The Ostvik Courier">',
        ),
        (
            "<h1>Courier</h1>",
            f"<h1>{TITLE}</h1>",
            TITLE,
            linked({**OWN, "publisher": {"name": "Courier"}}),
        ),
    ],
)
def test_the_name_of_the_site_is_no_headline(
    tmp_path: Path, heading: str, rest: str, title: str, head: str
) -> None:
    rest = rest or f"<h2>{TITLE}</h2>"
    body = f"<header>{heading}</header><article>{rest}{PARAGRAPHS}</article>"
    document = read(page(body, head=head, title=title), tmp_path)
    assert document.title == TITLE
    assert document.text == "\n".join(ARTICLE)


def test_a_headline_that_is_cut_off_is_taken_whole(tmp_path: Path) -> None:
    head = '<meta property="og:title" content="Ostvik closes its ferry…">'
    assert read(page(article(), head=head), tmp_path).title == TITLE


LIVE = {
    "@type": "LiveBlogPosting",
    "headline": "Port strike: live updates",
    "datePublished": "2031-04-03T09:00:00+01:00",
    "liveBlogUpdate": [
        {"@type": "BlogPosting", "headline": "Talks fail", "datePublished": "2031-04-03T18:40:00Z"}
    ],
}


def test_a_live_report_has_its_own_headline_and_its_entries_times(tmp_path: Path) -> None:
    entries = "".join(
        f'<div class="live-post"><h2>{what}</h2><time datetime="2031-04-03T{when}:00+01:00">{when}'
        f"</time><p>{told}</p></div>"
        for what, when, told in (
            ("Talks fail", "18:40", ARTICLE[0]),
            ("Board meets", "16:10", ARTICLE[1]),
            ("Strike begins", "09:05", ARTICLE[3]),
        )
    )
    text = page(f"<article><h1>{LIVE['headline']}</h1>{entries}</article>", head=linked(LIVE))
    document = read(text, tmp_path)
    assert document.title == "Port strike: live updates"
    assert document.published is not None
    assert document.published.isoformat() == "2031-04-03T09:00:00+01:00"
    assert document.text.split("\n")[:3] == ["Talks fail", "18:40", ARTICLE[0]]
    assert all(time in document.text for time in ("18:40", "16:10", "09:05"))


@pytest.mark.parametrize(
    "foot",
    [
        "<footer><p>Page last reviewed 12 June 2017</p></footer>",
        "<p>This page was last checked: 12 June 2017</p>",
        '<div class="site-footer">Courier Media, 12 June 2017</div>',
        '<aside class="related"><a href="/x">Mayor</a><time datetime="2017-06-12">12 June</time>',
        '<div class="related"><meta itemprop="datePublished" content="2017-06-12">Mayor</div>',
        "<p>© 12 June 2017 Courier Media</p>",
    ],
)
def test_what_is_not_the_articles_date_is_none(tmp_path: Path, foot: str) -> None:
    assert read(page(article(foot)), tmp_path).published is None
    assert read(page(article(after=foot)), tmp_path).published is None


@pytest.mark.parametrize("name", ["dc:date", "DC.date.issued", "dcterms.date", "article:published"])
def test_a_date_by_its_other_names(tmp_path: Path, name: str) -> None:
    head = f'<meta name="{name}" content="2025-05-01">'
    assert read(page(article(), head=head), tmp_path).published == date(2025, 5, 1)


def test_text_in_boxes_between_paragraphs(tmp_path: Path) -> None:
    body = (
        f'<article><h1>{TITLE}</h1><p>{ARTICLE[0]}</p><div class="sub">Who pays for it?</div>'
        f"<p>{ARTICLE[1]}</p>{ARTICLE[2]}<br><br>{ARTICLE[3]}</article>"
    )
    assert lines(page(body), tmp_path) == (ARTICLE[0], "Who pays for it?", *ARTICLE[1:])


@pytest.mark.parametrize(
    "drawn",
    [
        '<span class="dropcap">T</span>he',
        '<span class="drop-cap"><b>T</b></span> he',
        '<b class="first-letter">T</b>\n he',
    ],
)
def test_a_letter_that_is_drawn_large(tmp_path: Path, drawn: str) -> None:
    body = article().replace(f"<p>{ARTICLE[0]}", f"<p>{drawn}{ARTICLE[0][3:]}", 1)
    assert lines(page(body), tmp_path) == ARTICLE


@pytest.mark.parametrize(
    "unfilled",
    [
        '<amp-list><template type="amp-mustache"><p>{{title}} {{date}}</p></template></amp-list>',
        "<template><p>Mayor of Ostvik resigns over the quay, says the board.</p></template>",
        "<p>{{ headline }} – {{ time }}</p>",
        "<ul><li><%= story.title %></li></ul>",
    ],
)
def test_templates_are_no_text(tmp_path: Path, unfilled: str) -> None:
    assert lines(page(article(unfilled)), tmp_path) == ARTICLE


def test_what_is_not_shown_is_not_read_twice(tmp_path: Path) -> None:
    hidden = f'<div style="display: none" itemtype="x"><h1>{TITLE}</h1>{PARAGRAPHS}</div>'
    assert lines(page(article() + hidden), tmp_path) == ARTICLE


@pytest.mark.parametrize("slide", ["figure", "li"])
def test_a_gallery_of_captions_is_read(tmp_path: Path, slide: str) -> None:
    captions = "".join(
        f'<{slide} class="slide"><figure><img src="x.jpg"><figcaption>{one}</figcaption></figure>'
        f"</{slide}>"
        for one in ARTICLE
    )
    text = page(f"<article><h1>{TITLE}</h1>{captions}</article>")
    assert lines(text, tmp_path) == ARTICLE


def test_a_caption_beside_an_article_is_left_out(tmp_path: Path) -> None:
    figure = "<figure><img src='x.jpg'><figcaption>The old terminal in May.</figcaption></figure>"
    assert lines(page(article(figure)), tmp_path) == ARTICLE


def test_posts_that_an_article_shows_are_kept(tmp_path: Path) -> None:
    post = "The terminal was where I first saw the sea, and I shall miss every plank of it."
    quote = f'<blockquote class="twitter-tweet"><p>{post}</p></blockquote>'
    box = f'<div class="social-embed">{quote}</div>'
    body = (
        f"<article><h1>{TITLE}</h1><p>{ARTICLE[0]}</p>{box}<p>{ARTICLE[1]}</p><p>{ARTICLE[2]}</p>"
    )
    assert post in lines(page(f"{body}</article>"), tmp_path)


def test_the_front_page_is_no_articles_address(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://courier.example/">'
    first = read_one(page(article(), head=head), folder=tmp_path, name="a.html")
    second = read_one(page(article(), head=head), folder=tmp_path, name="b.html")
    assert first.url is None
    assert first.origin != second.origin
    assert first.source == "courier.example"


def test_a_later_page_of_an_article_does_not_take_its_place(tmp_path: Path) -> None:
    head = f'<link rel="canonical" href="{AT}">'
    first = read_one(page(article(), head=head), folder=tmp_path, name="a.html")
    more = f'{head}<link rel="prev" href="{AT}">'
    second = read_one(page(article(), head=more), folder=tmp_path, name="b.html")
    assert first.origin == first.url == second.url == AT
    assert second.origin == str(tmp_path / "b.html")


def test_a_date_of_a_page_that_is_not_understood_is_told(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="some day soon">'
    document = read(page(article(), head=head), tmp_path)
    assert document.published is None
    assert document.left_out == ("its date, which is not understood: some day soon",)
