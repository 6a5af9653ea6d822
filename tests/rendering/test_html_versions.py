"""Versions in the reader: which one it is, the way to the others, and what changed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.articles.versions import difference
from assistant.language.articles import make_article
from assistant.rendering.html.changes import changes_html
from assistant.rendering.html.versions import Cited, Face, Opened, opened_html
from assistant.rendering.later import version_in_words
from assistant.rendering.safety import printable
from assistant.types import Article, CorrectionKind, CorrectionNote, Document
from assistant.versions import Edit, Version
from tests.language.ugly import ugly_text
from tests.rendering.made import HOSTILE, article
from tests.rendering.test_html import MARKUP, Reader, is_ours
from tests.rendering.test_safety import steers

FIRST = article("It sank.", "Nine died.", "He wept.", "It was late.", number=1)
SECOND = article("It sank.", "Ten died.", "It was late.", "She left.", number=2)
THIRD = article("It sank.", "Ten died.", "It was late.", number=3, title="The toll of the ferry")
THEN = datetime(2031, 3, 5, 8, 30, tzinfo=UTC)
VERSIONS = (
    Version(FIRST, THEN, THEN, SECOND.id),
    Version(SECOND, THEN, THEN, THIRD.id),
    Version(THIRD, THEN),
)
CITED = Cited(FIRST.id, (1,), (0, 1, 2))
TEXT = re.compile(r"<[^>]+>")


def _words(shown: str) -> str:
    """What is read of HTML, blanks made one."""
    return " ".join(Reader(shown).text.split())


def _enabled(shown: str) -> list[str]:
    buttons = re.findall(r"<button[^>]*data-keep[^>]*>", shown)
    return [re.findall(r'data-keep="(\w+)"', one)[0] for one in buttons if "disabled" not in one]


def test_each_version_says_which_it_is_and_leads_to_the_others() -> None:
    shown = [opened_html(Opened(VERSIONS, place)) for place in range(3)]
    assert "Version 1 of 3, added 5 March 2031, 08:30 UTC" in shown[0]
    assert "Version 2 of 3, found changed 5 March 2031, 08:30 UTC" in shown[1]
    assert "Version 3 of 3" in shown[2]
    assert [_enabled(one) for one in shown] == [
        ["newer", "newest", "text", "since"],
        ["older", "newer", "newest", "text", "changes", "since"],
        ["older", "text", "changes"],
    ]
    assert ["This is an older version, replaced on" in one for one in shown] == [True, True, False]
    for one in shown:
        is_ours(Reader(one))
        assert one.count('aria-pressed="true"') == 1


def test_an_article_of_one_version_says_nothing_of_versions() -> None:
    shown = opened_html(Opened((Version(FIRST, THEN),), 0))
    assert "ersion" not in shown
    assert 'data-do="digest"' in shown


def test_a_change_is_dated_by_the_article_where_that_says_when() -> None:
    stated = datetime(2031, 3, 4, 21, 5, tzinfo=UTC)
    made = [
        article("It sank.", number=1, published=None),
        article("It sank!", number=2, published=stated),
        article("It sank?", number=3, published=stated),
        article("It sank …", number=4, published=date(2031, 3, 6)),
    ]
    versions = [Version(one, THEN) for one in made]
    assert [version_in_words(versions, place).partition(", ")[2] for place in range(4)] == [
        "added 5 March 2031, 08:30 UTC",
        "changed 4 March 2031, 21:05 UTC",
        "found changed 5 March 2031, 08:30 UTC",
        "changed 6 March 2031",
    ]


def test_a_citation_is_followed_into_the_other_versions() -> None:
    cited, second, newest = (opened_html(Opened(VERSIONS, n, cited=CITED)) for n in range(3))
    assert "Since then: sentence 2 changed to: “Ten died.”" in cited
    assert "Cited: sentence 2" in cited
    assert ">Nine died.</mark>" in cited
    for shown in (second, newest):
        assert "Cited from version 1, here sentence 2" in shown
        assert '<mark class="nd-focus" data-sentence="1">Ten died.</mark>' in shown
    assert "Since then" not in second, "which was not cited"
    withdrawn = Cited(FIRST.id, (2,), (2,))
    assert "sentence 3 withdrawn" in opened_html(Opened(VERSIONS, 0, cited=withdrawn))
    gone = opened_html(Opened(VERSIONS, 2, cited=withdrawn))
    assert "Cited from version 1, not in this one" in gone
    assert "<mark" not in gone
    assert 'data-do="digest"' not in gone
    everywhere = f'data-cited="{FIRST.id}" data-focus="1" data-also="0,1,2"'
    assert cited.count(everywhere) == cited.count('data-do="version"')


def test_sentences_that_are_not_there_are_left_out() -> None:
    cited = Cited(FIRST.id, (1, 99), (99,))
    assert "Since then: sentence 2 changed" in opened_html(Opened(VERSIONS, 0, cited=cited))
    opened_html(Opened(VERSIONS, 2, cited=Cited("f" * 16, (99,), (1,))))


def test_what_changed_is_told_by_elements_and_by_words() -> None:
    shown = str(changes_html("From 1 to 2", difference(FIRST, SECOND)))
    assert "1 changed, 1 added, 1 removed, 2 as before" in shown
    assert re.search(r"<del><span[^>]*>\[removed: </span>Nine<span[^>]*>\]</span></del>", shown)
    assert re.search(r"<ins><span[^>]*>\[added: </span>Ten<span[^>]*>\]</span></ins>", shown)
    read = _words(shown)
    assert "Sentence 2 changed Before [removed: Nine] died. Now [added: Ten] died." in read
    assert "Sentence 3 removed He wept." in read
    assert "Sentence 4 added She left." in read
    assert "1 sentence as before It sank." in read


def test_the_faces_of_a_version() -> None:
    changes = opened_html(Opened(VERSIONS, 2, Face.CHANGES, CITED))
    assert "From version 2 to version 3" in changes
    assert "Headline changed Before Ferry toll rises to 19 Now The toll of the ferry" in _words(
        changes
    )
    assert "Sentence 2 as before · cited Ten died." in _words(changes)
    assert "She left." in _words(changes)
    since = opened_html(Opened(VERSIONS, 0, Face.SINCE, CITED))
    assert "From version 1 to version 3" in since
    assert "Sentence 2 changed · cited" in _words(since)
    first = opened_html(Opened(VERSIONS, 0, Face.CHANGES))
    assert "none before it" in first
    newest = opened_html(Opened(VERSIONS, 2, Face.SINCE))
    assert "nothing has changed since" in newest
    for shown in (changes, since, first, newest):
        is_ours(Reader(shown))
        assert 'data-do="step"' not in shown, "there is nothing marked in the text"


def test_dates_that_changed_are_told_as_people_do() -> None:
    old = article("It sank.", published=date(2031, 3, 4))
    new = article("It sank.", number=2, published=datetime(2031, 3, 4, 9, 5, tzinfo=UTC))
    read = _words(changes_html("", difference(old, new)))
    assert "Date of publication changed Before 4 March 2031 Now 4 March 2031, 09:05 UTC" in read


def test_what_the_newest_version_says_of_itself_stands_above_each() -> None:
    note = CorrectionNote(THIRD.id, CorrectionKind.RETRACTION, f"Retracted: {HOSTILE}")
    for place in range(3):
        shown = opened_html(Opened(VERSIONS, place), corrections=[note])
        assert "retracted Retracted: Calm" in _words(shown)
        assert not any(map(steers, shown))


@settings(deadline=None)  # of a machine that is busy with other tests
@given(st.one_of(ugly_text, MARKUP), st.one_of(ugly_text, MARKUP), st.sampled_from(Face))
def test_any_two_versions_are_our_elements_and_their_own_text(
    one: str, other: str, face: Face
) -> None:
    def made(text: str) -> Article:
        return make_article(Document(title=text, text=text, origin="x", url=text, source=text))

    old, new = made(one), made(other)
    versions = (Version(old, THEN, THEN, new.id), Version(new, THEN))
    for place in (0, 1):
        cited = Cited(old.id, (0, 2), (1,))
        shown = opened_html(Opened(versions, place, face, cited))
        is_ours(Reader(shown))
        assert not any(map(steers, shown))
    read = re.sub(
        r"\[(removed|added): |\]|\s", "", Reader(changes_html("", difference(old, new))).text
    )
    for edit in difference(old, new).sentences:
        for marks in (edit.old, edit.new) if edit.edit is not Edit.KEPT else (edit.new,):
            text = "".join(part.text for part in marks)
            assert re.sub(r"\[(removed|added): |\]|\s", "", printable(text)) in read


@pytest.mark.parametrize("kind", CorrectionKind)
def test_every_kind_of_note_has_a_mark(kind: CorrectionKind) -> None:
    note = CorrectionNote(THIRD.id, kind, "It says so.")
    shown = opened_html(Opened(VERSIONS, 2), corrections=[note, note])
    assert len(re.findall(r'<span class="nd-badge[^>]*>[a-z]', shown)) == 1
