"""The three lists of requirements agree, and none of them names a place to download from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PIP_ONLY = {"sandlock"}
"""Not on conda-forge: pip brings them along with this project."""

ASKED_FOR = {"jupyterlab", "numpy", "matplotlib", "nbgrader", "ipywidgets"}


def environment_lines(*, pip: bool) -> list[str]:
    """Read the list items of environment.yml: the conda part, or the pip part nested in it."""
    indent = " {6}" if pip else " {2}"
    text = (ROOT / "environment.yml").read_text().partition("dependencies:")[2]
    return re.findall(rf"^{indent}- (?!pip:)(.+)$", text, flags=re.MULTILINE)


def lock() -> dict[str, list[Requirement]]:
    """Read constraints.txt; a package may have a version per Python."""
    pins: dict[str, list[Requirement]] = {}
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        requirement = Requirement(line)
        pins.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return pins


def test_conda_asks_for_what_pyproject_asks_for() -> None:
    listed = environment_lines(pip=False)
    assert f"python{PROJECT['requires-python']}" in listed
    on_conda = [text for text in PROJECT["dependencies"] if Requirement(text).name not in PIP_ONLY]
    assert sorted(set(listed) - {"pip", f"python{PROJECT['requires-python']}"}) == sorted(on_conda)


def test_conda_installs_this_project_with_pip() -> None:
    assert environment_lines(pip=True) == ["--editable ."]


def test_the_packages_asked_for_are_required() -> None:
    assert {Requirement(text).name for text in PROJECT["dependencies"]} >= ASKED_FOR


def test_every_requirement_is_locked_to_a_version_it_allows() -> None:
    pins = lock()
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *extras["test"], *extras["lint"], *extras["bench"]]
    for requirement in map(Requirement, wanted):
        for pin in pins[canonicalize_name(requirement.name)]:
            version = Version(next(iter(pin.specifier)).version)
            assert version in requirement.specifier, f"{pin} is outside {requirement}"


def test_the_lock_pins_exactly_and_names_no_address() -> None:
    text = (ROOT / "constraints.txt").read_text()
    assert "//" not in text
    assert "@" not in text
    for pins in lock().values():
        assert all(str(pin.specifier).startswith("==") for pin in pins)
