"""Write a wheel, which is a zip with three more files in it.

Source: packaging.python.org, "Binary distribution format" and "Core metadata specifications".
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.bundle.archive import zipped

WHEEL = "Wheel-Version: 1.0\nGenerator: twokernels\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@dataclass(frozen=True)
class Wheel:
    """A wheel of pure Python: its file's name, its version and its bytes."""

    file: str
    version: str
    content: bytes


def wheel(
    name: str,
    version: str,
    files: Mapping[str, bytes],
    *,
    summary: str,
    requires_python: str,
    requires: Sequence[str],
    license_id: str,
    license_text: str,
) -> Wheel:
    """Make a wheel of these files, by path.

    Its version ends in a digest of the files, so that pip sees when they have changed.
    """
    told = hashlib.sha256()
    for path, content in sorted(files.items()):
        told.update(f"{path}\0{len(content)}\0".encode() + content)
    # A letter first: a local version that is all digits would lose its leading zeros.
    version = f"{version.partition('+')[0]}+h{told.hexdigest()[:8]}"
    stem = f"{name.replace('-', '_')}-{version}"
    metadata = [
        "Metadata-Version: 2.4",
        f"Name: {name}",
        f"Version: {version}",
        f"Summary: {summary}",
        f"License-Expression: {license_id}",
        "License-File: LICENSE",
        f"Requires-Python: {requires_python}",
        *(f"Requires-Dist: {requirement}" for requirement in requires),
    ]
    info = f"{stem}.dist-info"
    packed = dict(files) | {
        f"{info}/METADATA": "\n".join([*metadata, ""]).encode(),
        f"{info}/WHEEL": WHEEL.encode(),
        f"{info}/licenses/LICENSE": license_text.encode(),
    }
    record = [_recorded(path, content) for path, content in sorted(packed.items())]
    packed[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    return Wheel(f"{stem}-py3-none-any.whl", version, zipped(packed))


def _recorded(path: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    return f"{path},sha256={digest},{len(content)}"
