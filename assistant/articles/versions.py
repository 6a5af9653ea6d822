"""Two versions of an article beside each other: which is newer, and what has changed.

Pure: articles in, values out. Sentences are compared as they read, without regard to white
space; words within two sentences that stand for each other are compared likewise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Final

from assistant.examining import UNEXAMINED, examined
from assistant.types import Article, Citation, day_of
from assistant.versions import (
    CitedSentence,
    Difference,
    Edit,
    Later,
    Marked,
    MetadataEdit,
    SentenceEdit,
    Since,
)

ALIKE: Final = 0.5
"""How alike two sentences are (shared words, from 0 to 1) that count as one, changed."""
_MOST_PAIRS: Final = 2_500
"""Pairs of sentences of one changed run that are compared; in a longer run none is."""

_MOST_COMPARED: Final = 9_000_000
"""Pairs of sentences of two versions that are compared: 3,000 each."""
_MOST_WORDS: Final = 4_000_000
"""Pairs of words of two sentences that are compared; longer ones differ as a whole."""

_CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD: Final = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+|[^\w\s]|\s+")


def is_older(article: Article, than: Article) -> bool:
    """Whether the articles' own dates say that ``article`` is the older version of the two.

    The date of the last update counts, or else that of publication. Where one of them states
    neither, or only the same day, nothing is said.
    """
    return comes_before(article.updated or article.published, than.updated or than.published)


def comes_before(one: date | None, other: date | None) -> bool:
    """Whether ``one`` is the earlier of two dates: to the day where either gives no time.

    Where one of them is not known nothing is said.
    """
    if one is None or other is None:
        return False
    if _exact(one) and _exact(other):
        return one < other
    return day_of(one) < day_of(other)


def difference(old: Article, new: Article) -> Difference:
    """What changed from ``old`` to ``new``, sentence by sentence, in their order.

    Never fails: where it cannot be examined, that is all it says.
    """
    about = (MetadataEdit("comparison", "", UNEXAMINED),)
    unknown = Difference(old.id, new.id, about, ())
    return examined(new.id, "changes", lambda: _difference(old, new), otherwise=unknown)


def _difference(old: Article, new: Article) -> Difference:
    before, after = _sentences(old), _sentences(new)
    edits: list[SentenceEdit] = []
    for kind, i1, i2, j1, j2 in _operations(before, after):
        if kind == "equal":
            edits += [
                SentenceEdit(Edit.KEPT, i, j, _plain(before[i]), _plain(after[j]))
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            ]
        else:
            edits += _rewritten(before, after, _Run(i1, i2, j1, j2))
    return Difference(old.id, new.id, tuple(_about(old, new)), tuple(edits))


def _operations(
    before: Sequence[str], after: Sequence[str]
) -> Sequence[tuple[str, int, int, int, int]]:
    """How the sentences ``before`` became those ``after``, as ``SequenceMatcher`` tells it.

    It takes quadratic time where sentences have changed places. Of texts longer than any
    article only what they begin and end with alike is kept, and all between is rewritten.
    """
    if len(before) * len(after) <= _MOST_COMPARED:
        return SequenceMatcher(None, before, after).get_opcodes()
    most = min(len(before), len(after))
    begun = next((at for at in range(most) if before[at] != after[at]), most)
    most -= begun
    ended = next((at for at in range(most) if before[-at - 1] != after[-at - 1]), most)
    olds, news = len(before) - ended, len(after) - ended
    return [
        ("equal", 0, begun, 0, begun),
        ("replace", begun, olds, begun, news),
        ("equal", olds, len(before), news, len(after)),
    ]


def became_of(
    citations: Sequence[Citation], *, cited: Article, newest: Article
) -> dict[CitedSentence, Since]:
    """What became, in the ``newest`` version, of sentences that were cited from another one.

    A sentence stands where the newest version has its very words, wherever that is.

    Args:
        citations: citations of ``cited``.
        cited: the version that they were made from.
        newest: the version that is searched today.
    """
    told, whole = _sentences(newest), _one_line(newest.text)
    standing = frozenset(told)
    changed: dict[int, int] = {}
    found: dict[CitedSentence, Since] = {}
    for citation in citations:
        quote = _one_line(citation.quote)
        since = Since(Later.STANDS, newest=newest.id)
        # Sentences may have been cut anew since: the text as a whole tells, too.
        if quote not in standing and quote not in whole:
            changed = changed or _successors(cited, newest)
            after = changed.get(_index_of(citation, cited))
            since = (
                Since(Later.WITHDRAWN, newest=newest.id)
                if after is None
                else Since(Later.CHANGED, text=told[after], newest=newest.id)
            )
        found[citation.article_id, citation.sentence_index] = since
    return found


def _successors(old: Article, new: Article) -> dict[int, int]:
    """Which sentence of ``new`` each changed sentence of ``old`` has become."""
    return {
        edit.before: edit.after
        for edit in difference(old, new).sentences
        if edit.edit is Edit.CHANGED and edit.before is not None and edit.after is not None
    }


def _index_of(citation: Citation, article: Article) -> int:
    """The sentence that a citation is about, which may have been cut anew since."""
    inside = (
        s.index for s in article.sentences if s.start < citation.end and s.end > citation.start
    )
    return next(inside, citation.sentence_index)


@dataclass(frozen=True, slots=True)
class _Run:
    """Sentences ``old_start:old_end`` that gave way to ``new_start:new_end``."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class _Pair:
    """An old and a new sentence that stand for each other."""

    old: int
    new: int


