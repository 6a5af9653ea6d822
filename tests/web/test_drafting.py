"""What the server holds of a draft: verdicts kept from version to version, and forgotten."""

from __future__ import annotations

from assistant.language.drafts import draft_sentences
from assistant.types import Filters, ReasonCode, Statement, Verdict, VerdictKind
from assistant.web.drafting import Scope, Sheet, Sheets

DRAFT = "The bridge reopened. The mayor was there. It cost 4 million."


def found(text: str) -> dict[str, Statement]:
    """Every sentence of a text, checked."""
    return {
        one.text: Statement(one.text, (), Verdict(VerdictKind.UNSUPPORTED))
        for one in draft_sentences(text)
    }


def checked() -> Sheet:
    sheet = Sheet(DRAFT, Scope(), found(DRAFT))
    sheet.split(library=1)
    return sheet


def test_a_new_version_keeps_what_is_known_of_the_same_sentences() -> None:
    sheet = checked().anew("It cost 4 million. The mayor resigned. The bridge reopened.", Scope())
    sheet.split(library=1)
    assert [sheet.statement(index) is not None for index in range(3)] == [True, False, True]
    assert set(sheet.found) == {"It cost 4 million.", "The bridge reopened."}


def test_against_other_articles_or_another_library_nothing_is_kept() -> None:
    sheet = checked()
    for other in (Scope(articles=("a" * 16,)), Scope(filters=Filters(sources=("The Post",)))):
        assert sheet.anew(DRAFT, other).found == {}
    # The same articles by another name are the same.
    assert sheet.anew(DRAFT, Scope(words="all of it")).found != {}
    later = sheet.anew(DRAFT, Scope())
    later.split(library=2)
    assert later.found == {}


def test_a_sentence_written_anew_changes_nothing_else() -> None:
    sheet = checked().rewritten(1, "The mayor stayed away. So did we.")
    assert sheet.draft == (
        "The bridge reopened. The mayor stayed away. So did we. It cost 4 million."
    )
    sheet.split(library=1)
    assert [sheet.statement(index) is not None for index in range(4)] == [True, False, False, True]


def test_what_a_stop_left_out_is_told_as_unchecked_and_what_was_seen_as_by_hand() -> None:
    sheet = checked()
    del sheet.found["It cost 4 million."]
    verification = sheet.verification(by_hand=[0, 40], corrections={})
    assert [one.by_hand for one in verification.sentences] == [True, False, False]
    last = verification.statements[2].verdict
    assert last.kind is VerdictKind.UNCHECKED
    assert last.reasons[0].code is ReasonCode.NOT_EXAMINED


def test_a_draft_is_forgotten_with_its_page() -> None:
    sheets = Sheets()
    for number in range(600):
        sheets.put(f"page {number}", Sheet(DRAFT, Scope()))
    assert sheets.get("page 599") is not None
    assert sheets.get("page 0") is None
    sheets.forget("page 599")
    sheets.forget("page 599")
    assert sheets.get("page 599") is None
