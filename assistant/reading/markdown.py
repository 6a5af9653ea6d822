"""Markdown, with front matter, to a document of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import ReadingError
from assistant.reading.canonical import canonical_text, has_words, single_line, without_controls
from assistant.reading.documents import Place, make_document, refuse_too_long
from assistant.reading.fragments import fragment_text
from assistant.reading.metadata import metadata_of
from assistant.types import Document

if TYPE_CHECKING:
    from markdown_it.token import Token

_MOST_FRONT_MATTER = 64 * 1024
# The time that hostile markup takes grows with both; what is nested deeper is left out.
_MOST_CHARACTERS = 1_000_000
_DEEPEST = 40
_FENCE = re.compile(r"---[ \t]*\n")
_FENCE_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\"']?[\w.-]+[\"']?[ \t]*:(?:\s|$)")
_ABSENT = frozenset({"", "~", "null", "none"})
_SPACES = re.compile(" {2,}")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_STRIKES = re.compile(r"<(?P<ends>/?)(?:del|s|strike)\b", re.IGNORECASE)
_SPACE_BEFORE_MARK = re.compile(r" (?=[,.;:!?…)])")


def read_markdown(text: str, *, place: Place) -> Document:
    """Returns a document of Markdown; its text is plain, as a reader of the page would see it.

    Headings and paragraphs stand apart, list items keep ``- `` or their number, links
    keep their words; images, raw tags, rules and what is struck out go. The title is that
    of the front matter, else the first heading of the first level, which is then no part of
    the text.

    Raises:
        ReadingError: front matter that is no YAML, too long or uses aliases; no text, or
            too much.
    """
    # Not canonical yet: two spaces at the end of a line mean something in Markdown.
    text = without_controls(text).strip("\n")
    refuse_too_long(len(text), name=place.name, most=_MOST_CHARACTERS)
    values, body = split_front_matter(text, name=place.name)
    metadata = metadata_of(values)
    blocks = _page(body)
    title = next((block for block in blocks if block.is_title), None)
    if metadata.title is None and title is not None:
        metadata = replace(metadata, title=single_line(title.text))
        blocks = [block for block in blocks if block is not title]
    plain = _joined(blocks)
    if not has_words(plain) and has_words(text):
        raise ReadingError(
            f"{place.name} has a heading or front matter, but no text below it",
            hint="Check that the article itself is in the file",
        )
    return make_document(plain, metadata=metadata, place=place)


def split_front_matter(text: str, *, name: str) -> tuple[dict[str, object], str]:
    """Front matter, with every value as it is written, and the text below it.

    YAML's guesses are not made: ``title: 1984`` and ``title: on`` are titles. Text whose
    first line is a mere rule has no front matter.

    Raises:
        ReadingError: it is no YAML, too long, too deep, or uses aliases.
    """
    opening = _FENCE.match(text)
    end = opening and _FENCE_END.search(text, opening.end())
    if opening is None or end is None:
        return {}, text
    block = text[opening.end() : end.start()]
    if not _KEY.match(block):
        return {}, text
    if len(block) > _MOST_FRONT_MATTER:
        raise ReadingError(
            f"the front matter of {name} is longer than {_MOST_FRONT_MATTER // 1024} KB",
            hint="Keep only title, source, url, author, date and updated in it",
        )
    return _mapping(block, name=name), text[end.end() :]


def _mapping(block: str, *, name: str) -> dict[str, object]:
    import yaml

    class FrontMatterLoader(yaml.BaseLoader):
        """Every scalar is a string, and aliases, which can make a bomb, are refused."""

        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.events.AliasEvent):
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                raise yaml.composer.ComposerError(None, None, "aliases are not read", mark)
            return super().compose_node(parent, index)

    try:
        loaded = FrontMatterLoader(block).get_single_data()
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        # The block begins on the second line of the file.
        where = f" at line {mark.line + 2}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise ReadingError(
            f"the front matter of {name} is not valid YAML{where}: {problem}",
            hint="Put values that hold a colon in quotes",
        ) from error
    if not isinstance(loaded, dict):
        raise ReadingError(
            f"the front matter of {name} does not give names and values",
            hint="Write lines such as: title: A headline",
        )
    return {
        str(key): None if isinstance(value, str) and value.strip().lower() in _ABSENT else value
        for key, value in loaded.items()
    }


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, heading, list item or row; ``tight`` ones follow each other line by line."""

    text: str
    tight: bool = False
    is_title: bool = False


def _joined(blocks: Sequence[_Block]) -> str:
    pieces: list[str] = []
    previous = _Block("")
    for block in blocks:
        pieces.append("\n" if block.tight and previous.tight else "\n\n")
        pieces.append(block.text)
        previous = block
    return canonical_text("".join(pieces))


def _page(text: str) -> list[_Block]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    return [block for block in _blocks(parser.parse(text)) if block.text.strip()]


def _blocks(tokens: Sequence[Token]) -> Iterator[_Block]:
    depth = 0
    marker = ""
    row: list[str] | None = None
    tight = is_title = False
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            depth -= 1
        elif token.type == "list_item_open":
            marker = "  " * (depth - 1) + (f"{token.info}. " if token.info else "- ")
        elif token.type in {"paragraph_open", "heading_open"}:
            tight = token.hidden
            is_title = token.tag == "h1"
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield _Block(" | ".join(row), tight=True)
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_inline(token))
        else:
            text = _leaf(token)
            if text:
                yield _Block(marker + text, tight=tight, is_title=is_title)
                marker = ""


def _leaf(token: Token) -> str:
    if token.type == "inline":
        return _inline(token)
    if token.type in {"fence", "code_block"}:
        return token.content
    if token.type == "html_block":
        return fragment_text(token.content)
    return ""


def _inline(token: Token) -> str:
    pieces: list[str] = []
    struck, closed = 0, False
    for child in token.children or ():
        if (step := _strikes(child)) != 0:
            struck, closed = max(struck + step, 0), closed or step < 0
        elif struck:
            continue
        elif child.type in {"text", "code_inline"}:
            pieces.append(child.content)
        elif child.type == "softbreak":
            pieces.append(" ")
        elif child.type == "hardbreak" or _BREAK.match(child.content):
            pieces.append("\n")
    # Where an image was, or something was struck out, two spaces meet.
    text = _SPACES.sub(" ", "".join(pieces))
    return _SPACE_BEFORE_MARK.sub("", text) if closed else text


def _strikes(token: Token) -> int:
    """1 where something begins to be struck out, -1 where that ends, else 0."""
    if token.type in {"s_open", "s_close"}:
        return token.nesting
    tag = _STRIKES.match(token.content) if token.type == "html_inline" else None
    return 0 if tag is None else -1 if tag["ends"] else 1
