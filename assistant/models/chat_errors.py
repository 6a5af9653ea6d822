"""Translates what goes wrong with a chat model into the program's own errors.

The kinds are known by the names of the exceptions' classes: the packages of the providers
(openai, anthropic, groq, LangChain's own) name them alike, and none has to be imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.errors import (
    AssistantError,
    ModelError,
    ModelRateLimitedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnreachableError,
    PromptTooLongError,
    UnknownModelError,
)
from assistant.models.server_words import redacted, sizes_in, words_in

_TOO_LONG = re.compile(
    r"context_length_exceeded|maximum context length|context (?:window|size|length)|exceed_context"
    r"|prompt (?:is )?too long|too many tokens|input is too long|max_model_len"
    r"|(?:token|tokens) .{0,60}(?:exceeds?|must be <=|too large)"
)
_NO_MODEL = re.compile(
    r"\bmodels?\b.{0,80}(?:not (?:been )?(?:found|exist|loaded|available|supported|pulled)"
    r"|does ?n[o']t exist|unknown|no such)|(?:unknown|no such|invalid|not find) .{0,20}\bmodel\b"
    r"|model_not_found"
)
_HELD_BACK = re.compile(
    r"content[_ ](?:filter|policy|management)|safety (?:system|settings|policy)|moderation"
    r"|responsibleai"
)
_SERVER_FAILED = 500
_STATUS = {401: "key", 403: "permission", 404: "model", 408: "timeout", 429: "rate"}
# How classes of errors are called, without API or Model before it and Error or Exception after.
_NAMES = {
    "Authentication": "key",
    "PermissionDenied": "permission",
    "NotFound": "model",
    "RateLimit": "rate",
    "Timeout": "timeout",
    "Connection": "connection",
    "Transport": "connection",
}
_NAME = re.compile(r"(?:API|Model)?(\w+?)(?:Error|Exception)")
_SERVER_ADDRESS = "Check that OPENAI_BASE_URL is the address of a chat model's server (…/v1)"


@dataclass(frozen=True, slots=True)
class Server:
    """What messages say about a model's server: never one of the ``secrets``.

    ``says_how_it_ended``: every answer ends with a reason, so one without it was cut off.
    """

    model: str
    host: str
    timeout: float
    retries: int
    address: str = ""
    secrets: tuple[str, ...] = ()
    says_how_it_ended: bool = False

    def redacted(self, text: str) -> str:
        """``text`` on one line, without keys and not too long."""
        return redacted(text, *self.secrets)


def translated(
    error: Exception, *, server: Server, received: bool, body: bytes = b""
) -> AssistantError:
    """The program's error for what a provider's package raised, in the server's own words.

    ``received`` tells whether a part of the answer had come: a connection that is lost then
    is a broken answer, not an unreachable server. ``body`` is the beginning of a reply that
    was none of the kind that was asked for.
    """
    for cause in _causes(error):
        if isinstance(cause, AssistantError):
            return cause
    kind = _kind(error)
    said = said_by(error, body)
    words = server.redacted(said)
    if (known := _by_words(error, kind, said, words, server)) is not None:
        return known
    if kind in {"timeout", "connection"}:
        return _lost(error, kind, server, received=received)
    return _by_kind(kind, said, words, server) or _broken(
        error, words, server, received=received, body=body
    )


def _by_words(
    error: Exception, kind: str, said: str, words: str, server: Server
) -> ModelError | None:
    """The error that the server's words name, whatever status they come with."""
    lower = said.lower()
    if kind != "rate" and _TOO_LONG.search(lower):
        return _too_long(error, said, server)
    if kind in {"model", "refused", "failed", ""} and _NO_MODEL.search(lower):
        return no_model(words, server)
    if kind in {"refused", "failed", ""} and _HELD_BACK.search(lower):
        return ModelRefusedError(f"The model's server refuses for the content: {words}")
    return None


def _by_kind(kind: str, said: str, words: str, server: Server) -> ModelError | None:
    host = server.host
    made: type[ModelError] = ModelRefusedError
    match kind:
        case "model":
            return no_model(words, server)
        case "key":
            problem, hint = f"{host} refused the key", "Check OPENAI_API_KEY (or your provider's)"
        case "permission":
            problem = f"The key is not allowed to use the model {server.model} at {host}"
            hint = "Use another model or key"
        case "rate" if "insufficient_quota" in said or "exceeded your current quota" in said:
            made, problem = ModelRateLimitedError, f"The account at {host} has no credit left"
            hint = "Check its plan and billing, or use --engine extractive"
        case "rate":
            made = ModelRateLimitedError
            problem = f"{host} limits the rate of requests{_after_retries(server)}"
            hint = "Wait a moment, or raise ASSISTANT_RETRIES, or use --engine extractive"
        case "refused":
            problem = f"{host} refused the request"
            hint = "Check ASSISTANT_CHAT_MODEL and the settings of the model"
        case _:
            return None
    return made(_with(problem, words), hint=hint)


