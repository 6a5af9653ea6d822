"""Hypothesis strategies for text as ugly as it comes (without surrogates)."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

_PIECES: Final = (
    *("Mr.", "U.S.", "p.m.", "No. 4", "J. K.", "3.5", "e.g.", "Inc.", "St.", "1.", "2)", "-", "•"),
    *("The", "mayor", "said", "Voss", "iPhone", "ferry", "and", "2025", "March", "in", "on", "who"),
    *(".", "!", "?", "…", "...", "?!", "。", "！", ":", ";", ",", "—", "–", "--", "[1]"),
    *("“", "”", '"', "‘", "’", "'", "(", ")", "[", "]", "«", "»", "「", "」"),
    *(" ", "  ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\t", "\u00a0", "\u2028", "\u2029"),
    *("\x0b", "\x0c", "\x1c", "\x85", "\u3000", "\u200b", "\ufeff", "\u200d", "\u00ad"),
    *(
        "e\u0301",
        "\u0301",
        "👩‍👩‍👧",
        "🇫🇷",
        "𝔽",
        "😀",
        "שלום.",
        "مرحبا؟",
        "नमस्ते।",
        "他来了。",
        "日本",
    ),
)

pieces: Final = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)
spaced_pieces: Final = st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join)
any_text: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)

ugly_text: Final = st.one_of(pieces, spaced_pieces, any_text)
"""Newswire fragments, odd white space, astral characters and marks in any order."""
