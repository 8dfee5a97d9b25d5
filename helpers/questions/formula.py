"""Read a formula a student typed, without evaluating it, and compare it exactly with another.

The text is parsed with `ast` and every node is checked against a short list before SymPy sees it:
numbers, the allowed letters, + - * / // % **, and floor or ceil.  Nothing submitted is ever
passed to `eval` or `sympify`.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sympy

from helpers.judging.messages import tell

MAX_LENGTH = 1000
MAX_NODES = 300
MAX_NUMBER = 10**6
MAX_POWER = 8
MAX_REMAINDERS = 4  # each % holds its left side twice, so that n of them in a row hold it 2^n times

Expression = Any  # SymPy ships no types


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

_FUNCTIONS: Mapping[str, Callable[[Expression], Expression]] = {
    "floor": sympy.floor,
    "int": sympy.floor,  # sizes are never negative
    "trunc": sympy.floor,
    "ceil": sympy.ceiling,
    "ceiling": sympy.ceiling,
    "round": lambda x: sympy.floor(x + sympy.Rational(1, 2)),
}

_OPERATIONS: Mapping[type[ast.operator], Callable[[Expression, Expression], Expression]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: sympy.floor(a / b),
    ast.Mod: lambda a, b: a - b * sympy.floor(a / b),
}


def parse(text: Any, letters: Iterable[str]) -> Expression:
    """Turn text such as `(I - K + 2P) // S + 1` or `B11 + B_{12}` into a SymPy expression.

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
    if sum(isinstance(node, ast.Mod) for node in nodes) > MAX_REMAINDERS:
        raise Refused(tell("formula.too-many-remainders", most=MAX_REMAINDERS))
    return _expression(tree.body, allowed, power=1)


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


def _expression(node: ast.AST, letters: frozenset[str], power: int) -> Expression:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int(number)) if number <= MAX_NUMBER:
            return sympy.Integer(number)
        case ast.Constant(value=float(number)) if abs(number) <= MAX_NUMBER:
            return sympy.Rational(str(number))
        case ast.Constant(value=int() | float()):
            raise Refused(tell("formula.too-large-number", most=MAX_NUMBER))
        case ast.Name(id=name) if name in letters:
            return sympy.Symbol(name)
        case ast.Name(id=name):
            raise Refused(tell("formula.letter", text=_quoted(name)))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_expression(operand, letters, power)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _expression(operand, letters, power)
        case ast.BinOp(op=ast.Pow(), left=base, right=ast.Constant(value=int(exponent))):
            if not 0 <= exponent * power <= MAX_POWER:
                raise Refused(tell("formula.too-large-power", most=MAX_POWER))
            return _expression(base, letters, power * max(exponent, 1)) ** exponent
        case ast.BinOp(op=operator, left=left, right=right) if type(operator) in _OPERATIONS:
            combine = _OPERATIONS[type(operator)]
            return combine(_expression(left, letters, power), _expression(right, letters, power))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if (
            name.lower() in _FUNCTIONS
        ):
            return _FUNCTIONS[name.lower()](_expression(argument, letters, power))
    raise Refused(tell("formula.no-algebra", text=_quoted(ast.unparse(node))))


def equal(a: Expression, b: Expression, points: Iterable[Mapping[str, int]]) -> bool:
    """Say whether two expressions have the same exact value at every point.

    Points are integers and the arithmetic is rational, so there is no rounding.  Comparing values
    decides what rewriting cannot: floor((n + S) / S) and ceil((n + 1) / S) are one number for
    every whole n and S.
    """
    return all(_value(a, point) == _value(b, point) for point in points)


def _value(expression: Expression, point: Mapping[str, int]) -> Expression:
    return expression.xreplace(
        {sympy.Symbol(name): sympy.Integer(value) for name, value in point.items()}
    )
