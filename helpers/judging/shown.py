"""What a function showed on its cases: numbers, or a word where there are none."""

from __future__ import annotations

import builtins
import hashlib
from collections.abc import Sequence

import numpy as np

from helpers.judging.calls import Response, is_tuple_of
from helpers.judging.values import Array, NotNumbers, agree, as_numbers

Piece = Array | str
Shown = tuple[Piece, ...]
"""A piece for each part of a result; a function with one result has one part."""

UNREADABLE = "?"
CHANGED = "changed its arguments"
_DECIMALS = 3


def shown(response: Response, parts: int) -> Shown:
    """Return what a response shows in each of its parts (0 for a result that is no tuple)."""
    count = max(parts, 1)
    if response.error is not None:
        return (_raised(response.error),) * count
    if response.changed_arguments:
        return (CHANGED,) * count
    if not parts:
        return (_piece(response.result),)
    if not is_tuple_of(response.result, parts):
        return (UNREADABLE,) * count
    return tuple(map(_piece, response.result))


def _raised(error: BaseException) -> str:
    """Name a built-in exception; no other can be compared."""
    name = type(error).__name__
    return name if hasattr(builtins, name) and isinstance(error, Exception) else UNREADABLE


def _piece(value: object) -> Piece:
    try:
        return as_numbers(value)
    except NotNumbers:
        return UNREADABLE


def alike(got: Piece, wrong: Piece) -> bool:
    """Say whether two answers show the same.

    nan and inf are one, for dividing by zero gives either; and where nothing can be computed, one
    program raises and another returns nan, or nothing.
    """
    if isinstance(got, str) or isinstance(wrong, str):
        return _broken(got) and _broken(wrong)
    if got.size == wrong.size == 0:
        return True
    if got.shape != wrong.shape:
        return False
    finite = np.isfinite(wrong)
    if not np.array_equal(finite, np.isfinite(got)):
        return False
    return bool(agree(np.where(finite, got, 0), np.where(finite, wrong, 0)).all())


def _broken(piece: Piece) -> bool:
    if isinstance(piece, str):
        return piece not in (UNREADABLE, CHANGED)
    return piece.size == 0 or not np.isfinite(piece).all()


def digest(pieces: Sequence[Piece]) -> str:
    """Return a short text that answers which show the same have in common."""
    told = hashlib.sha256()
    for piece in pieces:
        if isinstance(piece, str):
            told.update(b"broken" if _broken(piece) else piece.encode())
        elif piece.size == 0:
            told.update(b"broken")
        else:
            rounded = np.where(np.isfinite(piece), np.round(piece, _DECIMALS) + 0.0, np.inf)
            told.update(f"{piece.shape}".encode() + np.ascontiguousarray(rounded).tobytes())
    return told.hexdigest()[:16]
