"""Text that can be written down: without halves of surrogate pairs, in one line, and short."""

from __future__ import annotations

import re
from typing import Final

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    """Text that can be written as UTF-8: pairs of surrogates joined, lone ones U+FFFD.

    Python hands a byte of an argument or a file name that is no UTF-8 over as half a pair,
    which no index, no network and no tokenizer takes.
    """
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def in_one_line(text: str) -> str:
    """Well-formed text whose words stand a blank apart."""
    return " ".join(well_formed(text).split())


def shortened(text: str, most: int) -> str:
    """Text in one line, cut after a word where it has more than ``most`` characters: "Who won …".

    A text without blanks is cut where it is too long.
    """
    line = in_one_line(text)
    if len(line) <= most:
        return line
    cut = line[:most]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;:") + " …"
