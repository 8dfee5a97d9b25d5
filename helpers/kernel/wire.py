"""Values as JSON and npy bytes: what crosses between the student's process and the examiner.

Only data crosses: None, booleans, numbers, text, plain numeric arrays, lists, tuples and dicts.  A
function crosses as a handle, a number the other side calls it by.  Everything else is refused by
name.  Unpacking trusts nothing: every size is checked before anything is built.
"""

from __future__ import annotations

import base64
import functools
import io
import json
import math
import struct
import warnings
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

MAX_DEPTH = 8
MAX_ITEMS = 100_000
MAX_KEYS = 1000
"""Of one dict: whole numbers with one hash are easily made, and n of them take n² steps."""

MAX_ENTRIES = 1_000_000
MAX_RANK = 8
MAX_TEXT = 1_000_000
MAX_INTEGER_BITS = 4096
MAX_NPY_HEADER = 512

INTERRUPT = b"i"
"""The byte on a leash that interrupts the student's process."""

_DICTS = (dict, OrderedDict, defaultdict)

Packed = dict[str, Any]


class WireError(ValueError):
    """Bytes that are not what the other side should have sent."""


class Unsendable(TypeError):
    """A value that does not cross; the message says what it is."""


class TooLarge(Unsendable):
    """A value with too many parts, or parts in parts."""


def describe(value: Any) -> str:
    """Name what a value is, in words a student knows: `a generator`, `an array of objects`."""
    kind = type(value)
    if isinstance(value, np.ndarray):
        if kind is not np.ndarray:
            return f"an array subclass ({kind.__module__}.{kind.__name__})"
        if value.dtype.kind == "O":
            return "an array of objects"
        if value.dtype.kind == "c":
            return "an array of complex numbers"
        if value.size > MAX_ENTRIES:
            return f"an array of {value.size} entries (at most {MAX_ENTRIES} are read)"
        return f"an array of dtype {value.dtype}"
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    article = "an" if name[:1].lower() in "aeiou" else "a"
    return f"{article} {name}"


def sendable_array(array: np.ndarray[Any, Any]) -> bool:
    """Say whether an array crosses: plain, numeric or boolean, of modest rank and size."""
    return (
        type(array) is np.ndarray
        and array.dtype.kind in "biuf"
        and array.dtype.itemsize <= 8
        and array.ndim <= MAX_RANK
        and array.size <= MAX_ENTRIES
    )


class Packer:
    """Turn values into JSON-able form; `hold` keeps a function and returns its handle."""

    def __init__(self, hold: Callable[[Any], int] | None = None) -> None:
        self._hold = hold
        self._items = 0

    def pack(self, value: Any, depth: int = 0) -> Packed:
        """Pack one value.  Raises Unsendable, naming it, for what does not cross."""
        self._items += 1
        if depth > MAX_DEPTH or self._items > MAX_ITEMS:
            raise TooLarge("a value nested too deep or with too many parts")
        match value:
            case None:
                return {"is": "none"}
            case bool():
                return {"is": "bool", "value": bool(value)}
            case int() if type(value) is int and value.bit_length() <= MAX_INTEGER_BITS:
                return {"is": "int", "value": hex(value)}
            case float() if type(value) is float:
                return {"is": "float", "value": value.hex()}
            case Decimal() | Fraction() if type(value) in (Decimal, Fraction):
                return self.pack(float(value), depth)
            case np.str_() if type(value) is np.str_:
                return self.pack(str(value), depth)
            case str() if type(value) is str and len(value) <= MAX_TEXT:
                return {"is": "text", "value": value.encode("utf-8", "replace").decode()}
            case list() | tuple() if type(value) in (list, tuple):
                items = [self._part(item, depth + 1) for item in value]
                return {"is": type(value).__name__, "items": items}
            case tuple() if hasattr(type(value), "_fields"):  # a namedtuple
                return self.pack(tuple(value), depth)
            case dict() if type(value) in _DICTS and len(value) <= MAX_KEYS:
                pairs = [
                    [self.pack(key, depth + 1), self._part(item, depth + 1)]
                    for key, item in value.items()
                ]
                return {"is": "dict", "items": pairs}
            case np.generic() if value.dtype.kind in "biuf" and value.dtype.itemsize <= 8:
                return {"is": "scalar", "npy": _npy(np.asarray(value))}
            case np.ndarray() if sendable_array(value):
                return {"is": "array", "npy": _npy(value)}
            case np.generic() if type(value) is np.longdouble:
                return self.pack(_shortened(value)[()], depth)
            case np.ndarray() if value.dtype.type is np.longdouble and sendable_array(
                small := _shortened(value)
            ):
                return {"is": "array", "npy": _npy(small)}
        if callable(value) and self._hold is not None:
            return {"is": "function", "handle": self._hold(value)}
        raise Unsendable(describe(value))

    def _part(self, value: Any, depth: int) -> Packed:
        """Pack a part of a value; one of an answer's own parts is refused by itself."""
        try:
            return self.pack(value, depth)
        except Unsendable as refused:
            if (
                isinstance(refused, TooLarge)
                or self._hold is None
                or depth > 1
                or self._items > MAX_KEYS
            ):
                raise
            return {"is": "refused", "what": str(refused)}