def said_by(error: BaseException, body: bytes = b"") -> str:
    """What the server itself said, where it said something; "" where it did not."""
    for told in (getattr(error, "body", None), body):
        if told and (said := words_in(told)):
            return said
    return words_in(str(error)) if getattr(error, "status_code", None) is not None else ""


def too_late(server: Server, seconds: float) -> ModelTimeoutError:
    """The error for a reply that went on for too long altogether."""
    return ModelTimeoutError(
        f"{server.host} did not end its reply within {seconds:g} seconds",
        hint="Try again, or raise ASSISTANT_TIMEOUT (a reply may take ten times as long in all)",
    )


def no_model(words: str, server: Server) -> ModelRefusedError:
    """The error for a model, or an address, that is not there."""
    if server.address and not re.search(r"/v\d+\w*/?$|/openai/?$", server.address):
        advice = f"Set OPENAI_BASE_URL to {server.address.rstrip('/')}/v1, if that is its address"
    else:
        advice = "Check ASSISTANT_CHAT_MODEL, and OPENAI_BASE_URL (it usually ends in /v1)"
    return UnknownModelError(
        _with(f"{server.host} does not know the model {server.model}", words), hint=advice
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _with(problem: str, words: str) -> str:
    return f"{problem}: {words}" if words else problem


def _lost(error: Exception, kind: str, server: Server, *, received: bool) -> ModelError:
    causes = list(_causes(error))
    told = " ".join(map(str, causes)).lower()
    if kind == "timeout":
        return ModelTimeoutError(
            f"{server.host} did not answer within {server.timeout:g} seconds",
            hint="Try again, or raise ASSISTANT_TIMEOUT",
        )
    if "certificate" in told:
        return ModelUnreachableError(
            f"The certificate of {server.host} is not trusted: {server.redacted(str(causes[-1]))}",
            hint="Name its authority's file in SSL_CERT_FILE, if you trust it",
        )
    if "ssl" in told and "wrong version" in told:
        return ModelUnreachableError(
            f"{server.host} does not speak https", hint="Write OPENAI_BASE_URL with http://"
        )
    if received:
        return _cut_off(server)
    broken = any("RemoteProtocol" in type(cause).__name__ for cause in causes)
    if broken and "disconnect" not in told:
        return ModelError(
            f"What {server.host} sends is no HTTP: {server.redacted(str(causes[-1]))}",
            hint=_SERVER_ADDRESS,
        )
    return ModelUnreachableError(
        f"No connection to the chat model's server at {server.host}",
        hint="Check that it runs and can be reached from here, and OPENAI_BASE_URL",
    )


def _too_long(error: Exception, said: str, server: Server) -> PromptTooLongError:
    limit, asked = sizes_in(said, getattr(error, "body", None))
    takes = f": it takes {limit} tokens" if limit else ""
    counted = f", and {asked} were asked of it" if limit and asked else ""
    words = "" if takes else server.redacted(said)
    return PromptTooLongError(
        _with(f"The prompt is too long for the model {server.model}{takes}{counted}", words),
        hint=f"Set ASSISTANT_CONTEXT_TOKENS to {limit or 'what the model takes'}",
        limit=limit,
    )


def _broken(
    error: Exception, words: str, server: Server, *, received: bool, body: bytes
) -> ModelError:
    status = _status(error)
    if status is None and not received and body.lstrip()[:1] == b"<":
        return ModelError(
            _with(f"{server.host} sends a web page, not an answer", words),
            hint=_SERVER_ADDRESS,
        )
    if status is not None or words:
        code = f" ({status})" if status is not None else ""
        retried = _after_retries(server) if status is not None else ""
        return ModelError(
            _with(f"{server.host} failed{code}{retried}", words),
            hint="Try again later, or use --engine extractive",
        )
    if received:
        return _cut_off(server)
    return ModelError(
        f"The reply from {server.host} cannot be read ({type(error).__name__})",
        hint=_SERVER_ADDRESS,
    )


def _cut_off(server: Server) -> ModelError:
    return ModelError(
        f"The answer from {server.host} was cut off", hint="Ask again, or use --engine extractive"
    )


def _kind(error: Exception) -> str:
    """What kind of failure it is, by class and then by status; "" if it cannot be told."""
    for ancestor in type(error).__mro__:
        # A timeout is a connection error too: the nearest class decides.
        named = _NAME.fullmatch(ancestor.__name__)
        if named and named[1] in _NAMES:
            return _NAMES[named[1]]
    status = _status(error)
    if status is None:
        return ""
    return _STATUS.get(status) or ("failed" if status >= _SERVER_FAILED else "refused")


def _status(error: Exception) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _after_retries(server: Server) -> str:
    if server.retries == 0:
        return ""
    return f", still after {server.retries} {'retry' if server.retries == 1 else 'retries'}"
