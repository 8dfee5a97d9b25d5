"""NumPy's slices as text."""


def slice_text(first: int, count: int, step: int = 1) -> str:
    """Write the slice of `count` indices from `first`, `step` apart (which may be negative)."""
    if count == 1:
        return f"{first}:{first + 1}"
    if step > 0:
        end = first + (count - 1) * step + 1
        return f"{first}:{end}" if step == 1 else f"{first}:{end}:{step}"
    end = first + (count - 1) * step - 1  # -1 would mean the last index: leave it out
    return f"{first}::{step}" if end < 0 else f"{first}:{end}:{step}"
