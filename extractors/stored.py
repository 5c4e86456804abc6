"""A ``Document`` as bytes and back, exactly: what was read once need not be read again when a later stage changes.

The same holds for the draft of a page, and for any other frozen class of texts, numbers and tuples.

The bytes are compressed JSON, every class as the list of its fields in their declared order, so they hold data and
nothing that runs. What they look like follows from the classes of ``extractors.document``; whoever keeps them has to
forget them when that module or a reader changes.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from extractors.document import Document

_LEVEL = 3  # of compression: a tenth of the size, in a small part of the time that reading took
_SCALARS = (int, float, str, bool)

_Decode = Callable[[Any], Any]
_T = TypeVar("_T")


class DamagedStoreError(ValueError):
    """Bytes that are no stored document."""


def pack(value: object) -> bytes:
    """A document, or another value, as bytes. Raises TypeError for a value that its class does not declare."""
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(data: bytes) -> Document:
    """The document that ``pack`` was given. Raises DamagedStoreError."""
    return unpack_as(Document, data)


def unpack_as(kind: type[_T], data: bytes) -> _T:
    """The value of a class that ``pack`` was given; a field declared as a protocol stays plain.

    Raises DamagedStoreError.
    """
    try:
        value = restored(json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")), kind)
    except (zlib.error, ValueError, TypeError, LookupError, RecursionError) as error:
        raise DamagedStoreError(str(error)) from error
    if not isinstance(value, kind):
        raise DamagedStoreError(f"no {kind.__name__}")
    return value


def restored(plain: Any, hint: Any) -> Any:
    """A value of a declared type from its plain form. Raises ValueError, TypeError, LookupError where it is another."""
    return _decoder(hint)(plain)


def _plain(value: Any) -> Any:
    """Lists, texts and numbers; a member of a closed list by its value, a class by its name and fields."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        kind: Any = type(value)
        return [kind.__name__, *(_plain(getattr(value, name)) for name in _names(kind))]
    if value is None or type(value) in _SCALARS:
        return value
    raise TypeError(f"a document cannot hold {type(value).__name__}")


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind))


@cache
def _decoder(hint: Any) -> _Decode:
    """What makes a value of a declared type from its plain form."""
    origin = get_origin(hint)
    if origin is tuple:
        return _tuple_decoder(get_args(hint))
    if origin in (Union, UnionType):
        return _union_decoder(get_args(hint))
    if is_dataclass(hint):
        return _class_decoder(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return lambda value: value


def _tuple_decoder(kinds: tuple[Any, ...]) -> _Decode:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        each = _decoder(kinds[0])
        return lambda value: tuple([each(item) for item in value])
    decoders = [_decoder(kind) for kind in kinds]
    return lambda value: tuple([decode(item) for decode, item in zip(decoders, value, strict=True)])


def _union_decoder(kinds: tuple[Any, ...]) -> _Decode:
    """One of several classes, told apart by name, or one plain kind of value; None stays None."""
    present = [kind for kind in kinds if kind is not NoneType]
    if len(present) == 1:
        only = _decoder(present[0])
        return lambda value: None if value is None else only(value)
    classes = {kind.__name__: _decoder(kind) for kind in present}
    return lambda value: None if value is None else classes[value[0]](value)


def _class_decoder(kind: Any) -> _Decode:
    hints = get_type_hints(kind)
    decoders = [_decoder(hints[name]) for name in _names(kind)]
    name = kind.__name__

    def decode(value: Any) -> Any:
        if value[0] != name or len(value) != len(decoders) + 1:
            raise ValueError(f"{value[0]} where {name} was expected")
        return kind(*[each(item) for each, item in zip(decoders, value[1:], strict=True)])

    return decode
