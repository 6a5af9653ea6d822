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
from assistant.language.enclosures import Span
from assistant.language.name_forms import bare, country_of, is_people, same_name, shortens
from assistant.language.name_words import is_common, read_words
from assistant.language.names import Name as Mention
from assistant.language.names import NameKind, names_of
from assistant.language.people import PRONOUNS, fits, led_by, meant_by, named_in, spoke_on
from assistant.language.speaker_names import Name, name_in
from assistant.language.speakers import resolved_phrase
from assistant.language.word_lists import word_lists
from assistant.language.words import folded
from assistant.stories.roles import introduction
from assistant.stories.roles import trimmed as _role
from assistant.types import Article

_LISTS: Final = word_lists("speech.toml")
_BODIES: Final = _LISTS.words("bodies")
_VAGUE: Final = _LISTS.words("vague_bodies")
_SPOKESPEOPLE: Final = _LISTS.words("spokespeople")
_BESIDE: Final = _LISTS.words("beside_names")
_CUTS: Final = _LISTS.words("after_names")
_DOCUMENT: Final = re.compile(
    rf"(?:[Aa]n? |[Tt]he )?([A-Z][\w.&-]{{0,20}}(?: [A-Z][\w.&-]{{0,20}}){{0,5}})(?:[’']s?)?"
    rf" (?:[\w-]{{1,20}} ){{0,3}}{_LISTS.pattern('documents')}\Z"
)
"""What somebody issues, and speaks by: "a Vatican statement", "Lind's Facebook post"."""
_PLACES: Final = _LISTS.words("place_beginnings")
_NUMBER: Final = frozenset("0123456789")
_CAPITAL: Final = re.compile(r" (?!(?:Jr|Sr)\b)[A-Z][a-z]")
"""What stands behind a place that an office is named after: "Michigan" … " Secretary"."""
_OUTLETS: Final = frozenset({"cnn", "bbc", "nbc", "abc", "cbs", "npr", "espn"})
_DEFINITE: Final = re.compile(r"(?:the|this|that|(?:his|her|their)(?= family\b))\s", re.IGNORECASE)
_OFFICES: Final = lists.TITLES | word_lists("names.toml").words("roles")
_MARKS: Final = re.compile(r"[\"“”„«»]")
_OWNED: Final = re.compile(r"(?:its|their|his|her|our|my|your)\s(?!family\b)", re.IGNORECASE)
_FURTHER: Final = re.compile(
    r"(?:[’']s?)?(?: (?:of|for|and)(?: the)?)? [A-Z][\w’'-]{0,20}"
    r"(?:(?: (?:of|for|and)(?: the)?)? [A-Z][\w’'-]{0,20}){0,6}"
)
"""What goes on with the name of a body: "Office" … "of the Attorney General of Corvenne"."""
_IN_CHARGE: Final = re.compile(r"\b(?:in|In) \Z")
_ORGANISED: Final = lists.ORGANISATION_WORDS - lists.FIRST_NAMES
_GENERIC: Final = lists.GENERIC | _ORGANISED
_LONGEST: Final = 4
"""Words of a body without a name of its own: "the provincial emergency office"."""
_LINK: Final = re.compile(
    r"(?:^|\s)(?:of|for|at|from|in|with|to|on|by) "
    r"(?:(?:the|an?|his|her|its|their) (?:[a-z][^\s,]{0,20} ){0,3})?(?:[A-Z][^\s,]{0,20} ){0,3}\Z"
)
_LINKED: Final = re.compile(r"\s(?:of|for|at|from|in|with)\s")
_TAIL: Final = re.compile(r"(?:[’']s?)?((?: [a-z][\w’'-]{0,30}){1,3})(?=[ ,]|\Z)")
_JOINT: Final = re.compile(r",? and\b| &")
_LEAD: Final = re.compile(r"(?:the|a|an|its|their|his|her|our|this|that)\s", re.IGNORECASE)
_OWNER: Final = re.compile(r"((?:[A-Z][\w.]{0,20} ){0,3}[A-Z][\w.]{0,20}[’']s?) \Z")
_AMPERSAND: Final = re.compile(r"((?:[A-Z][\w.’'-]{0,20},? ){1,3}& )\Z")
_FULL_NAME: Final = 2


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as an article has them.

    Attributes:
        name: the fullest form that the article gives.
        words: its words, as ``names.Name`` has them; for comparing.
        form: as the phrase itself has the name.
        role: how the speaker is introduced, None where that is not said.
        own: whether it is a name; "the transport ministry" is none.
    """

    name: str
    words: tuple[str, ...]
    form: str
    role: str | None = None
    own: bool = True

    @property
    def organised(self) -> bool:
        """Whether it is a body by its words."""
        return not self.own or not _ORGANISED.isdisjoint(self.words)


_FARTHEST: Final = 12
"""Sentences back to which a pronoun is followed."""
_REACH: Final = 30
_KIN: Final = re.compile(r"\b[A-Z][a-z]{1,20} and \Z")


def _may_go_on(words: tuple[str, ...], before: str) -> bool:
    """Whether a name may be the first part of a body's: "Office", "Friends"."""
    if _GENERIC & set(words):
        return True
    alone = not re.search(r"[a-z]{3}", before) or _LEAD.fullmatch(before) is not None
    return len(words) == 1 and alone and words[0] not in lists.FIRST_NAMES


