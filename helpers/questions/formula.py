"""Read a formula a student typed, without evaluating it, and compare it exactly with another.

The text is parsed with `ast`, and every node is checked against a short list: numbers, the allowed
letters, + - * / // % **, and floor or ceil.  What remains is worked out here, in fractions; nothing
submitted is ever passed to `eval`.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from helpers.judging.messages import tell

MAX_LENGTH = 1000
MAX_NODES = 300
MAX_NUMBER = 10**6
MAX_POWER = 8
MAX_BITS = 10_000
"""Of a value's numerator or denominator: what is longer is no size, and takes long."""

Formula = Callable[[Mapping[str, int]], Fraction]
"""The exact value where the letters have these values.  Raises ArithmeticError where none is."""


class Refused(ValueError):
    """Text that is not plain algebra in the allowed letters; the message says what is not."""


_SPELLINGS = (
    ("−", "-"), ("–", "-"), ("‐", "-"), ("‑", "-"), ("×", "*"), ("·", "*"), ("⋅", "*"), ("∗", "*"),
    ("÷", "/"), ("∕", "/"), ("⁄", "/"), ("^", "**"),
    ("⌊", "floor("), ("⌋", ")"), ("⌈", "ceil("), ("⌉", ")"),
    *((subscript, str(digit)) for digit, subscript in enumerate("₀₁₂₃₄₅₆₇₈₉")),
)  # fmt: skip

_FULL_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
"""ASCII as a Chinese keyboard types it: `（I－K）`."""

_FUNCTIONS: Mapping[str, Callable[[Fraction], int]] = {
    "floor": math.floor,
    "int": math.floor,  # sizes are never negative
    "trunc": math.floor,
    "ceil": math.ceil,
    "ceiling": math.ceil,
    "round": lambda x: math.floor(x + Fraction(1, 2)),
}

_OPERATIONS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction | int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


def parse(text: Any, letters: Iterable[str]) -> Formula:
    """Turn text such as `(I - K + 2P) // S + 1` or `B11 + B_{12}` into what works it out.

    Raises Refused, with a sentence for the student, for anything else.
    """
    allowed = frozenset(letters)
    if not isinstance(text, str):
        raise Refused(tell("formula.no-text", type=type(text).__name__))
    if len(text) > MAX_LENGTH:
        raise Refused(tell("formula.too-long", size=len(text), most=MAX_LENGTH))
    try:
        with warnings.catch_warnings(action="ignore"):  # such as "invalid decimal literal"
            tree = ast.parse(_spelled(text, allowed), mode="eval")
        nodes = list(ast.walk(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Refused(tell("formula.unreadable", text=_quoted(text))) from None
    if len(nodes) > MAX_NODES:
        raise Refused(tell("formula.too-many-parts", size=len(nodes), most=MAX_NODES))
    return _formula(tree.body, allowed, power=1)


def _spelled(text: str, letters: frozenset[str]) -> str:
    """Accept how people write formulas: `O = 2P`, `B_{12}`, `B₁₂`, `⌊x⌋`, `math.floor(x)`."""
    text = re.sub(r"\s+", " ", text.translate(_FULL_WIDTH).strip().strip("$"))
    text = re.sub(r"^[A-Za-z]\w* ?=(?!=)", "", text)
    for written, meant in _SPELLINGS:
        text = text.replace(written, meant)
    text = re.sub(r"\b(?:math|np|numpy)\.(floor|ceil|trunc)\b", r"\1", text)
    text = re.sub(r"\b([A-Za-z])_\{?(\d)(?:[ ,_])*(\d)\}?", r"\1\2\3", text)
    names = "|".join(sorted(map(re.escape, letters), key=len, reverse=True))
    return re.sub(rf"(?<![\w.])(\d+) ?(?=(?:{names}|floor|ceil)\b|\()", r"\1*", text).strip()


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _formula(node: ast.AST, letters: frozenset[str], power: int) -> Formula:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as number):
            if not abs(number) <= MAX_NUMBER:
                raise Refused(tell("formula.too-large-number", most=MAX_NUMBER))
            value = Fraction(str(number))
            return lambda _: value
        case ast.Name(id=name) if name in letters:
            return lambda point: Fraction(point[name])
        case ast.Name(id=name):
            raise Refused(tell("formula.letter", text=_quoted(name)))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _applied(operator.neg, _formula(operand, letters, power))
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _formula(operand, letters, power)
        case ast.BinOp(op=ast.Pow(), left=base, right=ast.Constant(value=int(exponent))):
            if not 0 <= exponent * power <= MAX_POWER:
                raise Refused(tell("formula.too-large-power", most=MAX_POWER))
            raised = _formula(base, letters, power * max(exponent, 1))
            return _applied(lambda value: value**exponent, raised)
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _OPERATIONS:
            sides = _formula(left, letters, power), _formula(right, letters, power)
            return _applied(_OPERATIONS[type(op)], *sides)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if (
            name.lower() in _FUNCTIONS
        ):
            return _applied(_FUNCTIONS[name.lower()], _formula(argument, letters, power))
    raise Refused(tell("formula.no-algebra", text=_quoted(ast.unparse(node))))


def _applied(function: Callable[..., Fraction | int], *parts: Formula) -> Formula:
    def value(point: Mapping[str, int]) -> Fraction:
        result = Fraction(function(*(part(point) for part in parts)))
        if max(result.numerator.bit_length(), result.denominator.bit_length()) > MAX_BITS:
            raise OverflowError(f"a number of more than {MAX_BITS} bits")
        return result

    return value


def equal(a: Formula, b: Formula, points: Iterable[Mapping[str, int]]) -> bool:
    """Say whether two formulas have the same exact value at every point, and have one.

    Comparing values decides what rewriting cannot: floor((n + S) / S) and ceil((n + 1) / S) are one
    number for every whole n and S.
    """
    try:
        return all(a(point) == b(point) for point in points)
    except ArithmeticError:
        return False
