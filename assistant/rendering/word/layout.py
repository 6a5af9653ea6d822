"""Results as Word documents: their documents laid out, a footnote for every cited sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.rendering import word
from assistant.rendering.documents import Document, Heading, Kind, Run, Table
from assistant.rendering.documents.results import document_of
from assistant.rendering.later import since_in_words, since_of
from assistant.rendering.renderers import Result, Terms
from assistant.rendering.wording import long_date, outlet
from assistant.types import Citation

_STYLES = {Kind.TEXT: "", Kind.ITEM: "ListParagraph", Kind.ASIDE: "Aside"}


def rendered(result: Result, terms: Terms) -> bytes:
    """A result as the bytes of a Word document."""
    return word_of(document_of(result, changes=terms.changes))


def word_of(document: Document) -> bytes:
    """A document as the bytes of a Word document."""
    return _Layout(document).packed()


class _Layout:
    """Lays out a document.

    A sentence that is cited again has a footnote that names the first one: Word numbers each
    footnote by its place, and has no second mark for one.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes: list[word.Footnote] = []
        self._first: dict[tuple[str, int], int] = {}

    def packed(self) -> bytes:
        """The bytes of the document."""
        title = self._document.title
        blocks = [word.Paragraph((word.Run(title),), "Title"), *self._blocks()]
        return word.packed(title, blocks, self._notes)

    def _blocks(self) -> Iterator[word.Block]:
        for block in self._document.blocks:
            match block:
                case Heading():
                    yield word.Paragraph((word.Run(block.text),), "Heading2")
                case Table():
                    names = [(Run(name, strong=True),) for name in block.names]
                    yield word.Table(tuple(map(self._row, (names, *block.rows))))
                    yield word.Paragraph(())
                case _ if any(run.cites or run.text.strip() for run in block.runs):
                    bullet = (word.Run("• "),) if block.kind is Kind.ITEM else ()
                    yield word.Paragraph((*bullet, *self._runs(block.runs)), _STYLES[block.kind])
                    if block.below:
                        yield word.Paragraph((word.Run(" — ".join(block.below)),), "Aside")

    def _row(self, cells: Sequence[Sequence[Run]]) -> tuple[word.Paragraph, ...]:
        return tuple(word.Paragraph(self._runs(cell), "Cell") for cell in cells)

    def _runs(self, runs: Sequence[Run]) -> tuple[word.Run, ...]:
        laid = []
        for run in runs:
            cited = {(one.article_id, one.sentence_index): one for one in run.cites}
            notes = tuple(map(self._note, cited.values()))
            laid.append(word.Run(run.text, strong=run.strong, italic=run.italic, notes=notes))
        return tuple(laid)

    def _note(self, citation: Citation) -> int:
        key = citation.article_id, citation.sentence_index
        number = len(self._notes) + 1
        first = self._first.setdefault(key, number)
        again = first != number
        self._notes.append(
            word.Footnote(f"As note {first}.") if again else self._reference(citation)
        )
        return number

    def _reference(self, citation: Citation) -> word.Footnote:
        where = (
            f"{outlet(citation.source)}, {long_date(citation.published)}, “{citation.title}”, "
            f"sentence {citation.sentence_index + 1}: “{citation.quote}”"
        )
        since = since_of(citation, self._document.changes)
        later = f" (since: {since_in_words(since)})" if since else ""
        return word.Footnote(f"{where}{later}", citation.url)
