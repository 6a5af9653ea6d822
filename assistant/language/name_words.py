"""Word lists for telling names from other capitalised words in English newswire.

All words are in lower case, without accents and full stops; ``assistant/data/names.toml`` says
what each list is for.
"""

from __future__ import annotations

from typing import Final

from assistant.language.word_lists import word_lists

_LISTS: Final = word_lists("names.toml")

PARTICLES: Final = _LISTS.words("particles")
PREFIXES: Final = _LISTS.words("prefixes")
ORGANISATION_HEADS: Final = _LISTS.words("organisation_heads")
FIELDS: Final = _LISTS.words("fields")
ORGANISATION_WORDS: Final = ORGANISATION_HEADS | _LISTS.words("organisation_parts")
COMPANY_FORMS: Final = _LISTS.words("company_forms")
GENERATIONS: Final = _LISTS.words("generations")
MASCULINE_TITLES: Final = _LISTS.words("masculine_titles")
FEMININE_TITLES: Final = _LISTS.words("feminine_titles")
TITLES: Final = MASCULINE_TITLES | FEMININE_TITLES | _LISTS.words("titles")
PERSONAL_TITLES: Final = TITLES - _LISTS.words("offices")
TITLE_FIELDS: Final = _LISTS.words("title_fields")
ABBREVIATIONS: Final = TITLES | GENERATIONS | _LISTS.words("other_abbreviations")
NO_NAMES: Final = _LISTS.words("no_names")
GENERIC: Final = _LISTS.words("generic")
MALE_NAMES: Final = _LISTS.words("male_names")
FEMALE_NAMES: Final = _LISTS.words("female_names")
FIRST_NAMES: Final = MALE_NAMES | FEMALE_NAMES
PERSON_NOUNS: Final = _LISTS.words("person_nouns")
COMMON_LOOKING_SURNAMES: Final = _LISTS.words("common_looking_surnames")
NICKNAMES: Final = {
    short: first for first, *shorts in map(str.split, _LISTS.lines("nicknames")) for short in shorts
}
"""Short forms of first names, and the form under which they are compared."""