def _rewritten(before: Sequence[str], after: Sequence[str], run: _Run) -> Iterator[SentenceEdit]:
    """The edits of a run: what went, what changed and what came, in the order of reading."""
    old, new = run.old_start, run.new_start
    for pair in [*_pairs(before, after, run), _Pair(run.old_end, run.new_end)]:
        for i in range(old, pair.old):
            yield SentenceEdit(Edit.REMOVED, i, None, _all_changed(before[i]))
        for j in range(new, pair.new):
            yield SentenceEdit(Edit.ADDED, None, j, (), _all_changed(after[j]))
        if pair.old < run.old_end:
            yield _changed(before[pair.old], after[pair.new], pair)
        old, new = pair.old + 1, pair.new + 1


def _pairs(before: Sequence[str], after: Sequence[str], run: _Run) -> list[_Pair]:
    """Sentences of the run that are one sentence changed: the likest first, never crossing."""
    olds, news = range(run.old_start, run.old_end), range(run.new_start, run.new_end)
    if not olds or not news or len(olds) * len(news) > _MOST_PAIRS:
        return []
    old_words = {i: _terms(before[i]) for i in olds}
    alike: list[tuple[float, int, int]] = []
    for j in news:
        new_words = _terms(after[j])
        for i in olds:
            likeness = _likeness(old_words[i], new_words)
            if likeness >= ALIKE:
                alike.append((-likeness, i, j))
    chosen: list[_Pair] = []
    for _, i, j in sorted(alike):
        if all(_beside(pair, i, j) for pair in chosen):
            chosen.append(_Pair(i, j))
    return sorted(chosen, key=lambda pair: pair.old)


def _beside(pair: _Pair, i: int, j: int) -> bool:
    """Whether ``i`` and ``j`` lie on the same side of ``pair``."""
    return (i < pair.old and j < pair.new) or (i > pair.old and j > pair.new)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two bags of words: 1 for the same words, 0 for none shared."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _changed(before: str, after: str, pair: _Pair) -> SentenceEdit:
    """A sentence and what became of it, with the words that differ marked in both."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > _MOST_WORDS:
        return SentenceEdit(
            Edit.CHANGED, pair.old, pair.new, _all_changed(before), _all_changed(after)
        )
    old_marks: list[Marked] = []
    new_marks: list[Marked] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        differs = kind != "equal"
        _mark(old_marks, "".join(old[i1:i2]), changed=differs)
        _mark(new_marks, "".join(new[j1:j2]), changed=differs)
    return SentenceEdit(Edit.CHANGED, pair.old, pair.new, tuple(old_marks), tuple(new_marks))


def _mark(marks: list[Marked], text: str, *, changed: bool) -> None:
    if text:
        marks.append(Marked(text, changed))


def _plain(text: str) -> tuple[Marked, ...]:
    return (Marked(text),)


def _all_changed(text: str) -> tuple[Marked, ...]:
    return (Marked(text, changed=True),)


def _about(old: Article, new: Article) -> Iterator[MetadataEdit]:
    for name, before, after in (
        ("headline", old.title, new.title),
        ("outlet", old.source, new.source),
        ("by", ", ".join(old.authors), ", ".join(new.authors)),
        ("published", _moment(old.published), _moment(new.published)),
        ("updated", _moment(old.updated), _moment(new.updated)),
    ):
        if (before or "") != (after or ""):
            yield MetadataEdit(name, before or "", after or "")


def _moment(moment: date | None) -> str:
    return moment.isoformat() if moment else ""


def _sentences(article: Article) -> list[str]:
    return [_one_line(article.sentence_text(index)) for index in range(len(article.sentences))]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _terms(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(text) if word[0].isalnum())


def _exact(moment: date) -> bool:
    """Whether it is a moment that compares with others: with its time and its time zone."""
    return isinstance(moment, datetime) and moment.tzinfo is not None
