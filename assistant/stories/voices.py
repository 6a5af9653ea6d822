"""Who speaks in an article: each speaker by the fullest name that the article gives.

A phrase that names somebody is read with the names of the whole article ("Lind" is its one
"Sara Lind"); a description and a pronoun are followed where the text leaves no choice. Who is
not named or not sure is nobody: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from assistant.language import name_words as lists
from assistant.language.countries import country_of, is_people
from assistant.language.name_forms import bare, same_name, shortens
from assistant.language.names import Name as Mention
from assistant.language.names import NameKind, names_of
from assistant.language.people import PRONOUNS, meant_by
from assistant.language.speaker_names import Name, name_in
from assistant.language.speakers import resolved_phrase
from assistant.language.word_lists import word_lists
from assistant.language.words import folded
from assistant.language.written_words import is_common
from assistant.types import Article

_LISTS: Final = word_lists("speech.toml")
_BODIES: Final = _LISTS.words("bodies")
_VAGUE: Final = _LISTS.words("vague_bodies")
_SPOKESPEOPLE: Final = _LISTS.words("spokespeople")
_BESIDE: Final = _LISTS.words("beside_names")
_BODY_PRONOUNS: Final = frozenset({"it", "they"})
_LINK: Final = re.compile(
    r"\b(?:of|for|at|from|in|with|to|on|by)(?: the| a| an| his| her| its)? ?\Z"
)
_TAIL: Final = re.compile(r"[’']?s?((?: [a-z][\w’'-]{0,30}){1,3})(?=[ ,]|\Z)")
_CUTS: Final = frozenset(
    "who which whose whom that of for at from in with to on by as when while after before".split()
)
_LEAD: Final = re.compile(r"(?:the|a|an|its|their|his|her|our|this|that)\s", re.IGNORECASE)
_ROLE_REACH: Final = 90
_APPOSED: Final = re.compile(
    r", ((?:the|a|an|his|her|its|their) [^,;:.“”\"()\n]{3,80}|[a-z][^,;:.“”\"()\n]{3,80})(?=[,.])"
)
_NO_ROLE: Final = re.compile(
    r"\b(?:who|said|says|told|was|were|is|are|had|has|have|will|would|and|but|or|as|because|when)\b"
)
_BEFORE_NAME: Final = re.compile(
    r"((?:[Tt]he |[Aa]n? |[Ii]ts |[Tt]heir |[Hh]is |[Hh]er )?(?:[\w’'-]{1,25} ){0,4}"
    r"[a-z][\w-]{2,20}),? \Z"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as an article has them.

    Attributes:
        name: the fullest form that the article gives.
        words: its words, as ``names.Name`` has them; for comparing.
        form: as the phrase itself has the name.
        role: how the speaker is introduced, None where that is not said.
        own: whether it is a name; "the transport ministry" is none.
        sex: "he" or "she" where the speaker was called so.
    """

    name: str
    words: tuple[str, ...]
    form: str
    role: str | None = None
    own: bool = True


