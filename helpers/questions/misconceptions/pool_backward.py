"""Mistakes in the gradients of max, average and LP pooling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from helpers.judging.values import Array
from helpers.questions.misconceptions.blocks import unchanged
from helpers.questions.misconceptions.pool_forward import LP_POOL2D, lp_value
from helpers.questions.model import Misconception
from helpers.questions.recipe import Recipe

Share = Callable[[Array, float], Array]
Put = Callable[[Array, Any, Array], None]


def _add(dX: Array, window: Any, share: Array) -> None:
    dX[window] += share


def _assign(dX: Array, window: Any, share: Array) -> None:
    dX[window] = share


def _assign_where_not_zero(dX: Array, window: Any, share: Array) -> None:
    dX[window] = np.where(share != 0, share, dX[window])


def _scatter(
    dY: Array,
    X: Array,
    size: int,
    stride: int,
    share: Share,
    *,
    upstream: Any = unchanged,
    put: Put = _add,
    step: Any = lambda size, stride: stride,
) -> Array:
    """Put share(window, gradient) on the pixels of each window; windows are `step` apart."""
    dX = np.zeros_like(X)
    dY, stride = upstream(dY), step(size, stride)
    for i, j in np.ndindex(*dY.shape):
        window = np.s_[i * stride : i * stride + size, j * stride : j * stride + size]
        put(dX, window, share(X[window], float(dY[i, j])))
    return dX


def _moving(make: Any) -> tuple[Misconception, ...]:
    """The mistakes in moving the window, whatever it passes on."""
    return (
        Misconception(
            "pool.stride-is-size",
            Recipe(make, {"step": lambda size, stride: size}),
            text="backward",
        ),
        Misconception(
            "pool.stride-only-in-size",
            Recipe(make, {"step": lambda size, stride: 1}),
            text="backward",
        ),
    )


# ------------------------------------------------------------------------------------ max pooling
def _first_maximum(window: Array, g: float) -> Array:
    dX = np.zeros_like(window)
    dX[np.unravel_index(window.argmax(), window.shape)] = g
    return dX


def _last_maximum(window: Array, g: float) -> Array:
    return _first_maximum(window[::-1, ::-1], g)[::-1, ::-1]


def _corner_unless_positive(window: Array, g: float) -> Array:
    if window.max() > 0:
        return _first_maximum(window, g)
    dX = np.zeros_like(window)
    dX[0, 0] = g
    return dX


def _nobody_unless_positive(window: Array, g: float) -> Array:
    return _first_maximum(window, g if window.max() > 0 else 0.0)


def _shared(window: Array, g: float) -> Array:
    ties = window == window.max()
    return np.asarray(g * ties / ties.sum())


def _max(
    dY: Array, X: Array, size: int, stride: int, *, share: Share = _first_maximum, **steps: Any
) -> Array:
    return _scatter(dY, X, size, stride, share, **steps)


def _with_max(**steps: Any) -> Recipe:
    return Recipe(_max, steps)


def _window_coordinates(dY: Array, X: Array, size: int, stride: int, put: Put = _add) -> Array:
    dX = np.zeros_like(X)
    for i, j in np.ndindex(*dY.shape):
        window = X[i * stride : i * stride + size, j * stride : j * stride + size]
        at = np.unravel_index(window.argmax(), window.shape)
        put(dX, at, np.array(dY[i, j]))
    return dX


def _window_coordinates_assigned(dY: Array, X: Array, size: int, stride: int) -> Array:
    return _window_coordinates(dY, X, size, stride, _assign)


MAX_POOL2D_BACKWARD = (
    *_moving(_max),
    Misconception(
        "max_pool2d_backward.all-ties",
        _with_max(share=lambda window, g: g * (window == window.max())),
    ),
    Misconception("max_pool2d_backward.splits-ties", _with_max(share=_shared)),
    Misconception("max_pool2d_backward.last-tie", _with_max(share=_last_maximum)),
    Misconception("max_pool2d_backward.assigns", _with_max(put=_assign_where_not_zero)),
    Misconception("max_pool2d_backward.assigns", _with_max(put=_assign)),
    Misconception("max_pool2d_backward.window-coordinates", _window_coordinates),
    Misconception("max_pool2d_backward.window-coordinates", _window_coordinates_assigned),
    Misconception("max_pool2d_backward.ignores-upstream", _with_max(upstream=np.ones_like)),
    Misconception(
        "max_pool2d_backward.multiplies-by-maximum",
        _with_max(share=lambda window, g: _first_maximum(window, g * float(window.max()))),
    ),
    Misconception(
        "max_pool2d_backward.largest-magnitude",
        _with_max(share=lambda window, g: _first_maximum(np.abs(window), g)),
    ),
    Misconception("max_pool2d_backward.starts-at-zero", _with_max(share=_corner_unless_positive)),
    Misconception("max_pool2d_backward.starts-at-zero", _with_max(share=_nobody_unless_positive)),
)


# -------------------------------------------------------------------------------- average pooling
def _avg(
    dY: Array,
    X: Array,
    size: int,
    stride: int,
    *,
    divide: Any = lambda g, window: g / window.size,
    times: Any = np.ones_like,
    **steps: Any,
) -> Array:
    def share(window: Array, g: float) -> Array:
        return np.asarray(divide(g, window) * times(window))

    return _scatter(dY, X, size, stride, share, **steps)


def _with_avg(**steps: Any) -> Recipe:
    return Recipe(_avg, steps)


AVG_POOL2D_BACKWARD = (
    *_moving(_avg),
    Misconception("avg_pool2d_backward.not-divided", _with_avg(divide=lambda g, window: g)),
    Misconception(
        "avg_pool2d_backward.divides-by-size", _with_avg(divide=lambda g, window: g / len(window))
    ),
    Misconception("avg_pool2d_backward.assigns", _with_avg(put=_assign)),
    Misconception("avg_pool2d_backward.ignores-upstream", _with_avg(upstream=np.ones_like)),
    Misconception("avg_pool2d_backward.multiplies-by-input", _with_avg(times=unchanged)),
)


# ------------------------------------------------------------------------------------- LP pooling
def _y(window: Array, p: float) -> float:
    return float(np.mean(np.abs(window) ** p) ** (1 / p))


def _y_of_sum(window: Array, p: float) -> float:
    return float(np.sum(np.abs(window) ** p) ** (1 / p))


def _signed_power(window: Array, p: float) -> Array:
    return np.asarray(np.sign(window) * np.abs(window) ** (p - 1))


def _lp(
    dY: Array,
    X: Array,
    p: float,
    size: int,
    stride: int,
    *,
    y: Any = _y,
    power: Any = _signed_power,
    norm: bool = True,
    mean: bool = True,
    factor: Any = lambda p: 1.0,
    zero_is_zero: bool = True,
    **steps: Any,
) -> Array:
    def share(window: Array, g: float) -> Array:
        out = y(window, p)
        if out == 0 and zero_is_zero:
            return np.zeros_like(window)
        dX = g * factor(p) * power(window, p) / (window.size if mean else 1)
        return np.asarray(dX * np.float64(out) ** (1 - p) if norm else dX)

    return _scatter(dY, X, size, stride, share, **steps)


def _with_lp(**steps: Any) -> Recipe:
    return Recipe(_lp, steps)


def _magnitude(window: Array, p: float) -> Array:
    return np.asarray(np.abs(window) ** (p - 1))


LP_POOL2D_BACKWARD = (
    *_moving(_lp),
    Misconception("lp_pool2d_backward.drops-sign", _with_lp(power=_magnitude)),
    Misconception(
        "lp_pool2d_backward.drops-sign",
        _with_lp(power=lambda window, p: np.sign(np.abs(window)) * _magnitude(window, p)),
    ),
    Misconception(
        "lp_pool2d_backward.drops-sign", _with_lp(power=lambda window, p: window ** (p - 1))
    ),
    Misconception("lp_pool2d_backward.drops-norm", _with_lp(norm=False)),
    Misconception("lp_pool2d_backward.drops-norm", _with_lp(norm=False, zero_is_zero=False)),
    Misconception("lp_pool2d_backward.drops-mean", _with_lp(mean=False)),
    Misconception("lp_pool2d_backward.drops-mean", _with_lp(mean=False, y=_y_of_sum)),
    Misconception("lp_pool2d_backward.keeps-p", _with_lp(factor=lambda p: p)),
    Misconception("lp_pool2d_backward.nan-at-zero", _with_lp(zero_is_zero=False)),
    Misconception("lp_pool2d_backward.assigns", _with_lp(put=_assign)),
    Misconception("lp_pool2d_backward.ignores-upstream", _with_lp(upstream=np.ones_like)),
)


def _inside(m: Misconception) -> Misconception:
    value = {k: v for k, v in m.wrong.steps.items() if k != "at_infinity"}
    forward = _with_lp(y=lambda window, p: lp_value(window, p, **value))
    return replace(m, wrong=forward, inner="lp_pool2d")


# The output y comes from the student's own lp_pool2d.
_FORWARD = tuple(
    m for m in LP_POOL2D if "windows" not in m.wrong.steps and "scaled" not in m.wrong.steps
)
LP_POOL2D_BACKWARD_CALLS = tuple(map(_inside, _FORWARD))