def _untitled(name: Mention) -> Mention:
    """A name without the office that is written like a part of it: "Coroner Mark Bowen"."""
    cut = _office(name.words)
    if not cut:
        return name
    return replace(name, text=name.text.split(maxsplit=cut)[-1], words=name.words[cut:])


def _office(words: tuple[str, ...]) -> int:
    """How many words before a full name are an office: "UEFA Presidents", "Coroner"."""
    for place in range(1, len(words) - 1):
        if words[place] in lists.FIRST_NAMES and words[place - 1] in _OUTLETS:
            return place
    for place in range(len(words) - _FULL_NAME, 0, -1):
        if words[place - 1] in _OFFICES or words[place - 1].removesuffix("s") in _OFFICES:
            return 0 if words[-1] in _ORGANISED else place
    return 0


def _made_whole(before: str, named: Name) -> tuple[str, str, tuple[str, ...]]:
    """A name with its first part, where that stands before it, and what stands before both."""
    shown, words = named.shown, named.own
    owned = _OWNER.search(before) if _GENERIC.issuperset(words) else None
    whole = _AMPERSAND.search(before) or owned
    if whole:
        shown = f"{whole[1].strip()} {shown}"
        return before[: whole.start()], shown, tuple(one.folded for one in read_words(shown))
    if words[0] == "charge" and len(words) > 1 and _IN_CHARGE.search(before):
        return before, shown.split(maxsplit=1)[1], words[1:]
    return before, shown, words