class Voices:
    """The speakers of one article. Ask it from the first sentence to the last.

    Args:
        article: in which they speak.
    """

    def __init__(self, article: Article) -> None:
        self._article = article
        self._last: tuple[int, Voice] | None = None
        self._roles: dict[tuple[str, ...], str | None] = {}

    def heard(self, index: int, voice: Voice) -> None:
        """Takes note that ``voice`` speaks in sentence ``index``."""
        self._last = (index, voice)

    def of(self, index: int, phrase: str) -> Voice | None:
        """Who ``phrase`` is, the speaker of something in sentence ``index``; None if not sure."""
        phrase = " ".join(phrase.split())
        pronoun = folded(phrase)
        if pronoun in PRONOUNS:
            return self._person(index, pronoun)
        if pronoun in _BODY_PRONOUNS:
            return self._body_before(index) if pronoun == "it" else None
        named = name_in(phrase, around=self._article.text)
        if named is not None and not self._is_plain_word(named, phrase):
            return self._named(phrase, named)
        return self._described(index, phrase)

    # -- names ------------------------------------------------------------------------------

    @cached_property
    def _full(self) -> tuple[Mention, ...]:
        """The names of several words, each form once, in the order of their first mention."""
        found: dict[tuple[str, ...], Mention] = {}
        for name in names_of(self._article.text):
            if len(name.words) > 1 and name.kind is NameKind.NAME:
                found.setdefault(name.words, name)
        return tuple(found.values())

    @cached_property
    def _by_word(self) -> dict[tuple[int, str], list[Mention]]:
        """The same by their last (-1) and first (0) words."""
        found: dict[tuple[int, str], list[Mention]] = {}
        for name in self._full:
            found.setdefault((-1, bare(name.words)[-1]), []).append(name)
            found.setdefault((0, name.words[0]), []).append(name)
        return found

    def _is_plain_word(self, named: Name, phrase: str) -> bool:
        """Whether the name is a common word at a sentence's start: "Police", "Critics"."""
        words = named.own
        if len(words) != 1 or not phrase.startswith(named.shown):
            return False
        if words[0] in _BODIES:
            return True
        known = words[0] in lists.FIRST_NAMES or (-1, words[0]) in self._by_word
        return is_common(words[0]) and not known and not named.shown.isupper()

    def _named(self, phrase: str, named: Name) -> Voice | None:
        place = phrase.find(named.shown)
        before, after = phrase[:place], phrase[place + len(named.shown) :]
        words = named.own
        tail = self._tail(after)
        if tail is None:
            return None
        if tail:
            last = tail[-1]
            body = f"{named.shown} {' '.join(tail)}"
            if last in _BODIES:
                return Voice(body, (*words, *tail), body, own=False)
            if last in _SPOKESPEOPLE:
                return self._fullest(named.shown, words, role=phrase[: place + len(body)])
            return None
        if is_people(" ".join(words)):
            return None
        if _LINK.search(before):
            head = re.findall(r"[a-z][\w-]*", before[: _LINK.search(before).start()])
            if not head or head[-1] not in _SPOKESPEOPLE:
                return None
            return self._fullest(named.shown, words, role=f"{before}{named.shown}")
        role = self._role_in(before)
        voice = self._fullest(named.shown, words, role=role)
        if voice is None or voice.role:
            return voice
        return replace(voice, role=self._introduced(voice))

    def _tail(self, after: str) -> tuple[str, ...] | None:
        """The nouns that go on a name: "police"; None where several are named."""
        if re.match(r",? and\b| &", after):
            return None
        found = _TAIL.match(after)
        if not found:
            return ()
        kept: list[str] = []
        for word in found[1].split():
            if word in _CUTS:
                break
            if word not in _BESIDE and not word.endswith("ly"):
                kept.append(word)
        return tuple(kept)

    def _role_in(self, before: str) -> str | None:
        """The role that stands before a name in the phrase of a speaker."""
        role = before.strip(" ,")
        if not role or folded(role).strip(".") in {"mr", "mrs", "ms", "miss", "mx", "and", "but"}:
            return None
        return role if len(role) <= _ROLE_REACH else None

    def _fullest(self, shown: str, words: tuple[str, ...], *, role: str | None) -> Voice | None:
        """The voice of a name, by its fullest form; None where it may be several."""
        if len(words) > 1:
            fuller = [one for one in self._full if self._is_fuller(words, one.words)]
            if fuller and all(same_name(fuller[0].words, one.words) for one in fuller):
                return Voice(fuller[0].text, fuller[0].words, shown, role)
            return Voice(shown, words, shown, role)
        word = bare(words)[-1] if words else ""
        if not word:
            return None
        if country_of(word):
            return Voice(shown, words, shown, role)
        for end in (-1, 0):
            named = self._by_word.get((end, word), [])
            persons = [one for one in named if lists.ORGANISATION_WORDS.isdisjoint(one.words)]
            found = self._one_of(persons or named)
            if found is not None:
                return Voice(found.text, found.words, shown, role)
            if named and end == -1:
                return None
        return Voice(shown, words, shown, role)

    def _is_fuller(self, words: tuple[str, ...], other: tuple[str, ...]) -> bool:
        if len(other) <= len(words):
            return False
        mine, others = bare(words), bare(other)
        if mine == others:
            return True
        organisation = not lists.ORGANISATION_WORDS.isdisjoint(other)
        return (
            mine[0] == others[0]
            and mine[-1] == others[-1]
            and not organisation
            or (organisation and shortens(words, other))
        )

    def _one_of(self, named: Sequence[Mention]) -> Mention | None:
        """The longest of names that are one's; None for none or for several people's."""
        if not named:
            return None
        longest = max(named, key=lambda one: len(one.words))
        for one in named:
            a, b = bare(one.words), bare(longest.words)
            if not (a == b or (a[0] == b[0] and a[-1] == b[-1]) or shortens(a, b)):
                return None
        return longest

    # -- descriptions -----------------------------------------------------------------------

    def _described(self, index: int, phrase: str) -> Voice | None:
        """A body without a name of its own, or the one person introduced by a role."""
        head = re.split(r"[,;(]| who | which | that ", phrase, maxsplit=1)[0].strip()
        named = resolved_phrase(self._article, head)
        if named is not None:
            return self._holder(head, named)
        bare_head = _LEAD.sub("", head, count=1)
        words = tuple(folded(bare_head).split())
        if not words or len(words) > 4 or words[-1] not in _BODIES:
            return None
        if head[0].islower() or _LEAD.match(head) or words[-1] == "police":
            return self._body(index, bare_head, words)
        return self._body(index, bare_head[0].lower() + bare_head[1:], words)

    def _holder(self, head: str, named: Name) -> Voice | None:
        """The person introduced by the role ``head``, "the transport minister" by all of it."""
        words = folded(head).split()[1:]
        role = " ".join(words)
        last = re.escape(named.own[-1])
        text = folded(self._article.text)
        if len(words) > 1 and not re.search(rf"\b{re.escape(role)}[^.]{{0,60}}\b{last}\b", text):
            return None
        return self._fullest(named.shown, named.own, role=head)

    def _body(self, index: int, shown: str, words: tuple[str, ...]) -> Voice | None:
        noun = words[-1]
        full = [
            one
            for one in self._full
            if one.words[-1] == noun or (one.words[0] == noun and "of" in one.words)
        ]
        if len(words) > 1:
            full = [one for one in full if set(words) <= set(one.words)]
        found = self._one_of(full)
        if found is not None:
            return Voice(found.text, found.words, f"the {shown}")
        if full:
            return None
        if len(words) == 1 and noun in _VAGUE:
            return self._body_before(index)
        if noun == "police":
            return Voice(shown, words, shown, own=False)
        return Voice(f"the {shown}", words, f"the {shown}", own=False)

    # -- pronouns ---------------------------------------------------------------------------

    def _person(self, index: int, pronoun: str) -> Voice | None:
        named = meant_by(self._article, index, pronoun)
        if named is None:
            return None
        voice = self._fullest(named.shown, named.own, role=None)
        return replace(voice, role=self._introduced(voice)) if voice else None

    def _body_before(self, index: int) -> Voice | None:
        """The body that spoke in the sentence before, or in this one."""
        if self._last is None:
            return None
        place, voice = self._last
        is_body = not voice.own or not lists.ORGANISATION_WORDS.isdisjoint(voice.words)
        return voice if index - place <= 1 and is_body else None

    # -- roles ------------------------------------------------------------------------------

    def _introduced(self, voice: Voice) -> str | None:
        """How the article introduces a speaker beside the full name."""
        if voice.words not in self._roles:
            self._roles[voice.words] = self._introduction(voice.name)
        return self._roles[voice.words]

    def _introduction(self, name: str) -> str | None:
        text = self._article.text
        place = text.find(name)
        if place < 0:
            return None
        end = place + len(name)
        apposed = _APPOSED.match(text, end, end + _ROLE_REACH + 4)
        if apposed and not _NO_ROLE.search(apposed[1]):
            return " ".join(apposed[1].split())
        return None
