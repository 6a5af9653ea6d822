"""Packages of others, as an installer leaves them: a module, and what names its entry points."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def installed(folder: Path, *, modules: Mapping[str, str], points: Mapping[str, str]) -> Path:
    """A folder like ``site-packages`` with one distribution.

    Args:
        folder: where it is made.
        modules: the text of each module by its name.
        points: lines of ``name = value`` by the group of entry points.
    """
    site = folder / "site-packages"
    about = site / "desk_own-1.0.dist-info"
    about.mkdir(parents=True)
    for name, text in modules.items():
        (site / f"{name}.py").write_text(text, encoding="utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: desk-own\nVersion: 1.0\n")
    listed = "\n".join(f"[{group}]\n{lines}" for group, lines in points.items())
    (about / "entry_points.txt").write_text(listed)
    return site
