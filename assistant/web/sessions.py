"""What Gradio keeps of each page, without what it would need for links into a page's state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradio import state_holder

if TYPE_CHECKING:
    from gradio.blocks import Blocks


def keep_little() -> None:
    """Has Gradio keep of a page what its events read, and no copy of all that it shows.

    The copy serves links that open a page as another has left it (``gr.DeepLinkButton``), which
    the app has not. It is ten times the rest, and made for every call of a program as well.
    """
    state_holder.SessionState = Session  # type: ignore[misc] # there is no other way to say so


class Session(state_holder.SessionState):
    """What is kept of one page: the values of its states, and the components that were changed."""

    def __init__(self, blocks: Blocks) -> None:
        super().__init__(blocks)
        self.config_values = _Unkept()

    def _update_config(self, key: int) -> None:
        """Keeps nothing of what a component is now."""

    def _update_value_in_config(self, key: int, value: Any) -> None:
        """Keeps nothing of what a component shows now."""


class _Unkept(dict[int, Any]):
    """Takes anything and keeps nothing."""

    def __setitem__(self, key: int, value: Any) -> None:
        """Keeps nothing."""
