"""Which of several headlines stands for what all of them are about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from assistant.language.words import content_terms

_LONGEST: Final = 300
"""Characters of a headline that are looked at."""
_BEGINNING: Final = 600
"""Characters of a text that are looked at."""
_MOST: Final = 100
"""Headlines that are held against each other, the first."""
_WORDS: Final = (5, 14)
"""Words of a headline that neither says too little nor is a sentence of the text."""
_LESS: Final = 0.5
"""What the likeness of a headline is worth where it is cut, or not of one event."""

_RUNNING: Final = re.compile(
    r"^(?:live(?: updates| blog|blog)?\b|live:|opinion\b|analysis\b|editorial\b"
    r"|watch\b|video\b|photos?\b|in pictures\b|listen\b|podcast\b|explainer\b|fact check\b"
    r"|transcript\b|letters?\b)"
    r"|\bas it happened\b|\brecap\b"
    r"|\blive(?: updates| blog|blog)\b|[-–—|:] ?(?:live|opinion)$|\bwhat (?:we|to) know\b"
    r"|\bbriefing\b|\bnewsletter\b|\bheadlines\b",
    re.IGNORECASE,
)
"""How the headlines of live blogs, comments, pictures and round-ups begin, or what they have."""
_CUT: Final = re.compile(r"(?:…|\.\.\.)$")


def best_headline(headlines: Sequence[str], leads: Sequence[str] = ()) -> str:
    """The headline that is nearest to the other articles; of equals the first; empty without any.

    One that is cut, very short or long, a question, or of a live blog, a comment or pictures
    stands back for one that tells the event.

    Args:
        headlines: of the articles of a story.
        leads: how the articles begin, in the same order, as far as that is known.
    """
    shown = [" ".join(one[:_LONGEST].split()) for one in headlines[:_MOST]]
    terms = [frozenset(content_terms(one)) for one in shown]
    # What only a headline's own article says counts for nothing.
    begun = [frozenset(content_terms(one[:_BEGINNING])) for one in leads[: len(shown)]]
    begun += [frozenset()] * (len(shown) - len(begun))
    spread = Counter(term for own, lead in zip(terms, begun, strict=True) for term in own | lead)
    best, most = "", -1.0
    for headline, own in zip(shown, terms, strict=True):
        # What a headline shares with the others, over what it says, as cosines have it.
        shared = sum(spread[term] - 1 for term in own) / max(1.0, len(own) ** 0.5)
        value = (1 + shared) * _worth(headline)
        if headline and value > most:
            best, most = headline, value
    return best


def _worth(headline: str) -> float:
    words = headline.count(" ") + 1
    faults = (
        _RUNNING.search(headline) is not None,
        _CUT.search(headline) is not None or len(headline) == _LONGEST,
        not _WORDS[0] <= words <= _WORDS[1] * 2,
        headline.endswith("?"),
    )
    return float(_LESS ** sum(faults))
