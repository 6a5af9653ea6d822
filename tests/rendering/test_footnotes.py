from __future__ import annotations

from datetime import date

from assistant.language.drafts import draft_sentences
from assistant.rendering.footnotes import footnoted
from assistant.types import (
    CheckedSentence,
    Citation,
    Statement,
    Verdict,
    VerdictKind,
    Verification,
)

HARBOUR = Citation(
    "a" * 16,
    "Ferry *sinks*",
    "The Harbour Post",
    date(2026, 3, 3),
    "https://post.example/1",
    0,
    0,
    9,
    "It sank.",
)
LEDGER = Citation("b" * 16, "Toll rises", None, None, "javascript:alert(1)", 4, 0, 9, "It rose.")


def checked(draft: str, *found: tuple[VerdictKind, tuple[Citation, ...]]) -> Verification:
    """A draft whose sentences have these verdicts and citations."""
    return Verification(
        draft,
        tuple(
            CheckedSentence(one.start, one.end, Statement(one.text, cites, Verdict(kind)))
            for one, (kind, cites) in zip(draft_sentences(draft), found, strict=True)
        ),
    )


def test_what_is_borne_out_has_a_footnote_for_each_source() -> None:
    draft = (
        "# Ferry sinks at sea [2]\n\nIt sank on Monday.\n\n"
        "- The toll rose [1 §4] to 9.\n- It was blue. "
    )
    verification = checked(
        draft,
        (VerdictKind.SUPPORTED, (HARBOUR,)),
        (VerdictKind.PARTLY, (LEDGER, HARBOUR)),
        (VerdictKind.SUPPORTED, (LEDGER,)),
        (VerdictKind.UNSUPPORTED, (HARBOUR,)),
    )
    plain = footnoted(verification)
    assert plain.text == (
        "# Ferry sinks at sea [1]\n\nIt sank on Monday. [1][2]\n\n"
        "- The toll rose to 9. [2]\n- It was blue."
    )
    assert plain.notes == (
        "[1] The Harbour Post, “Ferry *sinks*”, 3 March 2026, https://post.example/1\n"
        "[2] outlet unknown, “Toll rises”, date unknown"
    )
    marked = footnoted(verification, markdown=True)
    assert "It sank on Monday.[^1][^2]\n" in marked.text
    assert marked.notes.splitlines()[0] == (
        r"[^1]: The Harbour Post, “Ferry \*sinks\*”, 3 March 2026, <https://post.example/1>"
    )
    assert "javascript" not in plain.notes + marked.notes


def test_an_address_cannot_end_its_footnote() -> None:
    url = "https://post.example/> [x](javascript:alert(1)) <b>\n[^9]: y"
    cites = (Citation("c" * 16, "T\n[1] x", "P\u202e", None, url, 0, 0, 1, "x"),)
    verification = checked("It sank on Monday.", (VerdictKind.SUPPORTED, cites))
    for made in (footnoted(verification), footnoted(verification, markdown=True)):
        assert len(made.notes.splitlines()) == 1
    assert made.notes.endswith("](javascript:alert(1))%20%3Cb%3E%20[^9]:%20y>")
    assert "\u202e" not in made.notes


def test_a_draft_that_nothing_bears_out_is_as_it_was() -> None:
    verification = checked("It sank.\n", (VerdictKind.UNSUPPORTED, ()))
    assert footnoted(verification).text == "It sank."
    assert footnoted(verification).notes == ""
