"""Look names up in the student's notebook, and call its functions on copies of the arguments."""

from __future__ import annotations

import builtins
import contextlib
import traceback
import types
from collections.abc import Callable
from typing import Any

from helpers.kernel.wire import Packed, Packer, Unpacker, Unsendable

MAX_MESSAGE = 500

Namespace = dict[str, Any]


class Answers:
    """The notebook's names, as the examiner may ask for them."""

    def __init__(self, names: Namespace) -> None:
        self._names = names
        self._held: list[Callable[..., Any]] = []

    def look(self, name: str) -> Packed:
        """Return what the notebook calls `name`: a value, a function's handle, or what it is."""
        if name not in self._names:
            return {"is": "missing"}
        value = self._names[name]
        if isinstance(value, types.ModuleType):
            return {"is": "refused", "what": "a module"}
        return self._packed(value)

    def call(self, handle: int, arguments: list[Packed], keywords: dict[str, Packed]) -> Packed:
        """Call a held function on fresh copies; report its result or what it raised."""
        unpack = Unpacker().unpack
        given = [unpack(argument) for argument in arguments]
        named = {name: unpack(argument) for name, argument in keywords.items()}
        before = _repacked(given, named)
        try:
            value = self._held[handle](*given, **named)
        except KeyboardInterrupt:
            return {"is": "interrupted"}
        except BaseException as error:
            return raised(error)
        return {
            "is": "returned",
            "value": self._packed(value),
            "changed": _repacked(given, named) != before,
        }

    def _packed(self, value: Any) -> Packed:
        try:
            return Packer(self._hold).pack(value)
        except Unsendable as refused:
            return {"is": "refused", "what": str(refused)[:MAX_MESSAGE]}
        except Exception as error:  # the value's own code ran and failed
            return raised(error)

    def _hold(self, function: Callable[..., Any]) -> int:
        for handle, held in enumerate(self._held):
            if held is function:
                return handle
        self._held.append(function)
        return len(self._held) - 1


def _repacked(given: list[Any], named: dict[str, Any]) -> object:
    """Return the arguments as data, to see whether a call has changed them."""
    with contextlib.suppress(Exception):
        return Packer().pack([given, named])
    return None


def raised(error: BaseException) -> Packed:
    """Describe an exception: its name, its nearest built-in class, its message, its last line."""
    kind = type(error)
    nearest = next(
        (base.__name__ for base in kind.__mro__ if getattr(builtins, base.__name__, None) is base),
        "Exception",
    )
    message, line = "", ""
    with contextlib.suppress(Exception):
        message = " ".join(str(error).split())[:MAX_MESSAGE]
    with contextlib.suppress(Exception):
        frames = [
            f for f in traceback.extract_tb(error.__traceback__) if "helpers" not in f.filename
        ]
        line = (frames[-1].line or "").strip()[:MAX_MESSAGE] if frames else ""
    return {
        "is": "raised",
        "type": kind.__name__[:100],
        "nearest": nearest,
        "message": message,
        "line": line,
    }
