"""Makes pages and feeds as servers give them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.fetching import Fetched, Validators
from assistant.fetching.locations import locate

PARAGRAPHS = (
    "The harbour town of Ostvik will close its old ferry terminal on 14 May, the port said.",
    "Some 1,200 passengers a day used the terminal last year, down from 3,100 in 2010.",
    "“We kept it open as long as we could,” said harbour master Ingrid Solheim.",
    "A new stop will open beside the railway station in June, the council added.",
    "The council will sell the building, which dates from 1931, to whoever offers most.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(
    *, title: str = "Ferry terminal closes", head: str = "", body: str = BODY, around: str = ""
) -> str:
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article>"
        f"{around}</body></html>"
    )


def came(
    body: str | bytes,
    *,
    at: str = "https://www.courier.example/2025/ferry",
    media_type: str = "text/html",
    charset: str | None = "utf-8",
) -> Fetched:
    """What a fetch gives of ``body``."""
    location = locate(at)
    data = body.encode() if isinstance(body, str) else body
    return Fetched(location, data, media_type, charset, Validators(location.address))


def rss(items: Sequence[str], *, title: str = "The Ostvik Courier") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{title}</title><link>https://www.courier.example/</link>"
        f"<language>en-gb</language>{''.join(items)}</channel></rss>"
    )


def item(
    number: int,
    *,
    title: str | None = None,
    link: str | None = None,
    extra: str = "<description>A teaser.</description>",
) -> str:
    return (
        f"<item><title>{title or f'Story {number}'}</title>"
        f"<link>{link or f'https://www.courier.example/{number}'}</link>"
        f"<guid>courier-{number}</guid>{extra}</item>"
    )


def whole(words: int, *, opening: str = "The ferry was late again") -> str:
    """A text of so many words."""
    return " ".join([opening, *(f"word{number}" for number in range(words - 5))]) + "."
