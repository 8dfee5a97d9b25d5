"""What one submission may use: every limit, its default and its unit, in one place."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

ALLOWED_PACKAGES = (
    "numpy", "matplotlib", "mpl_toolkits", "PIL", "IPython", "ipywidgets", "matplotlib_inline",
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Limits of one submission's process; times are wall-clock seconds, sizes bytes."""

    call_seconds: float = 5.0
    """One call of a student's function, or one cell."""
    notebook_seconds: float = 60.0
    """All of a notebook's cells and calls together."""
    memory_bytes: int = 1 << 30
    """Memory beyond what the warm process has mapped already."""
    disk_bytes: int = 32 << 20
    """Files in the scratch folder, which is memory too and vanishes with the process."""
    disk_files: int = 1000
    open_files: int = 128
    output_characters: int = 200_000
    """Output of one cell, pictures included; the rest is cut."""
    result_bytes: int = 16 << 20
    """One message from the student's process: a result, or a cell's outputs."""
    notebook_bytes: int = 20 << 20
    """The submitted notebook file."""
    packages: tuple[str, ...] = ALLOWED_PACKAGES
    """Packages a submission may import, beside Python's own library."""

    def to_json(self) -> dict[str, Any]:
        """Return the limits as a JSON object."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Limits:
        """Read them back.  Raises ValueError for a name that is no limit, or no positive number."""
        unknown = set(data) - {field.name for field in dataclasses.fields(cls)}
        if unknown:
            known = ", ".join(field.name for field in dataclasses.fields(cls))
            raise ValueError(f"{', '.join(sorted(unknown))} is no limit; the limits are {known}")
        packages = data.get("packages", ALLOWED_PACKAGES)
        if isinstance(packages, str) or not all(isinstance(name, str) for name in packages):
            raise ValueError("packages is a list of names")
        for name, value in data.items():
            if name == "packages":
                continue
            wanted = (int, float) if name.endswith("_seconds") else int
            if isinstance(value, bool) or not isinstance(value, wanted) or not value > 0:
                raise ValueError(f"{name} is a number above 0, not {value!r}")
        return cls(**{**data, "packages": tuple(packages)})
