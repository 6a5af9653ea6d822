"""The chat model in the page's settings: found, tried, switched on and off, without a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any, Final

import gradio as gr

from assistant.configuring import without_password
from assistant.errors import AssistantError, StoppedError, UsageError
from assistant.models.chat_setup import OPENAI_URL, chosen, is_official, price_for
from assistant.models.probing import USUAL, configured_address, find_servers, narrow_context
from assistant.models.switching import Wanted, asked_with, switched_off, switched_on
from assistant.models.trying import try_model
from assistant.rendering.html import render
from assistant.rendering.html.answers import error_html, notice_html
from assistant.rendering.safety import one_line
from assistant.rendering.terminal.models import about_context, trial_in_words
from assistant.rendering.wording import count
from assistant.reports import ModelServer, OfferedModel, Trial
from assistant.settings import Settings
from assistant.web.changing import Refusal
from assistant.web.desk import Desk, Handler, Updates, page_of, told, told_in
from assistant.web.preferences import Preferences
from assistant.web.settings_tab import settings_html, status_html
from assistant.web.work import BusyError

Component = gr.Component | gr.Column
_KIND: Final = "trying a model"
_LONGEST: Final = 500
"""Most characters of an address, a key or a model's name."""


@dataclass(frozen=True, slots=True)
class ModelTab:
    """The components of the settings, and what they do."""

    desk: Desk
    refusal: Refusal
    now: gr.HTML
    box: gr.Column
    server: gr.Dropdown
    key: gr.Textbox
    model: gr.Dropdown
    look: gr.Button
    test: gr.Button
    use: gr.Button
    off: gr.Button
    outcome: gr.HTML
    changing: Lock = field(default_factory=Lock)

    @property
    def told(self) -> list[Component]:
        """What says what answers."""
        return [self.now]

    @property
    def changed(self) -> list[Component]:
        """What changes where another model answers."""
        return [*self.told, self.key, self.off, self.outcome]

    @property
    def everything(self) -> list[Component]:
        """What changes when the tab is opened."""
        return [*self.changed, self.box, self.server, self.model]

    def shown(self, request: gr.Request) -> Updates:
        """What answers, and whether whoever looks may change that."""
        return {
            self.now: settings_html(self.desk, refusal=self.refusal(request)),
        }

    def opened(self, request: gr.Request) -> Iterator[Updates]:
        """The same; then, for whoever may change it, what can be reached.

        Until that is known there is nothing to fill in that would be overwritten.
        """
        yield {**self.shown(request), self.box: gr.Column(visible=False)}
        if self.refusal(request) is None:
            yield {**self._state(), **self._reached(), self.box: gr.Column(visible=True)}

    def _reached(self) -> Updates:
        settings = self.desk.assistant.settings
        servers = [server for server in find_servers(settings) if server.models]
        places = {server.address: _named(server) for server in servers}
        present = configured_address(settings)
        shown = without_password(present) if present else None
        here = next((one for one in servers if one.configured), None)
        if present is None and servers:
            here = servers[0]
        address = here.address if here else shown or USUAL[0][1]
        if shown and shown not in places:
            places[shown] = f"{_host(shown)} · does not answer"
        choices = [(label, place) for place, label in places.items()]
        choices += [(label, place) for label, place in _usual() if place not in places]
        reached = ", ".join(map(_named, servers)) or "no server that offers a model"
        model = _model(settings)
        unlisted = gr.Dropdown(choices=[model] if model else [], value=model)
        return {
            self.server: gr.Dropdown(choices=choices, value=address),
            self.model: unlisted if here is None else self._offered(here, settings),
            self.outcome: notice_html(f"Reached: {reached}."),
        }

    def listed(self, address: str | None, key: str | None, request: gr.Request) -> Updates:
        """The models of a server."""
        self._refuse(request)
        settings = asked_with(self.desk.assistant.settings, _wanted(address, key, ""))
        server = _asked(settings)
        if server.error:
            wrong = error_html(f"{_named(server)}: {server.error}", server.hint)
            return {self.model: gr.Dropdown(choices=[], value=None), self.outcome: wrong}
        said = notice_html(f"{_named(server)}.")
        return {self.model: self._offered(server, settings), self.outcome: said}

    async def tested(
        self, address: str | None, key: str | None, model: str | None, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Has the chosen model answer one line."""
        try:
            self._refuse(request)
            wanted = _wanted(address, key, model)
            settings = asked_with(self.desk.assistant.settings, wanted)
            yield {self.outcome: render("working", words="Asking it for one word …")}
            work = self.desk.work.run(partial(_tried, settings), page=page_of(request), kind=_KIND)
            trials = [trial async for trial in work]
        except BusyError:
            return
        except StoppedError:
            yield {self.outcome: notice_html("Stopped.")}
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield {self.outcome: told(error)}
        else:
            # When the work is over: whoever sees how it went can try another.
            yield {self.outcome: "".join(map(_trial_html, trials))}

    def used(
        self, address: str | None, key: str | None, model: str | None, request: gr.Request
    ) -> Updates:
        """Switches the chosen model on, for everybody, from the next question on."""
        self._refuse(request)
        wanted = _wanted(address, key, model)
        with self.changing:
            settings = self.desk.assistant.settings
            server = _asked(asked_with(settings, wanted))
            offered = next((one for one in server.models if one.name == wanted.model), None)
            context = narrow_context(server, offered) if offered else None
            self.desk.assistant.use(switched_on(settings, wanted, context=context))
        said = f"{wanted.model} answers from now on."
        if server.error:
            said += f" But its server is not as it should be: {server.error}."
        elif offered is None:
            said += " But its server does not list it: test it."
        return self._changed(said, request)

    def switched_off(self, request: gr.Request) -> Updates:
        """Goes back to quoting."""
        self._refuse(request)
        with self.changing:
            self.desk.assistant.use(switched_off(self.desk.assistant.settings))
        return self._changed("The articles are quoted from now on.", request)

    def _changed(self, said: str, request: gr.Request) -> Updates:
        return {**self.shown(request), **self._state(), self.outcome: notice_html(said)}

    def _refuse(self, request: gr.Request) -> None:
        """Raises where whoever asks may not; the page shows them no button, but others could."""
        if refusal := self.refusal(request):
            raise UsageError(refusal)

    def _state(self) -> Updates:
        settings = self.desk.assistant.settings
        held = "One is set for the present server: leave this empty to keep it"
        return {
            self.key: gr.Textbox(
                value="",
                placeholder=held
                if settings.openai_api_key
                else "A server of one's own usually wants none",
            ),
            self.off: gr.Button(interactive=settings.chat_model is not None),
        }

    def _offered(self, server: ModelServer, settings: Settings) -> gr.Dropdown:
        choices = [
            (_label(model, settings, server), model.name) for model in server.models if model.writes
        ]
        names = [name for _, name in choices]
        present = _model(self.desk.assistant.settings)
        value = present if present in names else next(iter(names), None)
        return gr.Dropdown(choices=choices, value=value)


def model_tab(desk: Desk, refusal: Refusal) -> ModelTab:
    """Lays the tab out."""
    now = gr.HTML(elem_id="nd-settings", apply_default_css=False)
    with gr.Column(visible=False, elem_id="nd-model", min_width=0) as box:
        server = gr.Dropdown(
            [],
            label="Server of the chat model",
            info="One that can be reached, or an address: questions and the sentences of articles "
            "that may answer them are sent there",
            allow_custom_value=True,
            elem_id="nd-server",
        )
        key = gr.Textbox(
            label="Key",
            info="It is kept by the app's server and never shown again",
            type="password",
            max_length=_LONGEST,
            elem_id="nd-key",
        )
        model = gr.Dropdown([], label="Model", allow_custom_value=True, elem_id="nd-model-name")
        with gr.Row():
            look = gr.Button("List its models", elem_id="nd-model-look")
            test = gr.Button("Test it", elem_id="nd-model-test")
            use = gr.Button("Use this model", variant="primary", elem_id="nd-model-use")
            off = gr.Button("Switch off", elem_id="nd-model-off")
        outcome = gr.HTML(elem_id="nd-model-outcome", apply_default_css=False)
    return ModelTab(desk, refusal, now, box, server, key, model, look, test, use, off, outcome)


def wire(tab: ModelTab, *, status: gr.HTML, opened: gr.Tab, preferences: Preferences) -> None:
    """Connects what people do in the tab with what it does."""
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    listed: dict[str, Any] = {
        "fn": told_in(tab.outcome, tab.listed),
        "inputs": [tab.server, tab.key],
        "outputs": [tab.model, tab.outcome],
        **quiet,
    }
    opened.select(tab.opened, outputs=tab.everything, **quiet)
    tab.look.click(**listed)
    tab.server.input(**listed)
    wanted = [tab.server, tab.key, tab.model]
    tab.test.click(
        tab.tested,
        inputs=wanted,
        outputs=[tab.outcome],
        concurrency_limit=None,
        trigger_mode="multiple",  # the server takes one at a time
        **quiet,
    )
    changing: tuple[tuple[gr.Button, Handler, list[gr.components.FormComponent]], ...] = (
        (tab.use, tab.used, wanted),
        (tab.off, tab.switched_off, []),
    )
    for button, handler, inputs in changing:
        button.click(
            told_in(tab.outcome, handler), inputs=inputs, outputs=tab.changed, **quiet
        ).then(lambda: status_html(tab.desk), outputs=[status], **quiet).then(
            told_in(preferences.outcome, preferences.shown), outputs=preferences.parts, **quiet
        )


def _wanted(address: object, key: object, model: object) -> Wanted:
    """What was typed and chosen, within bounds.

    Raises:
        UsageError: it is no text, or too long.
    """
    given = []
    for one in (address, model, key):
        if one is not None and not (isinstance(one, str) and len(one) <= _LONGEST):
            raise UsageError(
                f"Address, model and key are texts of at most {_LONGEST} characters each"
            )
        given.append((one or "").strip())
    return Wanted(*given)


def _asked(settings: Settings) -> ModelServer:
    """What the server of ``settings`` offers."""
    (server,) = find_servers(settings.model_copy(update={"chat_model": None}), at=[])
    return server


def _tried(settings: Settings, give: Callable[[Trial], None]) -> None:
    give(try_model(settings))


def _trial_html(trial: Trial) -> str:
    if trial.error:
        return error_html(f"{trial.model}: {trial.error}", trial.hint)
    return notice_html(f"{trial.model} {trial_in_words(trial)}.")


def _model(settings: Settings) -> str | None:
    """The present model's name, where it is one behind OpenAI's API."""
    try:
        choice = chosen(settings)
    except AssistantError:
        return None
    return choice.model if choice.provider == "openai" else None


def _usual() -> Sequence[tuple[str, str]]:
    """What servers are called, with their addresses."""
    here = [(f"{kind} · {_host(address)}", address) for kind, address in USUAL]
    return [*here, ("OpenAI", OPENAI_URL)]


def _named(server: ModelServer) -> str:
    """A server with how much it offers."""
    name = server.kind or ("OpenAI" if is_official(server.address) else "Server")
    offers = f" · {count(len(server.models), 'model')}" if server.models else ""
    return f"{name} · {_host(server.address)}{offers}"


def _host(address: str) -> str:
    return one_line(address.partition("://")[2].partition("/")[0])


def _label(model: OfferedModel, settings: Settings, server: ModelServer) -> str:
    """A model with its context and price, as far as they are known."""
    said = [one_line(model.name), about_context(model), "loaded" if model.loaded else ""]
    there = settings.model_copy(update={"chat_model": f"openai:{model.name}"})
    if price := price_for(chosen(there), there):
        said.append(f"US$ {price.input:g} read, {price.output:g} written a million tokens")
    elif _host(server.address).partition(":")[0] in ("127.0.0.1", "localhost"):
        said.append("no price: it runs on this machine")
    return " · ".join(words for words in said if words)
