from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.rendering.markdown import escape
from assistant.rendering.renderers import Result, Terms, text_of
from assistant.rendering.safety import one_line
from assistant.types import cite
from tests.rendering.made import (
    ABSTAINED,
    CHECKED,
    FERRY,
    LEDGER,
    QUOTED,
    SUMMARY,
    WRITTEN,
    article,
    statement,
)
from tests.rendering.test_safety import ugly_text

READER = MarkdownIt("commonmark").enable(["strikethrough", "table"])


def markdown(result: Result) -> str:
    return text_of(result, "markdown", Terms())


def read_back(markdown: str) -> str:
    """The text a reader of the Markdown sees, if it is one plain paragraph."""
    tokens = READER.parse(markdown)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert tokens[1].children is not None
    assert {child.type for child in tokens[1].children} <= {"text", "text_special"}
    return "".join(child.content for child in tokens[1].children)


punctuated = st.text(st.sampled_from("ab1 \\`*_[]<>~|$&^#+-=.)(!:/;\"'\n\t"), max_size=40)


@given(st.one_of(ugly_text, punctuated))
@example("1. Not a list")
@example("0\xa0")
@example("- nor this")
@example("# nor a heading")
@example("--- nor a rule")
@example("[^1]: nor a footnote")
@example("&amp; <script>alert(1)</script>")
@example("![x](javascript:alert(1))")
@example("~~struck~~ and | a table |")
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    # Blanks around a paragraph, no-break ones too, are none of it for a reader of Markdown.
    assert read_back(escape(text)) == one_line(text).strip()


def test_an_answer_with_footnotes() -> None:
    assert markdown(QUOTED) == (
        "Nineteen people died.[^1] The toll is 21, officials said.[^2]\n"
        "\n"
        "*Quoted from the articles (extractive engine: it quotes, it does not write).*\n"
        "\n"
        "[^1]: Vessmark Wire, 4 March 2031, “Ferry toll rises to 19”, sentence 2: "
        "“Nineteen people died.” <https://wire.example/ferry>\n"
        "[^2]: The Ledger, 5 March 2031, “Toll disputed”, sentence 1: "
        "“The toll is 21, officials said.”\n"
    )


def test_doubts_and_notes_are_kept() -> None:
    shown = markdown(WRITTEN)
    assert "The captain fled.[^4] *(not supported: no source names the captain)*" in shown
    assert "*Note: One citation named no sentence*" in shown


def test_what_was_removed_is_listed() -> None:
    assert (
        "1 sentence removed, because its sources do not say this:\n"
        "\n"
        "- The wreck was raised. *(not supported: the cited sentences do not say this)*\n"
    ) in markdown(WRITTEN)


def test_a_checked_draft() -> None:
    assert markdown(CHECKED) == (
        "**3 sentences: 1 supported, 1 not supported, 1 not checked**\n"
        "\n"
        "- The ferry sank.[^1] *(supported)*\n"
        "- The captain fled.[^2] *(not supported: no source names the captain)*\n"
        "- Who knew? *(not checked)*\n"
        "\n"
        "[^1]: Vessmark Wire, 4 March 2031, “Ferry toll rises to 19”, sentence 1: "
        "“The ferry sank on Tuesday.” <https://wire.example/ferry>\n"
        "[^2]: Vessmark Wire, 4 March 2031, “Ferry toll rises to 19”, sentence 5: "
        "“An inquiry has opened.” <https://wire.example/ferry>\n"
    )


def test_a_sentence_cited_twice_has_one_footnote() -> None:
    twice = replace(
        QUOTED, statements=(statement("A.", cite(FERRY, 1)), statement("B.", cite(FERRY, 1)))
    )
    shown = markdown(twice)
    assert shown.startswith("A.[^1] B.[^1]\n")
    assert "[^2]" not in shown


def test_an_abstention() -> None:
    assert markdown(ABSTAINED) == (
        "The library does not hold an answer.\n"
        "\n"
        "Nearest headlines:\n"
        "\n"
        "- Ferry toll rises to 19 (Vessmark Wire, 4 March 2031, id 1111111111)\n"
    )


def test_summaries_by_style() -> None:
    paragraph = markdown(SUMMARY)
    assert paragraph.startswith(
        "Nineteen people died.[^1] Divers found the wreck.[^2]\n\nThe toll is 21"
    )
    bullets = markdown(replace(SUMMARY, style="bullets"))
    assert bullets.startswith("- Nineteen people died.[^1]\n- Divers found the wreck.[^2]\n- The")
    headline = markdown(replace(SUMMARY, style="headline", statements=SUMMARY.statements[:1]))
    assert headline.startswith("**Nineteen people died.**[^1]\n")


def test_only_an_address_of_the_web_becomes_a_link() -> None:
    for url in ("javascript:alert(1)", "https://a.example/>x", "https://a.example/ b"):
        answer = replace(QUOTED, statements=(statement("X.", cite(replace(LEDGER, url=url), 0)),))
        note = markdown(answer).split("[^1]: ")[1]
        kinds = {child.type for token in READER.parse(note) for child in token.children or ()}
        assert "link_open" not in kinds


def test_an_escape_sequence_over_two_sentences_takes_no_footnote_along() -> None:
    first, last = article("The ferry sank.\x1b]"), article("Nobody died.\x07", number=2)
    told = (statement(made.text, cite(made, 0)) for made in (first, last))
    shown = markdown(replace(QUOTED, statements=tuple(told)))
    assert shown.startswith("The ferry sank.\\][^1] Nobody died.[^2]\n")
