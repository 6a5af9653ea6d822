"""A chat model is not shown what is not to be told as news."""

from __future__ import annotations

from collections.abc import Callable

from assistant.models.chat import ChatModel
from assistant.models.embedder import Embedder
from assistant.settings import Settings
from assistant.summarising.pipeline import summarise
from tests.openai_server import OpenAIServer
from tests.summarising.test_leaving_out import CLAIM, COPY, NOTICE, RETRACTED, SOUND


def test_a_chat_model_is_not_shown_what_is_left_out(
    server: OpenAIServer, configured: Callable[..., Settings]
) -> None:
    given = configured()
    for articles, withdrawn in (
        ((RETRACTED, COPY, SOUND), {}),
        ((COPY, SOUND), {COPY.id: NOTICE}),
    ):
        server.script("The port will close its old terminal in May, the council said. [1]")
        summary = summarise(
            articles,
            words=12,
            style="paragraph",
            embedder=Embedder(threads=1),
            chat=ChatModel(given),
            settings=given,
            read_seconds=0.0,
            withdrawn=withdrawn,
        )
        assert summary.engine.startswith("chat:")
        assert [source.title for source in summary.sources] == ["Port closes terminal"]
        assert "was left out" in summary.notes[0]
    assert all(CLAIM not in request.user for request in server.requests)
    assert any("old terminal" in request.user for request in server.requests)
