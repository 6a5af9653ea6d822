"""What is served instead of an article: a paywall, a notice, next to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.errors import FetchError
from assistant.fetching.locations import Location
from assistant.language.word_lists import word_lists
from assistant.reading.fragments import fragment_text
from assistant.reading.page_metadata import PageStatements

SAVE: Final = "Open it in the browser, save the page as HTML and give that file"
"""What can be done about a page that only a browser gets."""

_LEAST_WORDS: Final = 30
_MOST_OF_A_NOTICE: Final = 150
_MOST_OF_A_TEASER: Final = 250
_MOST_OF_A_GATED_TEXT: Final = 130
_LEAST_WITHOUT_GATE: Final = 100
_LEAST_PARAGRAPHS: Final = 4
_MOST_OF_THE_WORDS: Final = 0.85
_MOST_OF_A_CONSENT_WALL: Final = 400
_CONSENT_WORDS: Final = 4
_CONSENT_SHARE: Final = 0.04
_LOOKED_AT: Final = 200_000


def _said(name: str) -> str:
    return "|".join(word_lists("pages.toml").lines(name))


_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MISSING: Final = re.compile(
    rf"(?:^|[|–—:-]\s+)(?:error\s+)?(?:{_said('missing')})(?:$|\s*[|–—:-])", re.IGNORECASE
)
_DOORMAN: Final = re.compile(rf"^(?:{_said('doorman')})", re.IGNORECASE)
_CONSENT: Final = re.compile(rf"\b(?:{_said('consent')})\b", re.IGNORECASE)
_CONSENT_BUTTON: Final = re.compile(rf"\b(?:{_said('consent-button')})\b", re.IGNORECASE)
_GATE: Final = re.compile(rf"\b(?:{_said('gate')})", re.IGNORECASE)

_TO_THE_READER: Final = re.compile(
    rf"(?:^|[.!?:]\s+)(?:please |just |now )?(?:{_said('to-the-reader')})\b", re.IGNORECASE
)
_LONGEST_GATE: Final = 300


def obstacle(
    text: str, statements: PageStatements, *, body: str, location: Location
) -> FetchError | None:
    """Returns what keeps a page from being an article; None where it is one.

    The rules lean on the length of what was found: an article of some length about lost
    pages, cookies or subscriptions is an article.

    Args:
        text: the page as it came.
        statements: what it states about itself.
        body: what was found to be its article; empty where nothing was.
        location: where it was found.
    """
    return next(_obstacles(text, statements, body=body, location=location), None)


def _obstacles(
    text: str, statements: PageStatements, *, body: str, location: Location
) -> Iterator[FetchError]:
    name = location.address
    shown = fragment_text(text)[:_LOOKED_AT]
    words = len(_WORD.findall(body))
    if words < _MOST_OF_A_NOTICE and any(map(_DOORMAN.search, statements.titles)):
        yield FetchError(f"{name} wants proof that a person is reading", hint=SAVE)
    if words < _MOST_OF_A_NOTICE and any(map(_MISSING.search, statements.titles)):
        yield FetchError(
            f"there is no page at {name}, though its site does not say so to programs",
            hint="Check the address in the browser",
        )
    if _is_consent_wall(body or shown, text, statements):
        yield FetchError(f"{name} first asks to agree to cookies or the like", hint=SAVE)
    if _is_teaser(body, shown, statements, words=words):
        yield FetchError(
            f"{name} shows only the beginning of its article to those who do not subscribe",
            hint="Where you may read it, save the page as HTML and give that file",
        )
    if words < _LEAST_WORDS:
        yield FetchError(
            f"{name} holds almost no text ({words} words): it may be made by scripts, which are "
            "not run",
            hint=SAVE,
        )
    if location.path == "/" and not statements.is_article:
        follow = f"Follow its feed with: assistant follow {name}"
        yield FetchError(
            f"{name} is the front page of a site, not an article",
            hint=follow if statements.feeds else "Give the address of an article",
        )


def _is_consent_wall(body: str, text: str, statements: PageStatements) -> bool:
    words = len(_WORD.findall(body))
    found = len(_CONSENT.findall(body))
    return (
        not statements.is_article
        and words < _MOST_OF_A_CONSENT_WALL
        and found >= max(_CONSENT_WORDS, _CONSENT_SHARE * words)
        and _CONSENT_BUTTON.search(text) is not None
    )


def _is_teaser(body: str, shown: str, statements: PageStatements, *, words: int) -> bool:
    gated = _is_gated(shown)
    cut_off = body.rstrip().endswith(("…", "..."))
    if statements.words is not None and words >= _MOST_OF_THE_WORDS * statements.words:
        return gated and cut_off and words < _MOST_OF_A_GATED_TEXT
    if statements.is_free is False:
        # Some say so of every page, and show it whole.
        short = words < _LEAST_WITHOUT_GATE or body.count("\n") + 1 < _LEAST_PARAGRAPHS
        is_part = statements.words is not None and words < statements.words / 2
        return (words < _MOST_OF_A_TEASER and (gated or cut_off or short or is_part)) or (
            gated and cut_off
        )
    return gated and (words < _MOST_OF_A_GATED_TEXT or (cut_off and words < _MOST_OF_A_TEASER))


def _is_gated(shown: str) -> bool:
    # A line of its own which speaks to the reader: a story about subscriptions tells of others.
    return any(
        _GATE.search(line) is not None and _TO_THE_READER.search(line) is not None
        for line in shown.split("\n")
        if len(line) <= _LONGEST_GATE
    )
