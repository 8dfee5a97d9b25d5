"""How large an output is, in pixels."""

from helpers.reference.arguments import as_flag, as_int


def output_size(i: int, k: int, p: int = 0, s: int = 1, d: int = 1, ceil_mode: bool = False) -> int:
    """Count the positions of a window of k pixels along an axis of i pixels.

    p pixels of padding are added on either side, s is the stride, d the dilation. ceil_mode adds
    the last window when it hangs over the end, unless it starts beyond the input and its left
    padding.

    Shapes: o = (i + 2 * p - d * (k - 1) - 1) // s + 1
    Raises: ValueError when an argument is no int, is too small, or the window does not fit.
    Source: DS-GA 1008, Homework 2, 1.1 (b), with the floor the sheet omits; torch.nn.Conv2d and
    torch.nn.MaxPool2d.
    """
    where = "output_size"
    i, k = as_int(where, "i", i, 1), as_int(where, "k", k, 1)
    p, s, d = as_int(where, "p", p, 0), as_int(where, "s", s, 1), as_int(where, "d", d, 1)
    ceil_mode = as_flag(where, "ceil_mode", ceil_mode)
    largest = largest_size(i, p, s, d, ceil_mode)
    if k > largest:
        raise ValueError(
            f"{where}: k is {k}, which does not fit into i = {i} padded by {p}"
            f"{_dilated(d)}; k may be at most {largest}"
        )
    span = d * (k - 1) + 1
    o = (i + 2 * p - span + (s - 1 if ceil_mode else 0)) // s + 1
    return o - 1 if ceil_mode and (o - 1) * s >= i + p else o


def largest_size(i: int, p: int, s: int, d: int, ceil_mode: bool) -> int:
    """Return the largest k with an output; in ceil mode a window may hang over by s - 1 pixels."""
    return (i + 2 * p + (s - 1 if ceil_mode else 0) - 1) // d + 1


def output_shape(
    where: str,
    name: str,
    shape: tuple[int, ...],
    size: tuple[int, int],
    stride: tuple[int, int],
    padding: tuple[int, int],
    dilation: tuple[int, int] = (1, 1),
    ceil_mode: bool = False,
) -> tuple[int, int]:
    """Apply output_size to both axes; a window too large is reported as where's argument name.

    Raises: ValueError when the window does not fit.
    """
    most = tuple(
        largest_size(*axis, ceil_mode)
        for axis in zip(shape, padding, stride, dilation, strict=True)
    )
    if size[0] > most[0] or size[1] > most[1]:
        has = "has shape" if name == "K" else "is"
        raise ValueError(
            f"{where}: {name} {has} {size}, which does not fit into X with shape {shape} padded by "
            f"{_short(padding)}{_dilated(_short(dilation))}; {name} may be at most {most}"
        )
    H, W = (
        output_size(*axis, ceil_mode)
        for axis in zip(shape, size, padding, stride, dilation, strict=True)
    )
    return H, W


def _short(pair: tuple[int, int]) -> int | tuple[int, int]:
    return pair[0] if pair[0] == pair[1] else pair


def _dilated(dilation: object) -> str:
    return "" if dilation == 1 else f" with dilation {dilation}"
