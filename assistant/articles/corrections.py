"""Finds the notes in which an article says that it was corrected, clarified, retracted, updated.

Such notes stand at the head or at the foot, in wordings that outlets keep to: a label
("Correction:", "Clarification, March 7:", "CORRECTS spelling of name"), or a sentence about
the article itself ("An earlier version of this article misstated …", "This article was
amended on 7 March 2025 because …", "(Refiles to fix typo)"). The same words in a story, about
the market's correction, correctional officers or another paper's retraction, are no note.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from assistant.examining import UNEXAMINED, examined
from assistant.language.punctuation import CLOSING, OPENING
from assistant.language.word_lists import word_lists
from assistant.types import Article, CorrectionKind, CorrectionNote, Statement, cited

_LISTS: Final = word_lists("corrections.toml")
_HINTS: Final = _LISTS.in_order("hints")
_AS_WRITTEN: Final = frozenset({"plain", "shouted"})
"""Patterns whose case counts."""


def _expanded(table: str, name: str) -> str:
    """A pattern of the data file, with the parts that it names in their places."""
    lines = _LISTS.table(table).lines(name)
    return re.sub(r"\{([a-z-]+)\}", lambda part: _expanded("parts", part[1]), "".join(lines))


WORDING: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(
        _expanded("patterns", name), re.NOFLAG if name in _AS_WRITTEN else re.IGNORECASE
    )
    for name in _LISTS.table("patterns").names
}
"""The wordings of notes; the data file says what each is for."""
_WHOLE: Final = re.compile(_expanded("parts", "whole"))
_VERSION: Final = "version of this"

_HEAD: Final = 10
"""Sentences from the beginning among which a note may begin."""
_FOOT: Final = 14
"""Sentences from the end, likewise."""
_FEWEST_WORDS: Final = 4
"""Words of an editor's note at least."""
_MOST_WITHIN: Final = 3
"""Notes between head and foot at most."""
_LONGEST: Final = 8
"""Sentences of one note at most."""

_BACK: Final = frozenset({"retracted", "withdrawn", "removed", "taken down", "unpublished"})
_RIGHT: Final = frozenset({"corrected", "amended", "refiled"})


def correction_notes(article: Article) -> tuple[CorrectionNote, ...]:
    """The notes that an article carries about itself, in the order of reading.

    Never fails: where they cannot be examined, one note says so.
    """
    return examined(
        article.id, "corrections", lambda: _notes(article), otherwise=not_examined(article.id)
    )


def not_examined(article_id: str) -> tuple[CorrectionNote, ...]:
    """What stands for the notes of an article that could not be examined."""
    return (CorrectionNote(article_id, CorrectionKind.NOT_EXAMINED, UNEXAMINED),)


def _notes(article: Article) -> tuple[CorrectionNote, ...]:
    found: list[CorrectionNote] = []
    if note := _in_title(article):
        found.append(note)
    lines = _Lines(article)
    after = 0
    for index in _candidates(lines):
        if index < after:
            continue
        last = _last_of_note(lines, index)
        kind = _kind_at(lines, index, last)
        if kind is not None:
            found.append(CorrectionNote(article.id, kind, lines.run(index, last), index, last))
            after = last + 1
    return tuple(found)


def corrections_of(
    statements: Sequence[Statement], articles: Iterable[Article]
) -> tuple[CorrectionNote, ...]:
    """The notes of those of ``articles`` that statements cite, in the order of citation."""
    by_id = {article.id: article for article in articles}
    return tuple(
        note
        for source in cited(statements)
        if source.article_id in by_id
        for note in correction_notes(by_id[source.article_id])
    )


def gap_before(article: Article, index: int) -> str:
    """What stands between sentence ``index`` and the one before it."""
    before = article.sentences[index - 1].end if index else 0
    return article.text[before : article.sentences[index].start]


