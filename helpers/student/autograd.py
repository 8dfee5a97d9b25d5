"""Your gradients beside PyTorch's: the same computation, differentiated by its autograd."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.judging.values import TOLERANCE
from helpers.student import style
from helpers.student.board import Board
from helpers.student.style import Array, unless_graded

Gradients = dict[str, Any]


@unless_graded
def compare_with_autograd(backward: Callable[..., Any], *arguments: Any) -> None:
    """Call your backward function, and PyTorch's autograd on the same numbers; show both.

    `backward` is one of the backward functions of this course; its name says which computation
    is meant. Without PyTorch installed this only says how to install it.
    Raises ValueError for a function of another name.
    """
    name = getattr(backward, "__name__", str(backward))
    if name not in _COMPUTATIONS:
        known = ", ".join(_COMPUTATIONS)
        raise ValueError(f"compare_with_autograd knows {known}; this is {name}")
    try:
        import torch
    except (ImportError, OSError):  # OSError: installed, but a library of it is missing
        print("PyTorch is not installed here, so there is nothing to compare with.")
        print("To see its gradients beside yours: pip install torch, then restart the kernel.")
        return
    theirs = {
        key: value.detach().numpy() for key, value in _computed(torch, name, arguments).items()
    }
    result = backward(*(a.copy() if isinstance(a, np.ndarray) else a for a in arguments))
    results = (result,) if len(theirs) == 1 else tuple(result)
    mine = dict(zip(theirs, (np.asarray(r, dtype=float) for r in results), strict=False))
    _side_by_side(name, mine, theirs)


def _side_by_side(function: str, mine: dict[str, Array], theirs: dict[str, Array]) -> None:
    board = Board()
    above = 0
    for name, expected in theirs.items():
        got = mine.get(name)
        if got is None or got.shape != expected.shape:
            shape = "missing" if got is None else str(got.shape)
            print(f"✗ {function}, {name}: yours is {shape}, PyTorch's has shape {expected.shape}.")
            continue
        equal = np.abs(got - expected) <= TOLERANCE * style.largest(expected)
        tick = "✓" if equal.all() else "✗"
        count = f"{int(equal.sum())} of {equal.size}"
        print(f"{tick} {function}, {name}: {count} entries equal PyTorch's.")
        if above:
            board.row((above + expected.shape[0]) / 2 + 1.4)
        above = expected.shape[0]
        x, y, cell = board.matrix(f"{name}, yours", got)
        for (i, j), same in np.ndenumerate(equal):
            if not same:
                board.outline(x + j * cell, y + i * cell, cell, cell, style.ACCENTS[1], 0.07)
        board.sign(tick)
        board.matrix(f"{name}, PyTorch", expected)
    if mine:
        style.display(board.finish())


def _computed(torch: Any, name: str, arguments: tuple[Any, ...]) -> Gradients:
    def tensor(value: Any, needed: bool = False) -> Any:
        array = np.array(value, dtype=np.float64)
        return torch.from_numpy(array).requires_grad_(needed)

    return _COMPUTATIONS[name](torch, tensor, *arguments)


def _correlate(torch: Any, X: Any, K: Any) -> Any:
    return torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]


def _l2_loss(torch: Any, tensor: Any, result: Any, reference: Any) -> Gradients:
    r = tensor(result, True)
    ((r - tensor(reference)) ** 2).sum().backward()
    return {"dresult": r.grad}


def _corr2d(torch: Any, tensor: Any, dY: Any, X: Any, K: Any) -> Gradients:
    x, k = tensor(X, True), tensor(K, True)
    _correlate(torch, x, k).backward(tensor(dY))
    return {"dX": x.grad, "dK": k.grad}


def _input_gradient(torch: Any, tensor: Any, dY: Any, K: Any) -> Gradients:
    (rows, columns), (height, width) = np.shape(dY), np.shape(K)
    x = tensor(np.zeros((rows + height - 1, columns + width - 1)), True)
    _correlate(torch, x, tensor(K)).backward(tensor(dY))
    return {"dX": x.grad}


def _two_kernels(torch: Any, tensor: Any, X: Any, K1: Any, K2: Any, reference: Any) -> Gradients:
    x, k1, k2 = tensor(X, True), tensor(K1, True), tensor(K2, True)
    result = _correlate(torch, _correlate(torch, x, k1), k2)
    ((result - tensor(reference)) ** 2).sum().backward()
    return {"dX": x.grad, "dK1": k1.grad, "dK2": k2.grad}


def _max_pool(torch: Any, tensor: Any, dY: Any, X: Any, size: int, stride: int) -> Gradients:
    x = tensor(X, True)
    torch.nn.functional.max_pool2d(x[None, None], size, stride)[0, 0].backward(tensor(dY))
    return {"dX": x.grad}


def _avg_pool(torch: Any, tensor: Any, dY: Any, X: Any, size: int, stride: int) -> Gradients:
    x = tensor(X, True)
    torch.nn.functional.avg_pool2d(x[None, None], size, stride)[0, 0].backward(tensor(dY))
    return {"dX": x.grad}


def _lp_pool(
    torch: Any, tensor: Any, dY: Any, X: Any, p: float, size: int, stride: int
) -> Gradients:
    """Differentiate (Σ|x|^p / N)^(1/p), which torch.nn.LPPool2d is not: it leaves out the 1/N."""
    if math.isinf(p):
        raise ValueError("compare_with_autograd needs a finite p")
    x = tensor(X, True)
    windows = x.abs().unfold(0, size, stride).unfold(1, size, stride)
    y = (windows**p).mean(dim=(-2, -1)) ** (1 / p)
    y.backward(tensor(dY))
    return {"dX": x.grad}


_COMPUTATIONS: dict[str, Callable[..., Gradients]] = {
    "l2_loss_backward": _l2_loss,
    "corr2d_backward": _corr2d,
    "corr2d_input_gradient": _input_gradient,
    "two_kernels_backward": _two_kernels,
    "max_pool2d_backward": _max_pool,
    "avg_pool2d_backward": _avg_pool,
    "lp_pool2d_backward": _lp_pool,
}
