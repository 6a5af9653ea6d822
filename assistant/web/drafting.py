"""Drafts that are open in pages: their texts, what was found of them, and nothing on disk."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import Final

from assistant.answering.drafts import DraftCheck
from assistant.articles.corrections import correction_notes
from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.language.drafts import DraftSentence, draft_sentences
from assistant.services.intake import SAMPLES
from assistant.types import (
    Article,
    CheckedSentence,
    CorrectionNote,
    Filters,
    Reason,
    ReasonCode,
    Statement,
    Verdict,
    VerdictKind,
    Verification,
    cited,
)

_SHEETS: Final = 500
"""Pages whose drafts are held; the one that was used longest ago is forgotten first."""
_HELD: Final = 50
"""Articles that a draft is held against up to which all that is read of them is kept for it."""
_RUNS: Final = count(1)
_EXAMPLE: Final = SAMPLES.parent / "data" / "example-draft.txt"
_EXAMPLE_ARTICLES: Final = (
    "03-ferry-toll-19.md",
    "06-union-blames-ministry.md",
    "08-inquiry-opens.md",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a draft is held against: articles by their ids, or the library within limits.

    ``own`` are articles that need be in no library; ``words`` say what is meant.
    """

    articles: tuple[str, ...] = ()
    own: tuple[Article, ...] = ()
    filters: Filters = Filters()
    words: str = field(default="the whole library", compare=False)


@dataclass(slots=True)
class Sheet:
    """A draft in a page, and the sentences of it that were checked, by their text.

    ``library`` is the state of the library that they were checked against, ``check`` what
    checked them, where that is not too large to be held.
    """

    draft: str
    scope: Scope
    found: dict[str, Statement] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    library: int = -1
    check: DraftCheck | None = None
    run: int = field(default_factory=lambda: next(_RUNS))
    sentences: tuple[DraftSentence, ...] = ()

    def split(self, *, library: int) -> None:
        """Finds the sentences, and forgets what was found of any other, or in another library."""
        self.sentences = draft_sentences(self.draft)
        if self.library not in {-1, library}:
            self.found, self.check = {}, None
        self.library = library
        kept = {one.text for one in self.sentences}
        self.found = {text: one for text, one in self.found.items() if text in kept}

    def written(self, index: int) -> str:
        """Returns sentence ``index`` as the draft has it."""
        one = self.sentences[index]
        return self.draft[one.start : one.end]

    def statement(self, index: int) -> Statement | None:
        """Returns sentence ``index`` as it was checked; None where it was not yet."""
        return self.found.get(self.sentences[index].text)

    def rewritten(self, index: int, text: str) -> Sheet:
        """Returns the draft with another text for sentence ``index``, and what is known of it.

        Raises:
            UsageError: there is no such sentence.
        """
        if index >= len(self.sentences):
            raise forgotten()
        one = self.sentences[index]
        draft = self.draft[: one.start] + text + self.draft[one.end :]
        return self.anew(draft, self.scope)

    def anew(self, draft: str, scope: Scope) -> Sheet:
        """Returns another draft, with what is known of it where it is held against the same."""
        if scope != self.scope:
            return Sheet(draft, scope)
        return Sheet(draft, scope, dict(self.found), self.notes, self.library, self.check)

    def verification(
        self,
        *,
        by_hand: Sequence[int] = (),
        corrections: Mapping[str, Sequence[CorrectionNote]],
    ) -> Verification:
        """Returns what was found, as the command line has it; what is missing is unchecked."""
        marked = set(by_hand)
        sentences = tuple(
            CheckedSentence(
                one.start, one.end, self.found.get(one.text) or _missing(one), index in marked
            )
            for index, one in enumerate(self.sentences)
        )
        sources = cited([one.statement for one in sentences])
        return Verification(
            draft=self.draft,
            sentences=sentences,
            sources=sources,
            notes=self.notes,
            corrections=tuple(
                note for one in sources for note in corrections.get(one.article_id, ())
            ),
        )


class Sheets:
    """The drafts of all open pages, each until its page is left."""

    def __init__(self) -> None:
        self._sheets: OrderedDict[str, Sheet] = OrderedDict()
        self._lock = Lock()

    def get(self, page: str) -> Sheet | None:
        """Returns the draft of a page."""
        with self._lock:
            return self._sheets.get(page)

    def held(self, page: str) -> Sheet:
        """Returns the draft of a page.

        Raises:
            UsageError: there is none, or no longer.
        """
        sheet = self.get(page)
        if sheet is None:
            raise forgotten()
        return sheet

    def put(self, page: str, sheet: Sheet) -> None:
        """Has a page hold a draft in the place of the one before."""
        with self._lock:
            self._sheets[page] = sheet
            self._sheets.move_to_end(page)
            while len(self._sheets) > _SHEETS:
                self._sheets.popitem(last=False)

    def forget(self, page: str) -> None:
        """Drops the draft of a page."""
        with self._lock:
            self._sheets.pop(page, None)


def check_of(assistant: Assistant, sheet: Sheet) -> DraftCheck:
    """What checks the sentences of a draft; what a page names is articles of the library."""
    if sheet.check is None:
        scope = sheet.scope
        named = [assistant.article(one) for one in scope.articles]
        check = assistant.draft_check([*named, *scope.own], filters=scope.filters)
        if len(scope.articles) > _HELD:
            return check
        sheet.check = check
    return sheet.check


def verification_of(
    assistant: Assistant, sheet: Sheet, *, by_hand: Sequence[int] = ()
) -> Verification:
    """What was found of a draft; ``by_hand`` are the sentences that a person has checked."""
    corrections = corrections_of(assistant, sheet, *sheet.found.values())
    return sheet.verification(by_hand=by_hand, corrections=corrections)


def corrections_of(
    assistant: Assistant, sheet: Sheet, *statements: Statement
) -> Mapping[str, Sequence[CorrectionNote]]:
    """What the articles that statements cite say of themselves, by id."""
    own = {one.id: correction_notes(one) for one in sheet.scope.own}
    ids = [one.article_id for one in cited(statements) if one.article_id not in own]
    return {**own, **assistant.corrections(ids)}


def example(assistant: Assistant) -> tuple[str, Scope]:
    """A draft to try the check with: one figure of it is wrong, and one quotation invented.

    It is held against sample articles, whether or not the library has them.
    """
    articles = assistant.read(*(SAMPLES / name for name in _EXAMPLE_ARTICLES))
    words = f"{len(articles)} of the sample articles"
    return _EXAMPLE.read_text(encoding="utf-8").strip(), Scope(own=articles, words=words)


def forgotten() -> UsageError:
    """That a page speaks of a draft that the server does not hold."""
    return UsageError(
        "The server no longer has this draft", hint="Load the page again and paste it once more"
    )


def _missing(one: DraftSentence) -> Statement:
    reason = Reason(
        ReasonCode.NOT_EXAMINED, "the check was stopped before it", VerdictKind.UNCHECKED
    )
    return Statement(one.text, (), Verdict(VerdictKind.UNCHECKED, (reason,)))
