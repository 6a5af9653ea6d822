"""The place of the page where files are dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import gradio as gr
from gradio.data_classes import FileData


def drop(
    label: str,
    *,
    several: bool = True,
    endings: Sequence[str] = (),
    element: str | None = None,
    visible: bool = True,
) -> gr.File:
    """A place for files, whose events are given where the uploads lie."""
    count: Literal["multiple", "single"] = "multiple" if several else "single"
    options: dict[str, Any] = {"elem_id": element, "height": 88, "visible": visible}
    field = gr.File(label=label, file_count=count, file_types=[*endings] or None, **options)
    # Gradio itself makes an empty file beside each, and leaves it there.
    field._process_single_file = _path_of  # type: ignore[method-assign,assignment] # noqa: SLF001
    return field


def _path_of(file: FileData) -> str:
    return file.path
