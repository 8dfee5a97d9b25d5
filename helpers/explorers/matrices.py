"""The matrices that explorers are given, checked where they come in."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def checked_matrix(explorer: str, name: str, values: ArrayLike, most: int) -> NDArray[np.float64]:
    """Return the argument `name` of an explorer as a matrix (rows, columns).

    Raises: ValueError when it is no matrix of finite numbers, or has more than `most` of them along
        an axis.
    """
    rule = f"it must be a matrix of finite numbers, at most {most} × {most}"
    try:
        numbers = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{explorer}: {name} is no array of numbers; {rule}") from None
    if numbers.ndim != 2 or numbers.size == 0 or max(numbers.shape) > most:
        raise ValueError(f"{explorer}: {name} has shape {numbers.shape}; {rule}")
    if not np.isfinite(numbers).all():
        raise ValueError(f"{explorer}: {name} has an entry that is nan or inf; {rule}")
    return numbers
