"""Word lists for telling names from other capitalised words in English newswire.

All words are in lower case, without accents and full stops; they stand in ``assistant/data``.
"""

from __future__ import annotations

from typing import Final

from assistant.language.word_lists import lines_of, words_of

_FILE: Final = "names.toml"


def _list(name: str) -> frozenset[str]:
    return words_of(_FILE, name)


PARTICLES: Final = _list("particles")
"""Small words inside the name of a person or a place."""

PREFIXES: Final = _list("prefixes")
"""What may stand small before the hyphen of a name, as in "al-Qaeda"."""

ORGANISATION_HEADS: Final = _list("organisation_heads")
"""Words that "of" or "for" binds to the capitalised words after it."""

FIELDS: Final = _list("fields")
"""Words that "and" binds inside the name of a ministry or an agency."""

ORGANISATION_WORDS: Final = ORGANISATION_HEADS | _list("organisation_parts")
"""Words that show that a name is no person's."""

COMPANY_FORMS: Final = _list("company_forms")
"""Words that a company's name may lose and remain the same."""

GENERATIONS: Final = _list("generations")
"""What may follow a person's name."""

MASCULINE_TITLES: Final = _list("masculine_titles")
FEMININE_TITLES: Final = _list("feminine_titles")
TITLES: Final = MASCULINE_TITLES | FEMININE_TITLES | _list("titles")
"""Words before a person's name that are no part of who it is."""

PERSONAL_TITLES: Final = TITLES - _list("offices")
"""Titles after which a person is named, by surname alone if need be."""

TITLE_FIELDS: Final = _list("title_fields")
"""What follows a title and "of"."""

ABBREVIATIONS: Final = TITLES | GENERATIONS | _list("other_abbreviations")
"""Words whose full stop ends no sentence and no name."""

NO_NAMES: Final = _list("no_names")
"""Capitalised words that name nobody and nothing that could be mistaken for another."""

GENERIC: Final = _list("generic")
"""Words that are written with and without a capital for the same thing."""

NICKNAMES: Final = {
    short: first
    for first, *shorts in map(str.split, lines_of(_FILE, "nicknames"))
    for short in shorts
}
"""Short forms of first names, and the form under which they are compared."""

MALE_NAMES: Final = _list("male_names")
FEMALE_NAMES: Final = _list("female_names")
FIRST_NAMES: Final = MALE_NAMES | FEMALE_NAMES

PERSON_NOUNS: Final = _list("person_nouns")

COMMON_LOOKING_SURNAMES: Final = _list("common_looking_surnames")
"""Names that end as plurals, participles and adverbs do."""
