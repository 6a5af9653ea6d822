"""Which language a sentence, an article or a question is in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

from assistant.language.word_lists import word_lists, word_set
from assistant.language.words import STOP_WORDS, words_in

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH: Final = "en"

# English function words from which on a sentence is English; "a" is a word of French, too.
_SURELY: Final = 2

# How sure the identifier has to be of another language: it is not, of a name or two.
_LEAST: Final = 0.9
_READ: Final = 400  # characters that are read
_PLAINLY: Final = 0.99  # how sure it has to be to be believed more than what a page declares

# Characters that a text has at least, to be believed more than what is declared of it.
_LEAST_CHARACTERS: Final = 200
_READ_OF_ARTICLES: Final = 2000  # characters of an article that are read

# Share of an English text's words that are ``_ENGLISH_WORDS``, at least.
_ENGLISH_SHARE: Final = 0.08
_LISTS: Final = word_lists("languages.toml")
_ENGLISH_WORDS: Final = _LISTS.words("english")  # words of English that are none in its relatives

# Languages that are easily taken for one another: of these, what is declared is believed.
_ALIKE: Final = tuple(map(word_set, _LISTS.lines("alike")))

# Languages that are written in other letters than Latin ones.
_NOT_LATIN: Final = _LISTS.words("not_latin")
_NAMES: Final = _LISTS.keys("names")
_ASKING: Final = {code: _LISTS.table("asking").words(code) for code in _LISTS.table("asking").names}
_FUNCTION: Final = {code: _LISTS.table("function").words(code) for code in _ASKING}
_SCRIPTS: Final = {
    "CYRILLIC": "ru",
    "GREEK": "el",
    "ARABIC": "ar",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
}
_OTHER_LETTERS: Final = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f]")


def language_of(text: str) -> str:
    """The code of the language of ``text``: English where its function words or nothing tells.

    What they leave open is asked of py3langid (Lui and Baldwin, 2012), which takes a moment to
    load.
    """
    words = words_in(text[:_READ])
    if not words or sum(word in STOP_WORDS for word in words) >= _SURELY:
        return ENGLISH
    code, sure = _identifier().classify(text[:_READ])
    return str(code) if sure >= _LEAST and code in _NAMES else ENGLISH


def article_language(text: str, *, declared: str | None) -> str:
    """The code of the language that an article is in, whose rules cut its sentences.

    What is ``declared`` (a code, None where nothing is) is believed unless the text is long
    enough and plainly in another language, as where a page's template says "en" of everything.
    """
    head = text[:_READ_OF_ARTICLES]
    words = words_in(head)
    english = sum(word in _ENGLISH_WORDS for word in words)
    if english >= max(_SURELY, _ENGLISH_SHARE * len(words)):
        short = len(text) < _LEAST_CHARACTERS
        return declared if declared is not None and short else ENGLISH
    if declared not in {None, ENGLISH, *_NAMES} or not words:
        return declared or ENGLISH
    code, sure = _identifier().classify(head)
    latin = sum(letter.isascii() for letter in head if letter.isalpha())
    foreign = latin * 2 < sum(map(str.isalpha, head))
    if foreign and declared not in _NOT_LATIN:
        return str(code)  # of a few words it is not sure, but these are in other letters
    if declared is None:
        return str(code) if sure >= _LEAST else ENGLISH
    if sure < _PLAINLY or len(text) < _LEAST_CHARACTERS:
        return declared
    alike = any({declared, code} <= group for group in _ALIKE)
    return declared if alike else str(code)


def question_language(question: str) -> str:
    """The code of the language of ``question``; English in doubt.

    A question that opens with another language's question word and has words of it, or has no
    English word that is common, is in that; one in other letters goes by its script.
    """
    words = words_in(question)
    if strange := _OTHER_LETTERS.search(question):
        told = language_of(question)
        return _by_script(strange[0]) if told == ENGLISH else told
    english = sum(word in STOP_WORDS for word in words)
    best, most = ENGLISH, 0
    for code, asking in _ASKING.items():
        opens = bool(words[:2] and not asking.isdisjoint(words[:2]))
        if not opens and "¿" not in question:
            continue
        held = sum(word in _FUNCTION[code] or word in asking for word in words)
        if held > most:
            best, most = code, held
    if best == ENGLISH:
        return ENGLISH
    rest = sum(word in STOP_WORDS for word in words[1:])
    enough = most > max(rest, english - 1) or (most >= 1 and rest == 0)
    asks = most > 1 or question.rstrip().endswith("?")
    return best if enough and asks else ENGLISH


def _by_script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((code for script, code in _SCRIPTS.items() if name.startswith(script)), ENGLISH)


def name_of(code: str) -> str:
    """The English name of a language, or its code."""
    return _NAMES.get(code, code)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([ENGLISH, *_NAMES])
    return identifier
