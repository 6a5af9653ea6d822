"""What goes wrong with a chat model, in the program's own errors.

The kinds are told by the names of the exceptions' classes: the packages of the providers
(openai, anthropic, groq, LangChain's own) name them alike, and none has to be imported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.errors import (
    AssistantError,
    ModelError,
    ModelRateLimitedError,
    ModelRefusedError,
    ModelTimeoutError,
    ModelUnreachableError,
)

_KEY_LIKE = re.compile(r"\b(?:sk|pk|key|Bearer)[-_ ][\w*.-]{6,}")
_LONGEST_QUOTE = 200
_TOO_LONG = (
    "context_length_exceeded",
    "maximum context length",
    "context window",
    "context size",
    "prompt is too long",
)
_SERVER_FAILED = 500
_STATUS = {401: "key", 403: "permission", 404: "model", 408: "timeout", 429: "rate"}
_NAMES = {
    "AuthenticationError": "key",
    "ModelAuthenticationError": "key",
    "PermissionDeniedError": "permission",
    "ModelPermissionDeniedError": "permission",
    "NotFoundError": "model",
    "ModelNotFoundError": "model",
    "RateLimitError": "rate",
    "ModelRateLimitError": "rate",
    "APITimeoutError": "timeout",
    "ModelTimeoutError": "timeout",
    "TimeoutException": "timeout",
    "TimeoutError": "timeout",
    "APIConnectionError": "connection",
    "ModelConnectionError": "connection",
    "TransportError": "connection",
    "ConnectionError": "connection",
}


@dataclass(frozen=True, slots=True)
class Server:
    """What messages say about a model's server: never one of the ``secrets``.

    ``says_how_it_ended``: every answer ends with a reason, so one without it was cut off.
    """

    model: str
    host: str
    timeout: float
    retries: int
    secrets: tuple[str, ...] = ()
    says_how_it_ended: bool = False

    def redacted(self, text: str) -> str:
        """``text`` on one line, without keys and not too long."""
        for secret in self.secrets:
            text = text.replace(secret, "[key]")
        line = " ".join(_KEY_LIKE.sub("[key]", text).split())
        cut = line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"
        return cut.rstrip(".")


def translated(error: Exception, *, server: Server, received: bool) -> AssistantError:
    """The program's error for what a provider's package raised.

    ``received`` tells whether a part of the answer had come: a connection that is lost then
    is a broken answer, not an unreachable server.
    """
    if isinstance(error, AssistantError):
        return error
    kind = _kind(error)
    if kind in {"key", "permission", "model"}:
        return _unknown(kind, server)
    if kind == "rate":
        return _limited(_said(error), server)
    if kind in {"timeout", "connection"}:
        return _lost(kind, server, received=received)
    if kind == "refused" or _is_too_long(error):
        return _refused(error, server)
    return _broken(error, server, received=received)


def _lost(kind: str, server: Server, *, received: bool) -> ModelError:
    if kind == "timeout":
        return ModelTimeoutError(
            f"{server.host} did not answer within {server.timeout:g} seconds",
            hint="Try again, or raise ASSISTANT_TIMEOUT",
        )
    if received:
        return _cut_off(server)
    return ModelUnreachableError(
        f"No connection to the chat model's server at {server.host}",
        hint="Check that it runs and can be reached from here, and OPENAI_BASE_URL",
    )


def _refused(error: Exception, server: Server) -> ModelRefusedError:
    if _is_too_long(error):
        return ModelRefusedError(
            f"The prompt is too long for the model {server.model}",
            hint="Set ASSISTANT_CONTEXT_TOKENS to what the model takes",
        )
    return ModelRefusedError(
        f"{server.host} refused the request: {server.redacted(_said(error))}",
        hint="Check ASSISTANT_CHAT_MODEL and the settings of the model",
    )


def _broken(error: Exception, server: Server, *, received: bool) -> ModelError:
    if _status(error) is not None:
        return ModelError(
            f"{server.host} failed ({_status(error)})" + _after_retries(server),
            hint="Try again later, or use --fallback extractive",
        )
    if isinstance(getattr(error, "body", None), dict):  # an error sent as a piece of the answer
        return ModelError(
            f"{server.host} failed: {server.redacted(_said(error))}",
            hint="Try again later, or use --fallback extractive",
        )
    if received:
        return _cut_off(server)
    return ModelError(
        f"The reply from {server.host} cannot be read ({type(error).__name__})",
        hint="Check that OPENAI_BASE_URL is the address of a chat model's server (…/v1)",
    )


def _cut_off(server: Server) -> ModelError:
    return ModelError(
        f"The answer from {server.host} was cut off",
        hint="Ask again, or use --fallback extractive",
    )


def _is_too_long(error: Exception) -> bool:
    said = _said(error).lower()
    return any(sign in said for sign in _TOO_LONG)


def _kind(error: Exception) -> str:
    """What kind of failure it is, by class and then by status; "" if it cannot be told."""
    for ancestor in type(error).__mro__:
        # A timeout is a connection error too: the nearest class decides.
        if ancestor.__name__ in _NAMES:
            return _NAMES[ancestor.__name__]
    status = _status(error)
    if status is None:
        return ""
    return _STATUS.get(status) or ("failed" if status >= _SERVER_FAILED else "refused")


def _status(error: Exception) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _said(error: Exception) -> str:
    """What the server itself said, where it said something."""
    body = getattr(error, "body", None)
    parts = [body.get("message"), body.get("code")] if isinstance(body, dict) else [str(error)]
    return " ".join(str(part) for part in parts if part)


def _unknown(kind: str, server: Server) -> ModelRefusedError:
    if kind == "key":
        return ModelRefusedError(
            f"{server.host} refused the key", hint="Check OPENAI_API_KEY (or your provider's)"
        )
    if kind == "permission":
        return ModelRefusedError(
            f"The key is not allowed to use the model {server.model} at {server.host}",
            hint="Use another model or key",
        )
    return ModelRefusedError(
        f"{server.host} does not know the model {server.model}",
        hint="Check ASSISTANT_CHAT_MODEL, and OPENAI_BASE_URL (it usually ends in /v1)",
    )


def _limited(said: str, server: Server) -> ModelRateLimitedError:
    if "insufficient_quota" in said or "exceeded your current quota" in said:
        return ModelRateLimitedError(
            f"The account at {server.host} has no credit left",
            hint="Check its plan and billing, or use --engine extractive",
        )
    return ModelRateLimitedError(
        f"{server.host} limits the rate of requests" + _after_retries(server),
        hint="Wait a moment, or raise ASSISTANT_RETRIES, or use --fallback extractive",
    )


def _after_retries(server: Server) -> str:
    if server.retries == 0:
        return ""
    return f", still after {server.retries} {'retry' if server.retries == 1 else 'retries'}"
