"""What people prefer: how it looks, and the defaults that hold for everybody from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

import gradio as gr

from assistant.configuring import changed, is_fixed, parsed, setting_of
from assistant.errors import AssistantError, UsageError
from assistant.rendering.html import render
from assistant.rendering.html.answers import notice_html
from assistant.rendering.wording import every_in_words
from assistant.settings import Settings, variable_of
from assistant.web.acts import Preferred, clickable
from assistant.web.changing import Refusal
from assistant.web.desk import Desk, Updates, told, told_in
from assistant.web.schedule import Schedule
from assistant.web.settings_tab import about_html

_WORDS: Final = (60, 90, 120, 180, 240, 400)
_MINUTES: Final = (15, 30, 60, 180, 720, 1_440)


@dataclass(frozen=True, slots=True)
class _Offered:
    """A setting as it is offered: what it is called, and its values with their words."""

    name: str
    label: str
    about: str
    choices: tuple[tuple[str, str], ...]


_ANSWERS: Final = (
    _Offered(
        "summary_words",
        "Length of summaries",
        "What a summary begins with; each can be set otherwise.",
        tuple((str(number), f"{number} words") for number in _WORDS),
    ),
    _Offered(
        "rerank",
        "Reader",
        "A small network reads what was found and picks what answers. Without it, questions cost "
        "less and are answered less well.",
        (("true", "reads what is found"), ("false", "is switched off")),
    ),
    _Offered(
        "unsupported",
        "Sentences that fail the check",
        "What becomes of what a chat model writes and the articles do not carry.",
        (
            ("revise", "are sent back once, then taken out"),
            ("drop", "are taken out"),
            ("flag", "are shown, with the reasons"),
        ),
    ),
    _Offered(
        "fallback",
        "If the chat model fails",
        "It may be unreachable, say nothing, or nothing that is supported.",
        (("extractive", "the articles are quoted"), ("none", "that is said")),
    ),
)
_FEEDS: Final = (
    _Offered(
        "feeds_every",
        "Read each feed",
        "While the app runs, with no page open. A feed that fails waits longer each time.",
        (*((str(one), every_in_words(one)) for one in _MINUTES), ("0", "only when you ask")),
    ),
)
_GROUPS: Final = (("Answers and summaries", _ANSWERS), ("Feeds", _FEEDS))
_OFFERED: Final = {one.name: one for _, offered in _GROUPS for one in offered}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A setting as it stands; ``fixed`` names what set it where it cannot be changed here."""

    name: str
    label: str
    about: str
    choices: tuple[tuple[str, str], ...]
    value: str
    shown: str
    fixed: str


@dataclass(frozen=True, slots=True)
class Preferences:
    """The components, and what they do."""

    desk: Desk
    refusal: Refusal
    schedule: Schedule
    form: gr.HTML
    outcome: gr.HTML
    about: gr.HTML
    changing: Lock = field(default_factory=Lock)

    @property
    def parts(self) -> list[gr.HTML]:
        """What says how it stands, and what was done."""
        return [self.form, self.about, self.outcome]

    def shown(self, request: gr.Request) -> Updates:
        """The settings as they stand, and whether whoever looks may change them."""
        settings = self.desk.assistant.settings
        refusal = self.refusal(request)
        groups = [
            {"name": name, "preferences": [_shown(one, settings) for one in offered]}
            for name, offered in _GROUPS
        ]
        about = about_html(self.desk, user=self.desk.user_of(request), refusal=refusal)
        form = render("preferences", groups=groups, may_change=refusal is None)
        return {self.form: form, self.about: about}

    def opened(self, request: gr.Request) -> Updates:
        """The same, with nothing told of what was done before."""
        return {**self.shown(request), self.outcome: ""}

    def preferred(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Sets what was chosen otherwise, for everybody, in the file of settings.

        The field keeps the focus: nothing is shown anew, unless it could not be set.
        """
        try:
            said = self._set(Preferred.of(event).values, request)
        except AssistantError as error:
            return {**self.shown(request), self.outcome: told(error)}
        return {self.outcome: notice_html(said) if said else gr.skip()}

    def _set(self, values: Mapping[str, str], request: gr.Request) -> str:
        """Sets those of ``values`` that are offered and are other than now; says which."""
        if refusal := self.refusal(request):
            raise UsageError(refusal)
        assistant = self.desk.assistant
        with self.changing:
            settings = assistant.settings
            wanted = {
                name: parsed(setting_of(name), value)
                for name, value in values.items()
                if name in _OFFERED
            }
            new = {
                name: value for name, value in wanted.items() if value != getattr(settings, name)
            }
            if new:
                assistant.use(changed(settings, new))
        if "feeds_every" in new:
            self.schedule.wake()
        shown = (_shown(_OFFERED[name], assistant.settings) for name in new)
        return " ".join(f"{one.label}: {one.shown}." for one in shown)

    def words(self) -> gr.Slider:
        """The length that a summary begins with."""
        return gr.Slider(value=self.desk.assistant.settings.summary_words)

    def wire(self, *, opened: gr.Tab, words: gr.Slider) -> None:
        """Connects what people choose with what it does; ``words`` is where it begins."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        opened.select(told_in(self.outcome, self.opened), outputs=self.parts, **quiet)
        self.form.prefer(told_in(self.outcome, self.preferred), outputs=self.parts, **quiet).then(
            self.words, outputs=[words], **quiet
        )


def preferences_part(desk: Desk, refusal: Refusal, schedule: Schedule) -> Preferences:
    """Lays the part out."""
    return Preferences(
        desk=desk,
        refusal=refusal,
        schedule=schedule,
        form=clickable("prefer", element="nd-preferences", script="preferences"),
        outcome=gr.HTML(elem_id="nd-preferred", apply_default_css=False),
        about=gr.HTML(elem_id="nd-about", apply_default_css=False),
    )


def _shown(offered: _Offered, settings: Settings) -> _Shown:
    present = getattr(settings, offered.name)
    value = str(present).lower() if isinstance(present, bool) else str(present)
    choices = offered.choices
    if value not in dict(choices):
        # It was set elsewhere to what is not offered here.
        named = every_in_words(present) if offered.name == "feeds_every" else f"{value} words"
        choices = (*choices, (value, named))
    return _Shown(
        name=offered.name,
        label=offered.label,
        about=offered.about,
        choices=choices,
        value=value,
        shown=dict(choices)[value],
        fixed=variable_of(offered.name) if is_fixed(settings, offered.name) else "",
    )
