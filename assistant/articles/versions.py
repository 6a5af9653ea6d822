"""Two versions of an article beside each other: which is newer, and what has changed.

Pure: articles in, values out. Sentences are compared as they read, without regard to white
space; words within two sentences that stand for each other are compared likewise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Final

from assistant.articles.copies import CJK
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

_WORD: Final = re.compile(rf"[{CJK}]|[^\W{CJK}]+|[^\w\s]|\s+")


def lines_of(article: Article) -> list[str]:
    """The sentences of ``article``, each on one line: white space is single spaces."""
    return [" ".join(article.sentence_text(i).split()) for i in range(len(article.sentences))]


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
    # Moments compare where both have a time and a time zone.
    if all(isinstance(each, datetime) and each.tzinfo is not None for each in (one, other)):
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
    before, after = lines_of(old), lines_of(new)
    edits: list[SentenceEdit] = []
    for kind, i1, i2, j1, j2 in _opcodes(before, after):
        if kind == "equal":
            edits += [
                SentenceEdit(Edit.KEPT, i, j, (Marked(before[i]),), (Marked(after[j]),))
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
            ]
        else:
            edits += _rewritten(before, after, range(i1, i2), range(j1, j2))
    return Difference(old.id, new.id, tuple(_about(old, new)), tuple(edits))


def _opcodes(
    before: Sequence[str], after: Sequence[str]
) -> Sequence[tuple[str, int, int, int, int]]:
    """How the sentences ``before`` became those ``after``, as ``SequenceMatcher`` reports it.

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
    lines, whole = lines_of(newest), " ".join(newest.text.split())
    standing = frozenset(lines)
    changed: dict[int, int] = {}
    found: dict[CitedSentence, Since] = {}
    for citation in citations:
        quote = " ".join(citation.quote.split())
        since = Since(Later.STANDS, newest=newest.id)
        # Sentences may have been cut anew since: the text as a whole tells, too.
        if quote not in standing and quote not in whole:
            changed = changed or {
                edit.before: edit.after
                for edit in difference(cited, newest).sentences
                if edit.edit is Edit.CHANGED and edit.before is not None and edit.after is not None
            }
            after = changed.get(_index_of(citation, cited))
            since = (
                Since(Later.WITHDRAWN, newest=newest.id)
                if after is None
                else Since(Later.CHANGED, text=lines[after], newest=newest.id)
            )
        found[citation.article_id, citation.sentence_index] = since
    return found


def _index_of(citation: Citation, article: Article) -> int:
    """The sentence that a citation is about, which may have been cut anew since."""
    inside = (
        s.index for s in article.sentences if s.start < citation.end and s.end > citation.start
    )
    return next(inside, citation.sentence_index)


def _rewritten(
    before: Sequence[str], after: Sequence[str], olds: range, news: range
) -> Iterator[SentenceEdit]:
    old, new = olds.start, news.start
    for old_end, new_end in [*_pairs(before, after, olds, news), (olds.stop, news.stop)]:
        for i in range(old, old_end):
            yield SentenceEdit(Edit.REMOVED, i, None, (Marked(before[i], changed=True),))
        for j in range(new, new_end):
            yield SentenceEdit(Edit.ADDED, None, j, (), (Marked(after[j], changed=True),))
        if old_end < olds.stop:
            yield SentenceEdit(
                Edit.CHANGED, old_end, new_end, *marked_words(before[old_end], after[new_end])
            )
        old, new = old_end + 1, new_end + 1


def _pairs(
    before: Sequence[str], after: Sequence[str], olds: range, news: range
) -> list[tuple[int, int]]:
    """Sentences that are one sentence changed: the most similar first, never crossing."""
    if not olds or not news or len(olds) * len(news) > _MOST_PAIRS:
        return []
    old_words = {i: _terms(before[i]) for i in olds}
    alike: list[tuple[float, int, int]] = []
    for j in news:
        new_words = _terms(after[j])
        for i in olds:
            similarity = _dice(old_words[i], new_words)
            if similarity >= ALIKE:
                alike.append((-similarity, i, j))
    chosen: list[tuple[int, int]] = []
    for _, i, j in sorted(alike):
        if all((i < old and j < new) or (i > old and j > new) for old, new in chosen):
            chosen.append((i, j))
    return sorted(chosen)


def _dice(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two bags of words: 1 for the same words, 0 for none shared."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def marked_words(before: str, after: str) -> tuple[tuple[Marked, ...], tuple[Marked, ...]]:
    """A sentence and what became of it, with the words that differ marked in both."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > _MOST_WORDS:
        return (Marked(before, changed=True),), (Marked(after, changed=True),)
    edits = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    olds = [("".join(old[i1:i2]), kind != "equal") for kind, i1, i2, _, _ in edits]
    news = [("".join(new[j1:j2]), kind != "equal") for kind, _, _, j1, j2 in edits]
    return _marks(olds), _marks(news)


def _marks(pieces: Sequence[tuple[str, bool]]) -> tuple[Marked, ...]:
    return tuple(Marked(text, changed) for text, changed in pieces if text)


def _about(old: Article, new: Article) -> Iterator[MetadataEdit]:
    for name, before, after in (
        ("headline", old.title, new.title),
        ("outlet", old.source, new.source),
        ("by", ", ".join(old.authors), ", ".join(new.authors)),
        ("published", _iso(old.published), _iso(new.published)),
        ("updated", _iso(old.updated), _iso(new.updated)),
    ):
        if (before or "") != (after or ""):
            yield MetadataEdit(name, before or "", after or "")


def _iso(moment: date | None) -> str:
    return moment.isoformat() if moment else ""


def _terms(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(text) if word[0].isalnum())
