"""Which language a sentence is in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from assistant.language.words import STOP_WORDS, words_in

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH: Final = "en"

_SURELY: Final = 2
"""English function words from which on a sentence is English; "a" is a word of French, too."""

_LEAST: Final = 0.9
"""How sure the identifier has to be of another language: it is not, of a name or two."""

_READ: Final = 400
"""Characters that are read."""

_NAMES: Final = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sr": "Serbian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


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


def name_of(code: str) -> str:
    """The English name of a language, or its code."""
    return _NAMES.get(code, code)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([ENGLISH, *_NAMES])
    return identifier