class _Lines:
    """The sentences of an article, each in one line, made when they are asked for."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._made: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.article.sentences)

    def __getitem__(self, index: int) -> str:
        if index not in self._made:
            self._made[index] = " ".join(self.article.sentence_text(index).split())
        return self._made[index]

    def hinting(self, indices: range) -> Iterator[int]:
        if not indices:
            return
        sentences = self.article.sentences
        run = self.article.text[sentences[indices[0]].start : sentences[indices[-1]].end].lower()
        present = [hint for hint in _HINTS if hint in run]
        for index in indices if present else ():
            said = self.article.sentence_text(index).lower()
            if any(hint in said for hint in present):
                yield index

    def run(self, first: int, last: int) -> str:
        return " ".join(self[index] for index in range(first, last + 1))

    def opens(self, index: int) -> bool:
        """Whether a sentence is the first of its line in the article."""
        return index == 0 or "\n" in gap_before(self.article, index)


def _candidates(lines: _Lines) -> Iterator[int]:
    """The sentences that a note may begin with.

    Within a live blog an entry may have a note of its own: there only what speaks of an
    earlier version counts, on a line of its own. One that has many such is a column of
    corrections: they are other articles' notes.
    """
    text, sentences = lines.article.text, lines.article.sentences
    head = min(_HEAD, len(lines))
    foot = max(head, len(lines) - _FOOT)
    yield from lines.hinting(range(head))
    within: dict[int, None] = {}
    place = text.find(_VERSION)
    while place >= 0:
        index = bisect_right(sentences, place, key=lambda one: one.start) - 1
        if head <= index < foot and lines.opens(index):
            label = WORDING["label"].match(lines[index])
            if WORDING["about-itself"].match(
                lines[index][label.end() :] if label else lines[index]
            ):
                within[index] = None
        place = text.find(_VERSION, place + 1)
    yield from within if len(within) <= _MOST_WITHIN else ()
    yield from lines.hinting(range(foot, len(lines)))


def _last_of_note(lines: _Lines, first: int) -> int:
    """A note goes on to the end of its line; a bare label takes in the next line."""
    last = first
    bare = _is_bare(lines[first])
    while last + 1 < len(lines) and last - first + 1 < _LONGEST:
        if lines.opens(last + 1):
            if not bare:
                break
            bare = False
        elif bare:
            bare = _is_bare(lines.run(first, last + 1))
        last += 1
    if last - first + 1 < _LONGEST or last + 1 == len(lines) or lines.opens(last + 1):
        return last
    # A story told in one line: the note is what speaks of it.
    last = first
    while last - first + 1 < _LONGEST and WORDING["wrong"].search(lines[last + 1]):
        last += 1
    return last


def _is_bare(text: str) -> bool:
    label = WORDING["label"].match(text)
    if label is None:
        return False
    date = WORDING["when"].match(text, label.end())
    return not any(c.isalnum() for c in text[date.end() if date else label.end() :])


def _kind_at(lines: _Lines, index: int, last: int) -> CorrectionKind | None:
    line = lines[index]
    if not line or line[0] in OPENING + CLOSING:
        return None
    whole = lines.run(index, last)
    if label := WORDING["label"].match(whole):
        return _kind_of_labelled(label["label"].casefold(), whole[label.end() :])
    if WORDING["about-itself"].match(line) and _says_what(whole):
        return _kind_of(whole, otherwise=CorrectionKind.CORRECTION)
    if done := WORDING["this-has-been"].match(line):
        own = done["which"].casefold() == "this" or (
            lines.opens(index) and WORDING["the-own"].match(line)
        )
        what = done["what"].casefold()
        return _kind_of_done(done["done"].casefold(), what, whole) if own else None
    return _kind_of_slug(line, whole, head=index < _HEAD) if lines.opens(index) else None


def _kind_of_slug(line: str, whole: str, *, head: bool) -> CorrectionKind | None:
    if WORDING["developing"].match(line):
        return CorrectionKind.UPDATE
    if head and WORDING["kill"].match(line):
        return CorrectionKind.RETRACTION
    if WORDING["slug"].match(line) or (head and WORDING["shouted"].match(line)):
        return _kind_of(whole, otherwise=CorrectionKind.CORRECTION)
    return None


def _kind_of_labelled(label: str, rest: str) -> CorrectionKind | None:
    """What a label makes of what follows it: a heading "Corrections:" alone is no note."""
    if "editor" in label or "publisher" in label:
        return _kind_of_editors_note(rest)
    of_itself = WORDING["of-itself"].search(rest) or WORDING["this-has-been"].match(rest.lstrip())
    if label.startswith("update") and not re.search("correct|clarif", label):
        return _kind_of(rest, otherwise=CorrectionKind.UPDATE) if of_itself else None
    plain = not label.endswith("s") and WORDING["plain"].match(rest) is not None
    if not (
        plain or of_itself or WORDING["wrong"].search(rest) or WORDING["set-right"].search(rest)
    ):
        return None
    if "retract" in label or "withdrawn" in label:
        return CorrectionKind.RETRACTION
    clearer = WORDING["clearer"].search(rest) and not WORDING["wrong"].search(rest)
    if "clarif" in label and (clearer or "correct" not in label):
        return CorrectionKind.CLARIFICATION
    return CorrectionKind.CORRECTION


def _kind_of_editors_note(rest: str) -> CorrectionKind | None:
    """An editor's note may tell anything: who wrote it and what to subscribe to is no note."""
    if WORDING["of-itself"].search(rest) and (
        WORDING["wrong"].search(rest) or WORDING["taken-back"].search(rest)
    ):
        return _kind_of(rest, otherwise=CorrectionKind.CORRECTION)
    if WORDING["this-has-been"].match(rest.lstrip()) or WORDING["it-was"].search(rest):
        return _kind_of(rest, otherwise=CorrectionKind.UPDATE)
    told = len(rest.split()) >= _FEWEST_WORDS and not WORDING["housekeeping"].search(rest)
    return CorrectionKind.EDITORS_NOTE if told or WORDING["of-its-day"].match(rest) else None


