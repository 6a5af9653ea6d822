"""Which language a question is in: it is short, and its question words tell most."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from assistant.language.detection import ENGLISH, language_of
from assistant.language.word_lists import word_set
from assistant.language.words import STOP_WORDS, words_in

_ASKING: Final = {
    "de": word_set(
        "wie warum wer wen wem wessen wann woher wohin welche welcher welches welchen wieviel "
        "wieviele weshalb wieso worum"
    ),
    "es": word_set("que quien quienes cuando cuanto cuantos cuanta cuantas donde como cual cuales"),
    "fr": word_set("pourquoi quand combien ou qui quel quelle quels quelles que quoi"),
    "it": word_set("perche chi quanti quante quanto dove quale quali cosa"),
    "pt": word_set("quem quando quantos quantas quanto onde qual quais porque"),
    "nl": word_set("waarom wie wanneer waar hoe hoeveel welke wat"),
}
"""Question words, without accents; none of them opens an English question."""
_FUNCTION: Final = {
    "de": word_set(
        "der die das den dem des ein eine einen und ist sind hat haben wurde wurden im "
        "beim in mit nach von zu zum zur fur auf menschen viele nicht"
    ),
    "es": word_set("el la los las de del en se un una por para con es son fue ha y al su no"),
    "fr": word_set(
        "le la les de des du un une est sont a ont dans par pour avec se ne pas au aux "
        "et elle il sur"
    ),
    "it": word_set("il lo la i gli le di del della in un una e sono ha per con non si al"),
    "pt": word_set("o a os as de do da em um uma e sao foi por para com nao se no na"),
    "nl": word_set("de het een en van in is zijn heeft met voor niet op aan bij er mensen"),
}
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


def question_language(question: str) -> str:
    """The code of the language of ``question``; English in doubt.

    A question that opens with another language's question word and has words of it, or has no
    English word that is common, is in that; one in other letters, whatever it looks like.
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
    """The language that most writes with a letter; English where none is known."""
    name = unicodedata.name(letter, "")
    return next((code for script, code in _SCRIPTS.items() if name.startswith(script)), ENGLISH)
