"""What a question names, and what of it the articles found do not mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from assistant.examining import examined
from assistant.language.name_forms import country_of
from assistant.language.names import Name, NameKind, find_names
from assistant.language.words import STOP_WORDS, content_terms, folded
from assistant.types import Article

_READ_CHARACTERS: Final = 2000
_PREFIX: Final = 4
_PLACE_PREFIX: Final = re.compile(
    r"(?:^|\W)(?:New|Le|La|Los|Las|El|San|Santa|Saint|St\.?|Fort|Port|Mount|Mt\.?|Lake|North|South"
    r"|East|West) $"
)
_PLACE_WORDS: Final = frozenset(
    {"mount", "lake", "fort", "port", "cape", "north", "south", "east", "west"}
)
"""Words of a name of a place that many places share."""
_ISO_DAY: Final = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")


def names_in(question: str) -> tuple[Name, ...]:
    """The names in the first 2,000 characters of ``question``, in order."""
    names = find_names(" ".join(question[:_READ_CHARACTERS].split()))
    return tuple(name for name in names if name.kind is not NameKind.GENERIC)


def figures_in(question: str) -> frozenset[str]:
    """The figures of ``question`` as ``content_terms`` writes them; days like 2025-03-01 apart."""
    text = _ISO_DAY.sub(" ", question[:_READ_CHARACTERS])
    return frozenset(term for term in content_terms(text) if term[0].isdigit())


def unmentioned(question: str, articles: Iterable[Article]) -> tuple[str, ...]:
    """The names in ``question`` of which no word stands in any of ``articles``, each once.

    It is meant to be said aloud, so it errs on the side of silence: a word counts as
    mentioned where another begins like it ("Zelensky" for "Zelenskyy"); acronyms,
    nationalities and countries, which articles write in several ways, are never listed,
    nor are names with a word too short to compare or after a participle that opens the
    question.
    """
    left = {
        name.text: terms
        for name in names_in(question)
        if name.kind is NameKind.NAME
        and country_of(name.phrase) is None
        and not (name.opening and name.words[0].endswith("ing"))
        and (terms := [term for term in content_terms(name.text) if not term.isdigit()])
        and all(len(term) >= _PREFIX for term in terms)
    }
    for article in articles:
        if not left:
            break
        found = examined(article.id, "names", partial(_mentioned, article, left), otherwise=None)
        if found is None:
            return ()  # it may mention any of them
        left = {written: terms for written, terms in left.items() if written not in found}
    return tuple(left)


def _mentioned(article: Article, names: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Those of ``names`` of which ``article`` has a word that begins as one of its terms does."""
    parts = (article.title, article.text, article.source or "", *article.authors)
    said = folded("\n".join(parts))
    return frozenset(
        written
        for written, terms in names.items()
        if any(
            found[0] not in STOP_WORDS
            for term in terms
            for found in re.finditer(rf"(?<![^\W\d_]){re.escape(term[:_PREFIX])}[^\W_]*+", said)
        )
    )


def not_there(question: str, article: Article) -> tuple[str, ...]:
    """The names in ``question``, where ``article`` mentions not one of them as such.

    "Le Mars" does not mention Mars, nor does "New York" York. None where it mentions one, or
    the question names nothing.
    """
    names = [
        name.text
        for name in names_in(question)
        if name.kind is NameKind.NAME
        and country_of(name.phrase) is None
        and not (name.opening and len(name.words) == 1 and name.words[0].endswith("ing"))
    ]
    said = " ".join((article.title, article.text, article.source or "", *article.authors))
    if not names or any(_mentions(said, name) for name in names):
        return ()
    return tuple(dict.fromkeys(names))


def _mentions(text: str, name: str) -> bool:
    words = [word for word in re.findall(r"[^\W_]+", name) if len(word) >= _PREFIX]
    words = [word for word in words if word.lower() not in _PLACE_WORDS] or words
    whole = " " in name and re.search(rf"\b{re.escape(name)}", text, re.IGNORECASE)
    if not words or whole:
        return True
    return any(
        _PLACE_PREFIX.search(text[: match.start()]) is None
        for word in words
        for match in re.finditer(rf"(?<!\w){re.escape(word[:-1])}", text, re.IGNORECASE)
    )