def _kind_of_done(done: str, what: str, whole: str) -> CorrectionKind | None:
    if done in _BACK:
        return CorrectionKind.RETRACTION if _WHOLE.fullmatch(what) else CorrectionKind.CORRECTION
    if done in {"published", "posted"} and not WORDING["it-was"].search(whole):
        return None
    if done == "clarified":
        return CorrectionKind.CLARIFICATION
    usual = CorrectionKind.CORRECTION if done in _RIGHT else CorrectionKind.UPDATE
    return _kind_of(whole, otherwise=usual)


def _kind_of(text: str, *, otherwise: CorrectionKind) -> CorrectionKind:
    """The gravest kind that a note's words speak of."""
    if WORDING["taken-back"].search(text):
        return CorrectionKind.RETRACTION
    wrong = WORDING["mended"] if otherwise is CorrectionKind.UPDATE else WORDING["wrong"]
    if wrong.search(text):
        return CorrectionKind.CORRECTION
    return CorrectionKind.CLARIFICATION if WORDING["clearer"].search(text) else otherwise


def _says_what(text: str) -> bool:
    names = ("wrong", "clearer", "taken-back", "set-right", "says")
    return any(WORDING[name].search(text) for name in names)


def _in_title(article: Article) -> CorrectionNote | None:
    """A wire's slug in the headline: "CORRECTED-…", "Correction: Ferry story", "KILL: …"."""
    match = WORDING["title"].match(article.title)
    if match is None or (done := match["done"] or match["late"]) is None:
        return None
    word, text = done.casefold(), " ".join(article.title.split())
    if "kill" in word or word in {"retraction", "retracted", "withdrawn"}:
        return CorrectionNote(article.id, CorrectionKind.RETRACTION, text)
    if "clarification" in word and "correction" not in word:
        return CorrectionNote(article.id, CorrectionKind.CLARIFICATION, text)
    return CorrectionNote(article.id, CorrectionKind.CORRECTION, text)