def _shortened(wide: Any) -> np.ndarray[Any, Any]:
    """Return a long double, or a plain array of them, with the precision that crosses."""
    with np.errstate(over="ignore"):  # what is too large for it becomes inf
        narrow: np.ndarray[Any, Any] = np.asanyarray(wide).astype(np.float64)
    return narrow


def _npy(array: np.ndarray[Any, Any]) -> str:
    entries = array.tobytes()  # row by row, however it lies in memory
    return base64.b64encode(_header(array.dtype.str, array.shape) + entries).decode("ascii")


@functools.lru_cache(maxsize=256)
def _header(dtype: str, shape: tuple[int, ...]) -> bytes:
    buffer = io.BytesIO()
    described = {"descr": dtype, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(buffer, described)
    return buffer.getvalue()


class Unpacker:
    """Turn packed form back into values.

    `stand_in` makes a callable of a function's handle, `refused` a mark of what a part is that does
    not cross.
    """

    def __init__(
        self,
        stand_in: Callable[[int], Any] | None = None,
        refused: Callable[[str], Any] | None = None,
    ) -> None:
        self._stand_in = stand_in
        self._refused = refused
        self._items = 0

    def unpack(self, packed: Any, depth: int = 0) -> Any:
        """Unpack one value.  Raises WireError for anything that `Packer` would not have sent."""
        self._items += 1
        if depth > MAX_DEPTH or self._items > MAX_ITEMS or not isinstance(packed, dict):
            raise WireError("a packed value is nested too deep, too large or malformed")
        match packed:
            case {"is": "none"}:
                return None
            case {"is": "bool", "value": bool(value)}:
                return value
            case {"is": "int", "value": str(text)} if len(text) <= MAX_INTEGER_BITS // 4 + 4:
                return _number(text, lambda t: int(t, 16))
            case {"is": "float", "value": str(text)} if len(text) <= 40:
                return _number(text, float.fromhex)
            case {"is": "text", "value": str(text)} if len(text) <= MAX_TEXT:
                return text
            case {"is": "list", "items": list(items)}:
                return [self.unpack(item, depth + 1) for item in items]
            case {"is": "tuple", "items": list(items)}:
                return tuple(self.unpack(item, depth + 1) for item in items)
            case {"is": "dict", "items": list(pairs)} if len(pairs) <= MAX_KEYS:
                return self._dict(pairs, depth)
            case {"is": "array", "npy": str(text)}:
                return _array(text)
            case {"is": "scalar", "npy": str(text)}:
                array = _array(text)
                if array.ndim == 0:
                    return array[()]
            case {"is": "function", "handle": int(handle)} if self._stand_in is not None:
                return self._stand_in(handle)
            case {"is": "refused", "what": str(what)} if self._refused is not None and depth:
                return self._refused(what)
        raise WireError("a packed value is of no known kind")

    def _dict(self, pairs: list[Any], depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for pair in pairs:
            if not (isinstance(pair, list) and len(pair) == 2):
                raise WireError("a packed dict is malformed")
            key = self.unpack(pair[0], depth + 1)
            if not isinstance(key, str | int | float | bool | None):
                raise WireError("a packed dict has a key that is no number and no text")
            result[key] = self.unpack(pair[1], depth + 1)
        return result


def _number(text: str, read: Callable[[str], Any]) -> Any:
    try:
        return read(text)
    except (ValueError, OverflowError):
        raise WireError("a packed number cannot be read") from None


@functools.lru_cache(maxsize=256)
def _described(header: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Return shape, Fortran order and dtype; numpy reads them as Python, which takes its time."""
    stream = io.BytesIO(header)
    with warnings.catch_warnings(action="error"):  # numpy repairs old headers, and says so
        if np.lib.format.read_magic(stream) != (1, 0):
            raise WireError("a packed array is of another npy version")
        return np.lib.format.read_array_header_1_0(stream, max_header_size=MAX_NPY_HEADER)


def _array(text: str) -> np.ndarray[Any, Any]:
    try:
        raw = memoryview(base64.b64decode(text, validate=True))
        start = 10 + int.from_bytes(raw[8:10], "little")
        shape, fortran, dtype = _described(bytes(raw[:start]))
    except WireError:
        raise
    except Exception:  # numpy parses headers as Python, which can fail in any way
        raise WireError("a packed array cannot be read") from None
    size = math.prod(shape)
    if (
        dtype.kind not in "biuf"
        or dtype.itemsize > 8
        or len(shape) > MAX_RANK
        or not all(isinstance(n, int) and n >= 0 for n in shape)
        or size > MAX_ENTRIES
        or raw.nbytes - start != size * dtype.itemsize
    ):
        raise WireError("a packed array is of a kind, rank or size that does not cross")
    flat = np.frombuffer(raw[start:], dtype=dtype)
    try:
        return flat.reshape(shape, order="F" if fortran else "C").copy()
    except ValueError:  # of no entries, and yet too large in another direction
        raise WireError("a packed array is of a shape that does not cross") from None


def encode(message: dict[str, Any]) -> bytes:
    """Turn a message into a frame: its length in 4 bytes, then JSON."""
    body = json.dumps(message, allow_nan=False, separators=(",", ":")).encode()
    return struct.pack(">I", len(body)) + body


def decode(body: bytes) -> dict[str, Any]:
    """Read a frame's JSON back.  Raises WireError for anything but a JSON object."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError, MemoryError):
        raise WireError("a message is not JSON") from None
    if not isinstance(message, dict):
        raise WireError("a message is not a JSON object")
    return message
