"""A Word document as it grows: its blocks, and a footnote for every sentence that is cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.rendering.later import since_in_words, since_of
from assistant.rendering.sourcing import Part, parts_of
from assistant.rendering.word import Block, Footnote, Paragraph, Run, Table, packed
from assistant.rendering.wording import correction_in_words, doubt_in_words, long_date, outlet
from assistant.types import Citation, CorrectionNote, Headline, Statement
from assistant.versions import NO_CHANGES, Changes


class Written:
    """A document of a title, to which blocks are added.

    A sentence that is cited again has a footnote that names the first one: Word numbers each
    footnote by its place, and has no second mark for one.

    Args:
        title: stands at the top and in the properties.
        changes: what became of the cited sentences since.
    """

    def __init__(self, title: str, *, changes: Changes = NO_CHANGES) -> None:
        self._title = title
        self._changes = changes
        self._blocks: list[Block] = [Paragraph((Run(title),), "Title")]
        self._notes: list[Footnote] = []
        self._first: dict[tuple[str, int], int] = {}

    def packed(self) -> bytes:
        """The bytes of the document."""
        return packed(self._title, self._blocks, self._notes)

    def paragraph(self, *runs: Run, style: str = "") -> None:
        """Adds a paragraph; nothing where it has no words."""
        if any(run.notes or run.text.strip() for run in runs):
            self._blocks.append(Paragraph(runs, style))

    def aside(self, text: str) -> None:
        """Adds a paragraph about the text."""
        self.paragraph(Run(text), style="Aside")

    def heading(self, text: str) -> None:
        """Adds a heading."""
        self.paragraph(Run(text), style="Heading2")

    def table(self, rows: Sequence[Sequence[Sequence[Run]]]) -> None:
        """Adds a table of rows of cells, the first of them names in bold, and room below it."""
        cells = tuple(tuple(Paragraph(tuple(runs), "Cell") for runs in row) for row in rows)
        self._blocks += [Table(cells), Paragraph(())]

    def statement(self, statement: Statement, parts: Iterable[Part] = ()) -> tuple[Run, ...]:
        """The runs of a statement, its footnotes after it, and what is doubtful about it.

        ``parts`` are its words where they are not shown as ``parts_of`` gives them.
        """
        shown = tuple(parts) or parts_of(statement)
        doubt = doubt_in_words(statement.verdict)
        return (
            *(Run(part.text, strong=part.strong) for part in shown),
            self.marks(statement),
            *((Run(f" ({doubt})", italic=True),) if doubt else ()),
        )

    def marks(self, statement: Statement) -> Run:
        """The marks of new footnotes for the sentences that a statement cites."""
        cited = {(one.article_id, one.sentence_index): one for one in statement.citations}
        return Run("", notes=tuple(map(self._note, cited.values())))

    def corrections(self, notes: Sequence[CorrectionNote], sources: Sequence[Headline]) -> None:
        """Adds what the cited articles say of themselves."""
        titles = {source.article_id: source.title for source in sources}
        for note in notes:
            if note.article_id in titles:
                self.aside(f"“{titles[note.article_id]}” {correction_in_words(note)}")

    def notes(self, notes: Iterable[str]) -> None:
        """Adds notes, a paragraph each."""
        for note in notes:
            self.aside(f"Note: {note}")

    def _note(self, citation: Citation) -> int:
        key = citation.article_id, citation.sentence_index
        number = len(self._notes) + 1
        first = self._first.setdefault(key, number)
        again = first != number
        self._notes.append(Footnote(f"As note {first}.") if again else self._reference(citation))
        return number

    def _reference(self, citation: Citation) -> Footnote:
        where = (
            f"{outlet(citation.source)}, {long_date(citation.published)}, “{citation.title}”, "
            f"sentence {citation.sentence_index + 1}: “{citation.quote}”"
        )
        since = since_of(citation, self._changes)
        later = f" (since: {since_in_words(since)})" if since else ""
        return Footnote(f"{where}{later}", citation.url)
