"""Reads what a chat model's server says of an error, whatever shape it puts its words in."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator
from typing import Final

_LONGEST_QUOTE: Final = 300
_KEY_LIKE: Final = re.compile(
    r"\b(?:sk|pk)[-_][\w*.-]{6,}|\b(?:key|[Bb]earer)[-_ :](?=[\w*.-]*[\d*])[\w*.-]{6,}"
)
_LEAST_SECRET: Final = 12
_LEAST_WITH_DIGITS: Final = 6
_KEYS: Final = (
    *("message", "error", "detail", "msg", "error_message", "error_msg", "errorMessage"),
    *("error_description", "Message", "errors", "reason", "description", "title", "code", "type"),
)
_DEEPEST: Final = 6
_MOST_PARTS: Final = 3
_TITLE: Final = re.compile(r"<(title|h1|p)\b[^>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{0,300}>")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}\b)")
_LIMIT: Final = re.compile(
    r"(?:maximum context length|context[ _](?:length|size|window)|max_model_len|n_ctx)"
    r"\D{0,30}?(\d{2,8})"
    r"|<= ?(\d{2,8})|> ?(\d{2,8})|(\d{2,8}) (?:tokens? )?max|allowed \(?(\d{2,8})"
)
_ASKED: Final = re.compile(
    r"(?:requested|resulted in|contains|too long:|has|token count \(?|given:|first|prompt \(?"
    r"|n_prompt_tokens\D{1,4}) ?(\d{2,8})",
    re.IGNORECASE,
)


def words_in(body: object) -> str:
    """What a body says, in one line: of JSON its message, of a page its title; "" if nothing."""
    if isinstance(body, bytes):
        body = body.decode("utf-8", "replace")
    if isinstance(body, str):
        text = body.strip()
        parsed = _parsed(text)
        if parsed is not None:
            return words_in(parsed)
        if text[:1] == "<":
            found = dict.fromkeys(" ".join(m[2].split()) for m in _TITLE.finditer(text[:20_000]))
            text = "; ".join(list(found)[:_MOST_PARTS]) or _TAG.sub(" ", text[:20_000])
            text = html.unescape(text)
        return " ".join(text.split())
    return "; ".join(dict.fromkeys(_said(body, _DEEPEST)))


def is_completion(body: bytes) -> bool:
    """Whether a body is a whole completion, sent where a stream of it was asked for."""
    found = _parsed(body.decode("utf-8", "replace").strip())
    return isinstance(found, dict) and bool(found.get("choices"))


def _parsed(text: str) -> object:
    if text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _said(body: object, depth: int) -> Iterator[str]:
    """The messages in a body, the outer ones' own words first."""
    if isinstance(body, str):
        said = " ".join(body.split())
        if said:
            yield words_in(body) if said[0] in "{<" and depth else said
    elif isinstance(body, list) and depth:
        for one in body[:_MOST_PARTS]:
            yield from _said(one, depth - 1)
    elif isinstance(body, dict) and depth:
        where = body.get("loc")
        for key in _KEYS:
            if body.get(key) and (inner := list(_said(body[key], depth - 1))):
                name = ".".join(map(str, where)) + ": " if isinstance(where, list) else ""
                yield from (name + words for words in inner)
                code = body.get("code")
                if key != "code" and isinstance(code, str) and "_" in code:
                    yield code
                return


def sizes_in(said: str, body: object) -> tuple[int | None, int | None]:
    """The most tokens that a server takes, and how many it counted, as far as it says so."""
    if isinstance(body, dict):
        named = body.get("n_ctx"), body.get("n_prompt_tokens")
        if all(isinstance(number, int) for number in named):
            return named
    plain = _THOUSANDS.sub("", said)
    limit = _LIMIT.search(plain)
    most = next((int(number) for number in limit.groups() if number), None) if limit else None
    asked = next((int(m[1]) for m in _ASKED.finditer(plain) if int(m[1]) != most), None)
    return most, asked


def redacted(text: str, *secrets: str) -> str:
    """``text`` on one line, not too long, and without secrets, however a server writes them.

    A placeholder (``x``, ``none``, ``lm-studio``) is no secret: to strike it out would only
    spoil the words around it.
    """
    forms: list[str] = []
    for secret in secrets:
        digits = any(character.isdigit() for character in secret)
        if len(secret) >= (_LEAST_WITH_DIGITS if digits else _LEAST_SECRET):
            forms += _forms(secret)
    if forms:
        text = re.sub("|".join(forms), "[key]", text, flags=re.IGNORECASE)
    line = " ".join(_KEY_LIKE.sub("[key]", text).split())
    cut = line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"
    return cut.rstrip(".")


def _forms(secret: str) -> Iterator[str]:
    """Patterns of a secret: as it stands, in encodings of its characters, in base64 and hex."""
    yield "".join(map(_character, secret))
    raw = secret.encode("utf-8", "replace")
    yield re.escape(raw.hex())
    for before in range(3):  # base64 depends on where a secret begins within what is encoded
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            encoded = encode(bytes(before) + raw).decode()
            whole = len(bytes(before) + raw) * 8 // 6
            yield re.escape(encoded[-(-before * 8 // 6) : whole])


def _character(character: str) -> str:
    """A pattern of one character in the encodings of addresses, of JSON and of HTML."""
    percent = "".join(f"%{byte:02x}" for byte in character.encode("utf-8", "replace"))
    number = ord(character)
    forms = {character, "\\" + character, percent, percent.replace("%", "%25")}
    forms |= {f"\\u{number:04x}", f"&#{number};", f"&#x{number:x};", html.escape(character)}
    return "(?:" + "|".join(map(re.escape, sorted(forms, key=len, reverse=True))) + ")"
