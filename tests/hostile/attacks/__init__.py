"""Every hostile submission, by the class of attack it belongs to."""

from __future__ import annotations

from tests.hostile.attack import Attack
from tests.hostile.attacks import (
    answers,
    beside,
    checks,
    damage,
    endless,
    files,
    forbidden,
    frames,
    messages,
    metadata,
    network,
    output,
    secrets,
    shell,
)

MODULES = (
    answers, beside, checks, damage, endless, files, forbidden, frames, messages, metadata,
    network, output, secrets, shell,
)  # fmt: skip
ATTACKS: tuple[Attack, ...] = tuple(
    attack for module in MODULES for row in module.ROWS for attack in row.attacks
)
