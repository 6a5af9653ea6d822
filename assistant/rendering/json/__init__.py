"""What a form of a JSON object is, and how a document is written.

The documents are a promise to scripts: keys are added, never renamed. Offsets are
half-open character ranges into the article's text; sentence indices count from 0.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    model_validator,
)

Document = dict[str, object]
"""A JSON object."""

# Legal in JSON, but not safe in a terminal or not possible in UTF-8: written as escapes.
_UNSAFE = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)


class Form(BaseModel):
    """A JSON object: its keys in their order, their types, and where their values come from.

    A value is the attribute of the key's name, or of its ``validation_alias``; what a form is
    made of and has not, ``_attributes`` adds. The context of ``model_validate`` is what became
    of cited sentences since. A form reads its documents, too, and refuses keys that it does not
    know.
    """

    model_config = ConfigDict(
        extra="forbid",
        from_attributes=True,
        validate_by_alias=True,
        validate_by_name=True,
        defer_build=True,
    )

    @classmethod
    def of(cls, value: object = None, /, **besides: object) -> Self:
        """The form of ``value``; what is given ``besides`` comes before its attributes."""
        return cls.model_validate(Joined(value, **besides) if besides else value)

    @classmethod
    def _attributes(cls, value: Any) -> object:
        """What has an attribute for each key: ``value``, ``Joined`` with what it has not."""
        return value

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return value if isinstance(value, (dict, Form)) else cls._attributes(value)

    def document(self) -> Document:
        """The JSON object; keys that were not given are left out."""
        return self.model_dump(mode="json", exclude_unset=True)


class Joined:
    """The attributes of several values, the first that has one before the others.

    What is given ``besides`` comes before all of them.
    """

    def __init__(self, *values: object, **besides: object) -> None:
        self._values = values
        self._besides = besides

    def __getattr__(self, name: str) -> object:
        if name in self._besides:
            return self._besides[name]
        for value in self._values:
            if (found := getattr(value, name, _NOWHERE)) is not _NOWHERE:
                return found
        raise AttributeError(name)


_NOWHERE: Final = object()


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


Time = Annotated[str, BeforeValidator(_iso)]
"""A day, or a moment with its time zone, in ISO 8601."""
Probability = Annotated[float, AfterValidator(lambda chance: round(chance, 4))]
Seconds = Annotated[float, AfterValidator(lambda seconds: round(seconds, 6))]


def dumps(document: Document, *, compact: bool = False) -> str:
    """``document`` as JSON text, readable (or, ``compact``, in one line), not ASCII only.

    What a terminal would obey is escaped, so that nothing is lost and nothing is obeyed.
    """
    text = json.dumps(
        document,
        ensure_ascii=False,
        allow_nan=False,
        indent=None if compact else 2,
        separators=(",", ":") if compact else None,
    )
    return _UNSAFE.sub(lambda match: json.dumps(match.group())[1:-1], text)
