"""Prompts: the YAML files of ``prompts/``, checked when they are loaded."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import PromptError

# A brace is only a placeholder around a lower-case name; every other brace is text.
_PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)\}")

_folder: ContextVar[Path | None] = ContextVar("prompts", default=None)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a chat model."""

    role: Literal["system", "user", "assistant"]
    content: str


class Prompt(BaseModel):
    """A prompt file: what it is for, the inputs it takes, the messages it makes.

    ``{name}`` in ``system`` or ``user`` stands for the input of that name. The declared
    inputs are exactly those that are used. Without ``system`` there is no such message.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z_]*$")
    version: int = Field(ge=1)
    description: str = Field(min_length=1)
    inputs: tuple[str, ...]
    system: str = ""
    user: str = Field(min_length=1)

    @model_validator(mode="after")
    def _declares_what_it_uses(self) -> Self:
        used = set(_PLACEHOLDER.findall(self.system + self.user))
        declared = set(self.inputs)
        if unknown := used - declared:
            raise ValueError(f"uses {_listed(unknown)}, which 'inputs' does not declare")
        if unused := declared - used:
            raise ValueError(f"declares {_listed(unused)} in 'inputs' but does not use it")
        return self

    @property
    def prompt_hash(self) -> str:
        """Twelve hexadecimal digits that change with anything a model would read."""
        read = json.dumps([self.id, self.version, self.system, self.user], ensure_ascii=False)
        return hashlib.sha256(read.encode()).hexdigest()[:12]

    def render(self, values: Mapping[str, str]) -> tuple[Message, ...]:
        """The messages, with every placeholder replaced by its value, once and literally.

        Braces inside a value stay what they are: article text cannot reach another input.

        Raises:
            PromptError: ``values`` does not hold exactly the declared inputs.
        """
        if set(values) != set(self.inputs):
            raise PromptError(
                f"The prompt '{self.id}' takes {_listed(self.inputs)}, "
                f"but was given {_listed(values)}"
            )
        system, user = (
            _PLACEHOLDER.sub(lambda match: values[match[1]], template).strip()
            for template in (self.system, self.user)
        )
        asked = Message("user", user)
        return (Message("system", system), asked) if system else (asked,)


def prompts_folder() -> Path:
    """Where the prompts are: where ``prompts_from`` says, in the package, or beside it."""
    if chosen := _folder.get():
        return chosen
    package = Path(__file__).resolve().parents[1]
    packaged = package / "prompts"
    return packaged if packaged.is_dir() else package.parent / "prompts"


@contextmanager
def prompts_from(folder: Path) -> Iterator[None]:
    """Has the prompts of ``folder`` used in the block, by this thread, instead of the program's."""
    token = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(token)


def load_prompt(name: str, *, folder: Path | None = None) -> Prompt:
    """The prompt ``name``, read from ``<name>.yaml`` in ``folder``, once.

    Without ``folder`` it is the one that ``prompts_from`` says, or the program's own.

    Raises:
        PromptError: the file is missing, is no YAML or does not fit; the message names it.
    """
    return _loaded(folder or prompts_folder(), name)


@cache
def _loaded(folder: Path, name: str) -> Prompt:
    path = folder / f"{name}.yaml"
    hint = "Correct the file, or install the program again"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        prompt = Prompt.model_validate(content)
    except OSError as error:
        raise PromptError(f"The prompt file {path} cannot be read", hint=hint) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise PromptError(f"The prompt file {path} is no valid YAML{where}", hint=hint) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        what = f"'{field}': {first['msg']}" if field else first["msg"]
        raise PromptError(f"The prompt file {path} does not fit: {what}", hint=hint) from error
    if prompt.id != name:
        raise PromptError(f"The prompt file {path} has the id '{prompt.id}'", hint=hint)
    return prompt


def _listed(names: Mapping[str, str] | set[str] | tuple[str, ...]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "nothing"
