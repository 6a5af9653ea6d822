"""Two versions beside each other: nothing is lost, and what became of a sentence is true."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.versions import became_of, difference, is_older
from assistant.language.articles import make_article
from assistant.types import Article, Document, cite
from assistant.versions import Edit, Later, Since

OLD = (
    "The ferry sank off Skarn on Tuesday.\n"
    "Nine people died, the coast guard said.\n"
    "The operator did not answer questions.\n"
    "An inquiry begins on Monday."
)
NEW = (
    "The ferry sank off Skarn on Tuesday.\n"
    "Eleven people died, the coast guard said on Wednesday.\n"
    "The king sent his sympathy.\n"
    "An inquiry begins on  Monday."
)


def _article(
    text: str, *, published: date | None = None, updated: date | None = None, title: str = "Ferry"
) -> Article:
    return make_article(
        Document(title=title, text=text, origin="x", published=published, updated=updated)
    )


def _since(index: int, cited: Article, newest: Article) -> Since:
    citation = cite(cited, index)
    (found,) = became_of([citation], cited=cited, newest=newest).values()
    return found


def _joined(sentence: tuple[object, ...]) -> str:
    return "".join(getattr(mark, "text", "") for mark in sentence)


def test_the_edits_are_those_that_a_person_would_see() -> None:
    found = difference(_article(OLD), _article(NEW, title="Ferry: eleven dead"))
    assert [(one.edit, one.before, one.after) for one in found.sentences] == [
        (Edit.KEPT, 0, 0),
        (Edit.CHANGED, 1, 1),
        (Edit.REMOVED, 2, None),
        (Edit.ADDED, None, 2),
        (Edit.KEPT, 3, 3),
    ]
    changed = found.sentences[1]
    assert [mark.text for mark in changed.old if mark.changed] == ["Nine"]
    assert [mark.text for mark in changed.new if mark.changed] == ["Eleven", " on Wednesday"]
    (about,) = found.about
    assert (about.name, about.old, about.new) == ("headline", "Ferry", "Ferry: eleven dead")


_texts = st.lists(
    st.sampled_from(
        [
            "Nine people died on Tuesday.",
            "Nine people died on  Tuesday.",
            "Ten people died on Tuesday.",
            "He said “no”.",
            "Ça alors! 😀",
            "\u2028 \u202eabc.",
            "…",
            "The mayor resigned.",
            "The mayor may resign.",
        ]
    )
    | st.text(min_size=1, max_size=60),
    min_size=1,
    max_size=14,
).map("\n".join)


@given(_texts, _texts)
def test_no_sentence_is_lost_or_told_twice(old_text: str, new_text: str) -> None:
    old, new = _article(old_text), _article(new_text)
    edits = difference(old, new).sentences
    assert [one.before for one in edits if one.before is not None] == list(
        range(len(old.sentences))
    )
    assert [one.after for one in edits if one.after is not None] == list(range(len(new.sentences)))
    for one in edits:
        for index, article, marks in ((one.before, old, one.old), (one.after, new, one.new)):
            said = "" if index is None else " ".join(article.sentence_text(index).split())
            assert _joined(marks) == said
        assert (one.edit is Edit.KEPT) == (_joined(one.old) == _joined(one.new))


@given(_texts, _texts)
def test_what_stands_is_there_word_for_word(old_text: str, new_text: str) -> None:
    cited, newest = _article(old_text), _article(new_text)
    told = [" ".join(newest.sentence_text(s.index).split()) for s in newest.sentences]
    for sentence in cited.sentences:
        since = _since(sentence.index, cited, newest)
        there = " ".join(cited.sentence_text(sentence.index).split())
        assert (since.later is Later.STANDS) == (
            there in told or there in " ".join(newest.text.split())
        )
        assert (since.later is Later.CHANGED) == (since.text is not None)
        assert since.text is None or since.text in told
        assert since.newest == newest.id


@given(_texts)
def test_a_version_beside_itself_has_not_changed(text: str) -> None:
    one = _article(text)
    found = difference(one, one)
    assert all(edit.edit is Edit.KEPT for edit in found.sentences)
    assert not found.about


def test_what_became_of_a_cited_sentence() -> None:
    cited, newest = _article(OLD), _article(NEW)
    eleven = "Eleven people died, the coast guard said on Wednesday."
    assert [_since(i, cited, newest) for i in range(4)] == [
        Since(Later.STANDS, newest=newest.id),
        Since(Later.CHANGED, eleven, newest.id),
        Since(Later.WITHDRAWN, newest=newest.id),
        Since(Later.STANDS, newest=newest.id),
    ]


def test_a_moved_sentence_still_stands() -> None:
    cited = _article("One thing happened. Another thing did not happen at all.")
    newest = _article("Another thing did not happen at all. One thing happened.")
    assert _since(0, cited, newest).later is Later.STANDS
    assert _since(1, cited, newest).later is Later.STANDS


def test_long_rewritten_texts_are_compared_quickly() -> None:
    old = _article("\n".join(f"Sentence {n} says this." for n in range(4000)))
    new = _article("\n".join(f"Line {n} tells of that!" for n in range(4000)))
    found = difference(old, new)
    assert found.count(Edit.REMOVED) == found.count(Edit.ADDED) == 4000


_MORNING = datetime(2025, 3, 7, 8, 0, tzinfo=UTC)
_EVENING = datetime(2025, 3, 7, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        ((date(2025, 3, 5), None), (date(2025, 3, 6), None), True),
        ((date(2025, 3, 6), None), (date(2025, 3, 5), None), False),
        ((date(2025, 3, 5), None), (date(2025, 3, 5), date(2025, 3, 7)), True),
        ((date(2025, 3, 5), date(2025, 3, 7)), (date(2025, 3, 5), None), False),
        ((date(2025, 3, 5), None), (date(2025, 3, 5), None), False),
        ((None, None), (date(2025, 3, 5), None), False),
        ((date(2025, 3, 5), None), (None, None), False),
        ((_MORNING, None), (_EVENING, None), True),
        ((_EVENING, None), (_MORNING, None), False),
        ((_MORNING, None), (date(2025, 3, 7), None), False),
        ((datetime(2025, 3, 7, 8), None), (_EVENING, None), False),  # noqa: DTZ001 - no zone known
    ],
)
def test_the_articles_own_dates_say_which_is_older(
    own: tuple[date | None, date | None], other: tuple[date | None, date | None], expected: bool
) -> None:
    one = _article("One.", published=own[0], updated=own[1])
    two = _article("Two.", published=other[0], updated=other[1])
    assert is_older(one, two) is expected
