"""The type of columns that hold a vector of 16-bit floats: bytes, or pgvector's ``halfvec``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from sqlalchemy.types import UserDefinedType

_HEAD: Final = 4
"""Bytes before the numbers as PostgreSQL sends them: the dimension, and two of no use."""


class HalfVec(UserDefinedType[bytes]):
    """pgvector's ``halfvec``; in Python the bytes of little-endian 16-bit floats.

    Args:
        dimension: that of all its vectors; None for any.
    """

    cache_ok = True

    def __init__(self, dimension: int | None = None) -> None:
        self.dimension = dimension

    def get_col_spec(self, **_options: Any) -> str:
        """Returns its name in SQL."""
        return "halfvec" if self.dimension is None else f"halfvec({self.dimension})"

    def bind_processor(self, _dialect: sa.Dialect) -> Callable[[bytes | None], str | None]:
        """Returns what turns bytes into the text that PostgreSQL reads, digit for digit."""
        return lambda value: None if value is None else _written(value)

    def bind_expression(self, bindvalue: sa.BindParameter[bytes]) -> sa.ColumnElement[bytes]:
        """Returns what a value is in SQL: the text, read as a vector."""
        return sa.type_coerce(sa.cast(bindvalue, _Column(self.dimension)), self)

    def column_expression(self, column: Any) -> sa.ColumnElement[Any]:
        """Returns what is selected: the bytes that PostgreSQL would send, not the numbers' text."""
        return sa.type_coerce(sa.func.halfvec_send(column), self)

    def result_processor(
        self, _dialect: sa.Dialect, _kind: object
    ) -> Callable[[bytes | None], bytes | None]:
        """Returns what turns the bytes that were sent into little-endian ones."""
        return lambda sent: None if sent is None else _read(sent)


class _Column(UserDefinedType[bytes]):
    """The same as it stands in a cast, where nothing is converted again."""

    cache_ok = True

    def __init__(self, dimension: int | None) -> None:
        self.dimension = dimension

    def get_col_spec(self, **_options: Any) -> str:
        return HalfVec(self.dimension).get_col_spec()


def _written(vector: bytes) -> str:
    return str(np.frombuffer(vector, "<f2").tolist())


def _read(sent: bytes) -> bytes:
    return np.frombuffer(sent, ">f2", offset=_HEAD).astype("<f2").tobytes()


VECTOR: Final = sa.LargeBinary().with_variant(HalfVec(), "postgresql")
"""A column of vectors of 16-bit floats, in Python their little-endian bytes in any database."""
