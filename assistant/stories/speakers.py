"""Who speaks in an article: each speaker by the fullest name that the article gives.

A phrase that names somebody is read with the names of the whole article ("Lind" is its one
"Sara Lind"); a description and a pronoun are followed where the text leaves no choice. Who is
not named or not sure is nobody: nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import Final

from assistant.language.enclosures import Span
from assistant.language.people import PRONOUNS, fits, led_by, meant_by, named_in, spoke_on
from assistant.language.speaker_names import Name, name_in
from assistant.language.speakers import resolved_phrase
from assistant.language.word_lists import word_lists
from assistant.language.words import folded
from assistant.stories.speaker_mentions import ArticleNames, SpeakerMention, longest_form
from assistant.stories.speaker_phrases import (
    LEADING,
    ORGANISATION_NOUNS,
    SPOKESPEOPLE,
    introduction,
    is_common_word,
    named_speaker,
    role_in,
)
from assistant.types import Article

_LISTS: Final = word_lists("speech.toml")
_VAGUE: Final = _LISTS.words("vague_bodies")
_DOCUMENT: Final = re.compile(
    rf"(?:[Aa]n? |[Tt]he )?([A-Z][\w.&-]{{0,20}}(?: [A-Z][\w.&-]{{0,20}}){{0,5}})(?:[’']s?)?"
    rf" (?:[\w-]{{1,20}} ){{0,3}}{_LISTS.pattern('documents')}\Z"
)
"""What somebody issues, and speaks by: "a Vatican statement", "Lind's Facebook post"."""
_PLACES: Final = _LISTS.words("place_beginnings")
_DEFINITE: Final = re.compile(r"(?:the|this|that|(?:his|her|their)(?= family\b))\s", re.IGNORECASE)
_MARKS: Final = re.compile(r"[\"“”„«»]")
_OWNED: Final = re.compile(r"(?:its|their|his|her|our|my|your)\s(?!family\b)", re.IGNORECASE)
_LINKED: Final = re.compile(r"\s(?:of|for|at|from|in|with)\s")
_LONGEST: Final = 4
"""Words of an organisation without a name of its own: "the provincial emergency office"."""
_FULL_NAME: Final = 2
_FARTHEST: Final = 12
"""Sentences back to which a pronoun is followed."""


class Speakers:
    """The speakers of one article. Ask it from the first sentence to the last.

    Args:
        article: in which they speak.
    """

    def __init__(self, article: Article) -> None:
        self._article = article
        self._names = ArticleNames(article.text)
        self._last: tuple[int, SpeakerMention] | None = None

    @cached_property
    def _folded(self) -> str:
        return folded(self._article.text)

    def heard(self, index: int, speaker: SpeakerMention) -> None:
        """Takes note that ``speaker`` speaks in sentence ``index``."""
        self._last = (index, speaker)

    def of(self, index: int, span: Span) -> SpeakerMention | None:
        """Who speaks in sentence ``index`` by the phrase at ``span``; None where it is not sure."""
        text = self._article.text
        phrase = " ".join(text[span.start : span.end].split())
        if _MARKS.search(phrase):
            return None
        pronoun = folded(phrase)
        if pronoun in PRONOUNS:
            return self._person(index, span.start, pronoun)
        if pronoun == "it":
            return self._organisation_before(index)
        written = _DOCUMENT.match(phrase)
        if written:
            phrase = written[1]
        named = name_in(phrase, around=text)
        if named is None or is_common_word(named, phrase, self._names):
            return self._described(index, phrase)
        return named_speaker(phrase, named, text=text, names=self._names)

    def _described(self, index: int, phrase: str) -> SpeakerMention | None:
        """An organisation without a name of its own, or the one person introduced by a role."""
        head = re.split(r"[,;(]| who | which | that ", phrase, maxsplit=1)[0].strip()
        named = resolved_phrase(self._article, head) if LEADING.match(head) else None
        if named is not None:
            return self._holder(head, named)
        bare_head = LEADING.sub("", head, count=1)
        if _OWNED.match(head):
            return None
        linked = _LINKED.search(bare_head)
        if linked:
            return self._linked(index, bare_head, linked)
        words = tuple(folded(bare_head).split())
        if not words or len(words) > _LONGEST or words[-1] not in ORGANISATION_NOUNS:
            return None
        if words[-1] != "police" and not _DEFINITE.match(head):
            return None
        return self._organisation(index, bare_head, words)

    def _linked(self, index: int, head: str, linked: re.Match[str]) -> SpeakerMention | None:
        """An organisation by who speaks for it, or the police of a place."""
        noun = head[: linked.start()].split()[-1:]
        if noun and noun[0] in SPOKESPEOPLE:
            inner = self._described(index, head[linked.end() :])
            return replace(inner, role=role_in(head)) if inner else None
        if noun != ["police"]:
            return None
        return SpeakerMention(head, tuple(folded(head).split()), head, named=False)

    def _holder(self, head: str, named: Name) -> SpeakerMention | None:
        """The person introduced by the role ``head``, "the transport minister" by all of it."""
        words = folded(head).split()[1:]
        if len(words) > 1:
            role, last = re.escape(" ".join(words)), re.escape(named.own[-1])
            if not re.search(rf"\b{role}[^.]{{0,60}}\b{last}\b", self._folded):
                return None
        return self._names.mention(named.shown, named.own, role=head)

    def _organisation(
        self, index: int, shown: str, words: tuple[str, ...]
    ) -> SpeakerMention | None:
        noun = words[-1]
        full = [
            one
            for one in self._names.full
            if one.words[-1] == noun or (one.words[0] == noun and "of" in one.words)
        ]
        if len(words) > 1:
            full = [one for one in full if set(words) <= set(one.words)]
        found = longest_form(full)
        if found is not None:
            return SpeakerMention(found.text, found.words, f"the {shown}")
        if full:
            return None
        if len(words) == 1 and noun in _VAGUE:
            return self._organisation_before(index)
        name = shown if noun == "police" else f"the {shown}"
        return SpeakerMention(name, words, name, named=False)

    def _organisation_before(self, index: int) -> SpeakerMention | None:
        """The organisation that spoke in the sentence before, or in this one."""
        if self._last is None:
            return None
        place, speaker = self._last
        return speaker if index - place <= 1 and speaker.is_organisation else None

    def _person(self, index: int, place: int, pronoun: str) -> SpeakerMention | None:
        """Whom "he" or "she" in sentence ``index`` stands for."""
        article = self._article
        nearer = {one.words[-1] for one in named_in(article, index) if one.start < place}
        named = meant_by(article, index, pronoun)
        if named and self._is_rivalled(index, named.own[-1]):
            return None
        if named is None and index:
            named = led_by(article, index - 1, pronoun)
        speaker = (
            self._names.mention(named.shown, named.own) if named else self._spoke(index, pronoun)
        )
        if speaker is None or nearer - {speaker.words[-1]} or speaker.words[0] in _PLACES:
            return None
        return replace(speaker, role=introduction(article.text, speaker.name))

    def _is_rivalled(self, index: int, key: str) -> bool:
        """Whether somebody else is called by a surname alone since ``key`` was last named."""
        for place in range(index - 1, max(-1, index - 1 - _FARTHEST), -1):
            named = named_in(self._article, place)
            if any(one.words[-1] == key for one in named):
                return False
            if any(len(one.words) == 1 for one in named):
                return True
        return False

    def _spoke(self, index: int, pronoun: str) -> SpeakerMention | None:
        """Who spoke last, where nobody else can be meant."""
        if self._last is None:
            return None
        first, speaker = self._last
        if speaker.is_organisation or len(speaker.words) < _FULL_NAME:
            return None
        if not fits(speaker.words, pronoun, self._article.text):
            return None
        key = speaker.words[-1]
        goes_on = spoke_on(self._article, first, index, key=key, pronoun=pronoun)
        return speaker if goes_on else None
