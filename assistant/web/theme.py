"""How the page looks: its style sheet and script, and the colours of Gradio's own components."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import gradio as gr

ASSETS: Final = Path(__file__).parent / "assets"
_OPENING: Final = "opening"


def opening() -> str:
    """What has to hold before anything is painted, for the beginning of the document's head.

    What is given to Gradio as the head comes only when it puts the page together.
    """
    styles, scripts = ((ASSETS / f"{_OPENING}.{kind}").read_text() for kind in ("css", "js"))
    return f"<style>{styles}</style><script>{scripts}</script>"


def head() -> str:
    """The page's own styles and scripts, for the head of the document: page.* first.

    Gradio's own parameter for style would rewrite its selectors.
    """
    return f"<style>{_joined('css')}</style><script>{_joined('js')}</script>"


def _joined(suffix: str) -> str:
    found = (file for file in ASSETS.glob(f"*.{suffix}") if file.stem != _OPENING)
    files = sorted(found, key=lambda file: (file.stem != "page", file.name))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def theme() -> gr.themes.Base:
    """A theme with the fonts that the reader's system has: nothing is fetched."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.stone,
        font=["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"],
        font_mono=["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"],
        radius_size=gr.themes.sizes.radius_sm,
    ).set(
        color_accent="var(--nd-accent)",
        color_accent_soft="var(--nd-accent-ground)",
        color_accent_soft_dark="var(--nd-accent-ground)",
        checkbox_background_color_selected="var(--nd-accent)",
        checkbox_background_color_selected_dark="var(--nd-accent)",
        checkbox_border_color="var(--nd-soft)",
        checkbox_border_color_dark="var(--nd-soft)",
        slider_color="var(--nd-accent)",
        slider_color_dark="var(--nd-accent)",
        body_background_fill="var(--nd-ground)",
        body_background_fill_dark="var(--nd-ground)",
        body_text_color="var(--nd-ink)",
        body_text_color_dark="var(--nd-ink)",
        body_text_color_subdued="var(--nd-soft)",
        body_text_color_subdued_dark="var(--nd-soft)",
        block_background_fill="var(--nd-paper)",
        block_background_fill_dark="var(--nd-paper)",
        block_border_color="var(--nd-rule)",
        block_border_color_dark="var(--nd-rule)",
        block_label_text_color="var(--nd-soft)",
        block_label_text_color_dark="var(--nd-soft)",
        block_title_text_color="var(--nd-soft)",
        block_title_text_color_dark="var(--nd-soft)",
        input_background_fill="var(--nd-paper)",
        input_background_fill_dark="var(--nd-paper)",
        input_border_color="var(--nd-soft)",
        input_border_color_dark="var(--nd-soft)",
        input_border_width="1px",
        input_placeholder_color="var(--nd-soft)",
        input_placeholder_color_dark="var(--nd-soft)",
        border_color_primary="var(--nd-rule)",
        border_color_primary_dark="var(--nd-rule)",
        button_primary_background_fill="var(--nd-accent)",
        button_primary_background_fill_dark="var(--nd-accent)",
        button_primary_background_fill_hover="var(--nd-accent)",
        button_primary_background_fill_hover_dark="var(--nd-accent)",
        button_primary_text_color="var(--nd-on-accent)",
        button_primary_text_color_dark="var(--nd-on-accent)",
        button_secondary_background_fill="var(--nd-paper)",
        button_secondary_background_fill_dark="var(--nd-paper)",
        button_secondary_border_color="var(--nd-soft)",
        button_secondary_border_color_dark="var(--nd-soft)",
        button_secondary_text_color="var(--nd-ink)",
        button_secondary_text_color_dark="var(--nd-ink)",
    )
