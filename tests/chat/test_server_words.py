"""What servers say in errors, in their own words, and what is struck out of it."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import (
    ConfigurationError,
    ModelError,
    ModelRefusedError,
    ModelUnreachableError,
    UnknownModelError,
)
from assistant.models.chat import ChatModel
from assistant.models.prompts import Message
from assistant.models.server_words import redacted, words_in
from tests.openai_behaviours import Behaviour, Sends
from tests.openai_server import OpenAIServer

HELLO = (Message("user", "Hello?"),)
Make = Callable[..., ChatModel]
SAYS = "The GPU is on holiday"


@pytest.mark.parametrize(
    "body",
    [
        {"error": SAYS},
        {"error": {"message": SAYS}},
        {"error": {"message": json.dumps({"error": {"message": SAYS}})}},
        {"message": SAYS},
        {"object": "error", "message": SAYS, "code": 400},
        {"detail": SAYS},
        {"detail": [{"loc": ["body", "model"], "msg": SAYS}]},
        {"errors": [{"message": SAYS}]},
        {"error": True, "error_description": SAYS} | {"error": ""},
        [{"error": {"code": 400, "message": SAYS}}],
        {"title": SAYS, "status": 400},
        f"<html><head><title>{SAYS}</title></head><body>nginx</body></html>",
        f"<p>{SAYS}</p>",
        SAYS,
        f"  {SAYS}\n\n",
    ],
)
@pytest.mark.parametrize("status", [200, 400, 418, 422, 500, 503])
def test_an_error_is_told_in_the_servers_words(
    server: OpenAIServer, model: Make, body: object, status: int
) -> None:
    written = body if isinstance(body, str) else json.dumps(body)
    kind = "application/json" if not isinstance(body, str) else "text/html"
    server.always(Sends(written.encode(), kind, status))
    with pytest.raises(ModelError) as caught:
        model().complete(HELLO)
    assert SAYS in caught.value.message


@pytest.mark.parametrize(
    "behaviour",
    [
        Sends(f'data: {{"error": "{SAYS}"}}\n\n'.encode()),
        Sends(f'data: {{"error": {{"message": "{SAYS}"}}}}\n\ndata: [DONE]\n\n'.encode()),
        Sends(f'event: error\ndata: {{"error": "{SAYS}"}}\n\n'.encode()),
    ],
)
def test_so_is_an_error_in_the_stream(
    server: OpenAIServer, model: Make, behaviour: Behaviour
) -> None:
    server.always(behaviour)
    with pytest.raises(ModelError, match=SAYS):
        model().complete(HELLO)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)), st.integers(0, 6))
def test_any_body_gives_words_in_one_line(body: bytes | str, depth: int) -> None:
    nested: object = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    for _ in range(depth):
        nested = {"error": [nested]}
    for one in (body, nested, b"{" * 10_000, b"[" * 10_000, b"<" * 10_000):
        assert "\n" not in words_in(one)


@pytest.mark.parametrize(
    ("words", "kind", "told"),
    [
        ("model 'gpt-test' not found, try pulling it first", UnknownModelError, "It has: gpt-test"),
        ("The model `gpt-test` does not exist", UnknownModelError, "It has: gpt-test"),
        ("filtered by our content management policy", ModelRefusedError, "content management"),
    ],
)
def test_the_advice_fits(
    server: OpenAIServer, model: Make, words: str, kind: type[ModelError], told: str
) -> None:
    server.always(Sends(json.dumps({"error": words}).encode(), "application/json", 400))
    with pytest.raises(kind) as caught:
        model().complete(HELLO)
    assert type(caught.value) is kind
    assert words in caught.value.message
    assert told in str(caught.value)


def test_an_address_without_its_version_is_told_of(server: OpenAIServer, model: Make) -> None:
    bare = server.base_url.removesuffix("/v1")
    with pytest.raises(UnknownModelError) as caught:
        model(openai_base_url=bare).complete(HELLO)
    assert server.base_url in (caught.value.hint or "")


@pytest.mark.parametrize("ending", ["/", "//"])
def test_an_address_may_end_in_a_slash(server: OpenAIServer, model: Make, ending: str) -> None:
    if ending == "//":
        with pytest.raises(ModelError):
            model(openai_base_url=server.base_url + ending).complete(HELLO)
    else:
        assert model(openai_base_url=server.base_url + ending).complete(HELLO).text


@pytest.mark.parametrize(
    "address", ["127.0.0.1:80/v1", "localhost/v1", "ftp://x/v1", "http://", "http://x:y/"]
)
def test_an_address_that_is_none_is_told_of(model: Make, address: str) -> None:
    with pytest.raises(ConfigurationError, match="OPENAI_BASE_URL is no web address"):
        model(openai_base_url=address)


@pytest.mark.parametrize(
    "name", ["meta/llama-3.1:8b", "hf.co/some/model:Q4_K_M", "openai:llama3.2:3b", "a/b"]
)
def test_models_may_have_colons_and_slashes(server: OpenAIServer, model: Make, name: str) -> None:
    model(chat_model=name).complete(HELLO)
    assert server.chats[-1].body["model"] == name.removeprefix("openai:")


def test_https_to_a_server_that_speaks_none_is_told_of(server: OpenAIServer, model: Make) -> None:
    with pytest.raises(ModelUnreachableError, match=r"does not speak https|No connection"):
        model(openai_base_url=server.base_url.replace("http:", "https:")).complete(HELLO)


# -- secrets -----------------------------------------------------------------

SECRETS = st.text(
    st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="\\"),
    min_size=12,
    max_size=40,
)


@given(SECRETS, st.text("abc: /", max_size=5), st.text("abc: /", max_size=5))
def test_a_key_is_struck_out_in_any_encoding(secret: str, before: str, after: str) -> None:
    raw = secret.encode()
    for echo in (
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        quote(quote(secret, safe=""), safe=""),
        "".join(f"%{byte:02x}" for byte in raw),
        json.dumps(secret)[1:-1],
        html.escape(secret),
        raw.hex(),
    ):
        assert "[key]" in redacted(f"no {echo} here", secret)
        assert echo not in redacted(f"no {echo} here", secret)
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        coded = encode(before.encode() + raw + after.encode()).decode()
        struck = redacted(f"no {coded} here", secret)
        assert "[key]" in struck
        assert len(struck) < len(f"no {coded} here") - len(raw) + 10


@pytest.mark.parametrize(
    "placeholder", ["x", "none", "EMPTY", "lm-studio", "no-key", "model", "key"]
)
def test_a_placeholder_spoils_no_words(placeholder: str) -> None:
    words = "'type': 'extra_forbidden', max_completion_tokens: none of the model's keys is EMPTY"
    assert redacted(words, placeholder) == words