class Voices:
    """The speakers of one article. Ask it from the first sentence to the last.

    Args:
        article: in which they speak.
    """

    def __init__(self, article: Article) -> None:
        self._article = article
        self._last: tuple[int, Voice] | None = None

    def heard(self, index: int, voice: Voice) -> None:
        """Takes note that ``voice`` speaks in sentence ``index``."""
        self._last = (index, voice)

    def of(self, index: int, span: Span) -> Voice | None:
        """Who speaks in sentence ``index`` by the phrase at ``span``; None where it is not sure."""
        phrase = " ".join(self._article.text[span.start : span.end].split())
        if _MARKS.search(phrase):
            return None
        pronoun = folded(phrase)
        if pronoun in PRONOUNS:
            return self._person(index, span.start, pronoun)
        if pronoun == "it":
            return self._body_before(index)
        written = _DOCUMENT.match(phrase)
        if written:
            phrase = written[1]
        named = name_in(phrase, around=self._article.text)
        if named is None:
            return self._described(index, phrase)
        return (
            self._described(index, phrase)
            if self._is_plain(named, phrase)
            else self._named(phrase, named)
        )

    # -- names ------------------------------------------------------------------------------

    @cached_property
    def _full(self) -> tuple[Mention, ...]:
        """The names of several words, each form once, in the order of their first mention."""
        found: dict[tuple[str, ...], Mention] = {}
        alone: set[str] = set()
        for name in names_of(self._article.text):
            if len(name.words) == 1 and name.title in lists.PERSONAL_TITLES:
                alone.add(name.words[0])
            # "President Obama … Malia and Sasha Obama": who is introduced without a first name
            # is not who has one later.
            elif len(name.words) > 1 and name.kind is NameKind.NAME:
                kin = name.words[-1] in alone or _KIN.search(
                    self._article.text, max(0, name.start - _REACH), name.start
                )
                if not kin:
                    found.setdefault(name.words, _untitled(name))
        return tuple(found.values())

    @cached_property
    def _by_word(self) -> dict[tuple[int, str], list[Mention]]:
        """The same by their last (-1) and first (0) words."""
        found: dict[tuple[int, str], list[Mention]] = {}
        for name in self._full:
            found.setdefault((-1, bare(name.words)[-1]), []).append(name)
            found.setdefault((0, name.words[0]), []).append(name)
        return found

    @cached_property
    def _inside(self) -> frozenset[str]:
        """The words of names that stand inside sentences, where a capital proves something."""
        known = (one for one in names_of(self._article.text) if not one.opening)
        return frozenset(word for one in known for word in one.words)

    def _is_plain(self, named: Name, phrase: str) -> bool:
        """Whether the name is a common word at a sentence's start: "Police", "Critics"."""
        words = named.own
        if len(words) != 1 or not phrase.startswith(named.shown):
            return False
        word = words[0]
        if word in _BODIES or word.endswith("ly"):
            return True
        known = word in lists.FIRST_NAMES or (-1, word) in self._by_word or country_of(word)
        common = is_common(word) or word not in self._inside
        return not known and common and not named.shown.isupper()

    def _named(self, phrase: str, named: Name) -> Voice | None:
        """Who a phrase with a name is: not everybody in whose phrase a name stands."""
        place = phrase.find(named.shown)
        before, after = phrase[:place], phrase[place + len(named.shown) :]
        before, shown, words = _made_whole(before, named)
        further = _FURTHER.match(after) if _may_go_on(words, before) else None
        if further:
            shown, after = f"{shown}{further[0]}", after[further.end() :]
            words = tuple(one.folded for one in read_words(shown))
            return Voice(shown, words, shown) if words.count("and") <= 1 else None
        if _NUMBER.intersection(words) or _CAPITAL.match(after):
            return None
        tail = self._tail(after)
        if tail is None or (not tail and is_people(" ".join(words))):
            return None
        if tail:
            return self._with_tail(shown, words, tail, phrase=phrase)
        link = _LINK.search(before)
        return self._beside(shown, words, before, link) if link else self._own(shown, words, before)

    def _beside(
        self, shown: str, words: tuple[str, ...], before: str, link: re.Match[str]
    ) -> Voice | None:
        """The body of which somebody without a name is: only who speaks for it is its voice."""
        nouns = re.findall(r"[a-z][\w-]*", before[: link.start()])
        if not nouns or nouns[-1] not in _SPOKESPEOPLE:
            return None
        return self._fullest(shown, words, role=_role(f"{before}{shown}"))

    def _own(self, shown: str, words: tuple[str, ...], before: str) -> Voice | None:
        """Who is named, with what stands before the name."""
        voice = self._fullest(shown, words, role=None)
        if voice is None:
            return None
        role = _role(before.split(voice.name.split()[0], maxsplit=1)[0])
        if role:
            return replace(voice, role=role)
        return replace(voice, role=introduction(self._article, voice.name))

    def _with_tail(
        self, shown: str, words: tuple[str, ...], tail: tuple[str, ...], *, phrase: str
    ) -> Voice | None:
        """Who a name with nouns behind it is: a body, or the body that somebody speaks for."""
        if tail[-1] in _SPOKESPEOPLE:
            return self._fullest(shown, words, role=_role(phrase))
        if tail[-1] not in _BODIES:
            return None
        body = f"{shown} {' '.join(tail)}"
        return Voice(body, (*words, *tail), body)

    def _tail(self, after: str) -> tuple[str, ...] | None:
        """The nouns that go on a name: "police"; None where several are named."""
        if _JOINT.match(after):
            return None
        found = _TAIL.match(after)
        kept: list[str] = []
        for word in found[1].split() if found else ():
            if word in _CUTS:
                break
            if word not in _BESIDE and not word.endswith("ly"):
                kept.append(word)
        return tuple(kept)

    def _fullest(self, shown: str, words: tuple[str, ...], *, role: str | None) -> Voice | None:
        """The voice of a name, by its fullest form; None where it may be several."""
        cut = _office(words)
        shown, words = (shown.split(maxsplit=cut)[-1], words[cut:]) if cut else (shown, words)
        as_it_is = Voice(shown, words, shown, role)
        if len(words) > 1:
            fuller = [one for one in self._full if self._is_fuller(words, one.words)]
            if fuller and all(same_name(fuller[0].words, one.words) for one in fuller):
                return Voice(fuller[0].text, fuller[0].words, shown, role)
            return as_it_is
        word = bare(words)[-1] if words else ""
        if not word or country_of(word):
            return as_it_is if word else None
        for end in (-1, 0):
            named = self._by_word.get((end, word), [])
            if end == 0 and word not in lists.FIRST_NAMES:
                named = [one for one in named if _GENERIC & set(one.words)]
            if end:
                named = [one for one in named if _ORGANISED.isdisjoint(one.words)]
            found = self._one_of(named)
            if found is not None:
                return Voice(found.text, found.words, shown, role)
            if named and end:
                return None
        return as_it_is

    def _is_fuller(self, words: tuple[str, ...], other: tuple[str, ...]) -> bool:
        if other[0] == "charge":
            return False
        if len(other) <= len(words):
            return False
        mine, others = bare(words), bare(other)
        if mine == others:
            return True
        if not _ORGANISED.isdisjoint(other):
            return mine[0] == others[0] and shortens(words, other)
        return (mine[0], mine[-1]) == (others[0], others[-1])

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
        named = resolved_phrase(self._article, head) if _LEAD.match(head) else None
        if named is not None:
            return self._holder(head, named)
        bare_head = _LEAD.sub("", head, count=1)
        if _OWNED.match(head):
            return None
        linked = _LINKED.search(bare_head)
        if linked:
            return self._linked(index, bare_head, linked)
        words = tuple(folded(bare_head).split())
        if not words or len(words) > _LONGEST or words[-1] not in _BODIES:
            return None
        if words[-1] != "police" and not _DEFINITE.match(head):
            return None
        return self._body(index, bare_head, words)

    def _linked(self, index: int, head: str, linked: re.Match[str]) -> Voice | None:
        """A body by who speaks for it, or the police of a place."""
        noun = head[: linked.start()].split()[-1:]
        if noun and noun[0] in _SPOKESPEOPLE:
            inner = self._described(index, head[linked.end() :])
            return replace(inner, role=_role(head)) if inner else None
        if noun != ["police"]:
            return None
        return Voice(head, tuple(folded(head).split()), head, own=False)

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

    def _person(self, index: int, place: int, pronoun: str) -> Voice | None:
        """Whom "he" or "she" in sentence ``index`` stands for."""
        article = self._article
        nearer = {one.words[-1] for one in named_in(article, index) if one.start < place}
        named = meant_by(article, index, pronoun)
        if named and self._is_rivalled(index, named.own[-1]):
            return None
        named = named or self._led(index, pronoun)
        voice = (
            self._fullest(named.shown, named.own, role=None)
            if named
            else self._spoke(index, pronoun)
        )
        if voice is None or nearer - {voice.words[-1]} or voice.words[0] in _PLACES:
            return None
        return replace(voice, role=introduction(article, voice.name))

    def _is_rivalled(self, index: int, key: str) -> bool:
        """Whether somebody else is called by a surname alone since ``key`` was last named."""
        for place in range(index - 1, max(-1, index - 1 - _FARTHEST), -1):
            alone = {one.words[0] for one in named_in(self._article, place) if not one.words[1:]}
            last = {one.words[-1] for one in named_in(self._article, place)}
            if key in last:
                return False
            if alone:
                return True
        return False

    def _led(self, index: int, pronoun: str) -> Name | None:
        """The person with whom the sentence before begins."""
        return led_by(self._article, index - 1, pronoun) if index else None

    def _spoke(self, index: int, pronoun: str) -> Voice | None:
        """Who spoke last, where nobody else can be meant."""
        if self._last is None:
            return None
        first, voice = self._last
        if voice.organised or len(voice.words) < _FULL_NAME:
            return None
        if not fits(voice.words, pronoun, self._article.text):
            return None
        key = voice.words[-1]
        goes_on = spoke_on(self._article, first, index, key=key, pronoun=pronoun)
        return voice if goes_on else None

    def _body_before(self, index: int) -> Voice | None:
        """The body that spoke in the sentence before, or in this one."""
        if self._last is None:
            return None
        place, voice = self._last
        return voice if index - place <= 1 and voice.organised else None
