"""Record what PyTorch computes: python tools/record_goldens.py

Rewrites tests/reference/goldens/pytorch-2.13.json, which the tests compare the reference with where
PyTorch is not installed. The same seed and the same PyTorch give the same file.
"""

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

GOLDENS = Path(__file__).parents[1] / "tests/reference/goldens/pytorch-2.13.json"
SEED = 20130213
Case = dict[str, Any]

SIZES = [  # shape of X, size, stride, padding, ceil_mode
    ((1, 1), 1, 1, 0, False),
    ((4, 4), 2, 2, 0, False),
    ((5, 7), 2, 1, 0, False),
    ((5, 6), (3, 2), (1, 2), 0, False),
    ((6, 5), 3, 2, 1, False),
    ((7, 4), (2, 3), 2, (1, 0), False),
    ((6, 7), 2, (3, 4), 0, False),
    ((5, 5), 2, 2, 0, True),
    ((3, 3), 2, 2, 1, True),
    ((6, 8), (4, 3), (3, 4), (2, 1), True),
    ((1, 2), 3, 3, 0, True),
]
KERNELS = [  # shape of X, shape of K, stride, padding, dilation
    ((1, 1), (1, 1), 1, 0, 1),
    ((5, 5), (3, 3), 1, 0, 1),
    ((5, 7), (2, 3), 1, 0, 1),
    ((4, 3), (4, 3), 1, 0, 1),
    ((6, 5), (3, 3), 2, 1, 1),
    ((8, 9), (2, 1), (3, 4), 0, 1),
    ((7, 8), (3, 2), 1, 0, (2, 3)),
    ((2, 2), (4, 3), 1, (1, 2), 1),
    ((9, 8), (2, 2), (4, 3), 0, 2),
    ((9, 10), (3, 2), (2, 3), (1, 2), (3, 2)),
]
TWO_KERNELS = [((5, 5), (3, 3), (2, 2)), ((6, 8), (3, 2), (2, 4)), ((4, 7), (1, 3), (4, 1))]


def record() -> str:
    import torch

    cases = list(_cases(torch, np.random.default_rng(SEED)))
    lines = ",\n".join(json.dumps(case, allow_nan=False) for case in cases)
    return f'{{"pytorch": "2.13", "seed": {SEED}, "cases": [\n{lines}\n]}}\n'


def _cases(torch: Any, rng: np.random.Generator) -> Iterator[Case]:
    F = torch.nn.functional

    def integers(shape: tuple[int, ...], low: int = -6, high: int = 6) -> np.ndarray:
        return rng.integers(low, high + 1, shape).astype(float)

    def case(operation: str, function: Callable[..., Any], arrays: Case, **rest: Any) -> Case:
        leaves = [torch.tensor(a[None, None], requires_grad=True) for a in arrays.values()]
        y = function(*leaves)
        dY = integers(y.shape[2:])
        gradients = torch.autograd.grad(y, leaves, torch.tensor(dY[None, None]))
        return {
            "operation": operation,
            "arguments": {name: _plain(a) for name, a in arrays.items()} | _plain(rest),
            "dY": _plain(dY),
            "Y": _plain(y.detach().numpy()[0, 0]),
            "gradients": {
                f"d{name}": _plain(g.numpy()[0, 0])
                for name, g in zip(arrays, gradients, strict=True)
            },
        }

    for shape, kernel, stride, padding, dilation in KERNELS:
        how = dict(stride=stride, padding=padding, dilation=dilation)
        arrays = {"X": integers(shape), "K": integers(kernel)}
        yield case("corr2d", lambda x, k, how=how: F.conv2d(x, k, **how), arrays, **how)

    for shape, size, stride, padding, ceil_mode in SIZES:
        how = dict(stride=stride, padding=padding, ceil_mode=ceil_mode)
        for high in (1, 6):  # -1 to 1: many ties
            yield case(
                "max_pool2d",
                lambda x, size=size, how=how: F.max_pool2d(x, size, **how),
                {"X": integers(shape, -high, high)},
                size=size,
                **how,
            )
        for count in (True, False):
            counted = how | {"count_include_pad": count}
            yield case(
                "avg_pool2d",
                lambda x, size=size, how=counted: F.avg_pool2d(x, size, **how),
                {"X": integers(shape)},
                size=size,
                **counted,
            )

    for shape, size, stride, padding, ceil_mode in SIZES:
        if padding:
            continue
        how = dict(stride=stride, ceil_mode=ceil_mode)
        for p, low in ((0.5, 1), (1, -2), (1.5, 0), (2, -3), (3, -2), (math.inf, -3)):
            yield case(
                "lp_pool2d",
                lambda x, p=p, size=size, how=how: F.lp_pool2d(x, p, size, **how),
                {"X": integers(shape, low, 3)},
                p=p,
                size=size,
                pytorch=True,
                **how,
            )

    for shapes in TWO_KERNELS:
        arrays = {
            name: integers(shape) for name, shape in zip(("X", "K1", "K2"), shapes, strict=True)
        }
        leaves = [torch.tensor(a[None, None], requires_grad=True) for a in arrays.values()]
        result1 = F.conv2d(leaves[0], leaves[1])
        result2 = F.conv2d(result1, leaves[2])
        reference = integers(result2.shape[2:])
        loss = ((result2 - torch.tensor(reference)) ** 2).sum()
        gradients = torch.autograd.grad(loss, leaves)
        yield {
            "operation": "two_kernels",
            "arguments": {name: _plain(a) for name, a in arrays.items()},
            "reference": _plain(reference),
            "loss": _plain(loss.item()),
            "Y": [_plain(y.detach().numpy()[0, 0]) for y in (result1, result2)],
            "gradients": {
                f"d{name}": _plain(g.numpy()[0, 0])
                for name, g in zip(arrays, gradients, strict=True)
            },
        }


def _plain(value: Any) -> Any:
    """Return value as JSON has it: an integer without its .0, and nan and inf as text."""
    if isinstance(value, dict):
        return {name: _plain(v) for name, v in value.items()}
    if isinstance(value, np.ndarray | tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, bool | int):
        return value
    number = float(value)
    if not math.isfinite(number):
        return repr(number)
    return int(number) if number.is_integer() else number


if __name__ == "__main__":
    GOLDENS.parent.mkdir(parents=True, exist_ok=True)
    GOLDENS.write_text(record(), encoding="utf-8")
    print(f"wrote {GOLDENS.stat().st_size:,} bytes to {GOLDENS}")
