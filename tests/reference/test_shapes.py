"""Every line "Shapes: ..." of a docstring is read, and run.

A line says `X (H, W), K (h, w) -> Y (H', W'), H' = ...`: names with the lengths of their sides, and
at the end the formula for the height. The same formula with the letters of the other axis gives the
width.
"""

import ast
import importlib
import inspect
import operator
import pkgutil
import re

import numpy as np
import pytest

from helpers import reference as ref
from helpers.reference import windows

OTHER_AXIS = {"H": "W", "H_": "W_", "h": "w", "p": "q", "s": "t", "d": "e"}
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
}
X = np.random.default_rng(10).normal(size=(9, 8))
K = X[:3, :2]
STEPS = dict(stride=(2, 3), padding=(1, 0), dilation=(2, 1))
POOL = dict(size=(3, 2), stride=(2, 3), padding=(1, 0))
LP = dict(p=2, size=(3, 2), stride=(2, 3))

# function: its arguments; the letters p, q, s, t, d, e are padding, stride and dilation
CALLS = [
    (ref.output_size, dict(i=9, k=3, p=1, s=3, d=2)),
    (ref.corr2d, dict(X=X, K=K, **STEPS)),
    (ref.corr2d_backward, dict(dY=np.ones((4, 3)), X=X, K=K, **STEPS)),
    (ref.corr2d_input_gradient, dict(dY=X, K=K)),
    (ref.l2_loss, dict(result=X, reference=X)),
    (ref.l2_loss_backward, dict(result=X, reference=X)),
    (ref.two_kernels_forward, dict(X=X, K1=K, K2=X[:2, :4])),
    (ref.two_kernels_backward, dict(X=X, K1=K, K2=X[:2, :4], reference=np.ones((6, 4)))),
    (ref.max_pool2d, dict(X=X, **POOL)),
    (ref.max_pool2d_backward, dict(dY=np.ones((5, 3)), X=X, **POOL)),
    (ref.avg_pool2d, dict(X=X, **POOL)),
    (ref.avg_pool2d_backward, dict(dY=np.ones((5, 3)), X=X, **POOL)),
    (ref.lp_pool2d, dict(X=X, **LP)),
    (ref.lp_pool2d_backward, dict(dY=np.ones((4, 3)), X=X, **LP)),
    (ref.numerical_gradient, dict(f=np.sum, x=X)),
    (ref.check_gradient, dict(f=np.sum, x=X, gradient=np.ones_like(X))),
    (windows.windows, dict(X=X, size=(3, 2), stride=(2, 3), dilation=(2, 1))),
    (windows.add_windows, dict(V=np.ones((4, 3, 3, 2)), shape=(9, 8), stride=(2, 3))),
    (windows.pad, dict(X=X, before=(1, 2), after=(3, 4))),
    (windows.spread, dict(Y=X, stride=(2, 3))),
]


def shapes_line(function):
    doc = inspect.getdoc(function) or ""
    found = re.search(r"^Shapes: (.*?)(?=^\w+: |\Z)", doc, re.MULTILINE | re.DOTALL)
    return found and " ".join(found[1].split()).replace("'", "_")


def value(node, letters):
    match node:
        case ast.BinOp(left, op, right):
            return OPERATORS[type(op)](value(left, letters), value(right, letters))
        case ast.Name(id):
            return letters[id]
        case ast.Constant(int(number)):
            return number
    raise ValueError(ast.dump(node))


def sides(text):
    """Read `X (H, W), K (h, w)` as {"X": [H, W], "K": [h, w]}; to Python these are two calls."""
    node = ast.parse(text, mode="eval").body
    return {call.func.id: call.args for call in getattr(node, "elts", [node])}


def check(named, arrays, letters):
    for name, nodes in named.items():
        shape = arrays[name] if isinstance(arrays[name], tuple) else arrays[name].shape
        assert len(shape) == len(nodes), name
        for node, side in zip(nodes, shape, strict=True):
            if isinstance(node, ast.Name):  # a letter is bound where it is met first
                letters.setdefault(node.id, side)
            assert value(node, letters) == side, (name, ast.unparse(node))


@pytest.mark.parametrize(("function", "arguments"), CALLS, ids=[f.__name__ for f, _ in CALLS])
def test_the_line_is_true(function, arguments):
    line = shapes_line(function)
    result = function(**arguments)
    if "->" not in line:
        name, formula = line.split(" = ")
        assert name == "o"
        assert value(ast.parse(formula, mode="eval").body, arguments) == result
        return
    left, right = line.split(" -> ")
    right, _, formula = right.partition(" = ")
    letters = {}
    for name, pair in (("padding", "pq"), ("stride", "st"), ("dilation", "de")):
        default = (0, 0) if name == "padding" else (1, 1)
        letters |= zip(pair, arguments.get(name, default), strict=True)
    if formula:
        right, target = right.rsplit(", ", 1)
    check(sides(left), arguments, letters)
    if right in ("float", "None"):
        assert type(result).__name__ in ("float", "NoneType")
    else:
        named = sides(right)
        results = result if isinstance(result, tuple) else (result,)
        check(named, dict(zip(named, results, strict=True)), letters)
    if formula:
        height = ast.parse(formula, mode="eval").body
        assert letters[target] == value(height, letters)
        by_width = {one: letters[other] for one, other in OTHER_AXIS.items() if other in letters}
        assert letters[OTHER_AXIS[target]] == value(height, by_width)


def test_no_line_is_left_out():
    documented = set()
    for module in pkgutil.iter_modules(ref.__path__, "helpers.reference."):
        for _, function in inspect.getmembers(
            importlib.import_module(module.name), inspect.isfunction
        ):
            if function.__module__ == module.name and shapes_line(function):
                documented.add(function)
    assert documented == {function for function, _ in CALLS}
