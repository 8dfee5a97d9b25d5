"""The modules and styles of an explorer as one text: anywidget loads one, with no build step.

Styles come with the text, for anywidget would put them into the page anew with each explorer, and
the browser would then bring the style of everything on the page up to date.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

JS = Path(__file__).parent / "js"

IMPORT = re.compile(r'^import \{([\w\s,]+)\} from "\./([\w.]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
SEVERAL = re.compile(r"^export (?:const|let) \w+ = [^;\n({\[]*, \w+ = .*$", re.MULTILINE)
DEFAULT = re.compile(r"^export default ", re.MULTILINE)


class BundleError(Exception):
    """A module uses a form of import or export that the bundle does not know."""


@cache
def bundle(entry: str) -> str:
    """Join js/<entry>.js and all it imports into one ES module with the entry's default export.

    The style sheets explorer.css and, where there is one, <entry>.css are put into the page first.
    Each module becomes a function, so that names of different modules cannot clash. A page calls it
    once: another explorer finds what it returned, and the browser has compiled it already.
    The forms allowed are `import { a, b } from "./file.js";`, `export function|class|const` at
    the beginning of a line and, in the entry, `export default`.
    Raises: BundleError when a module has another form, or imports in a circle.
    """
    order: list[str] = []
    _visit(f"{entry}.js", order, ())
    parts = [_as_function(name) for name in order]
    begin = 'const known = (globalThis[Symbol.for("twokernels modules")] ??= {});'
    sheets = [name for name in ("explorer.css", f"{entry}.css") if (JS / name).exists()]
    end = f"export default {_variable(f'{entry}.js')}.default;\n"
    return "\n".join([begin, *map(_as_style, sheets), *parts, end])


@cache
def constant(file: str, name: str) -> Any:
    """Return the value of `export const <name> = <strict JSON>;` in js/<file>.js.

    Raises: BundleError when the file has no such constant.
    """
    text = (JS / f"{file}.js").read_text(encoding="utf-8")
    found = re.search(
        rf"^export const {name} = ([\[{{].*?^[\]}}]);$", text, re.MULTILINE | re.DOTALL
    )
    if found is None:
        raise BundleError(
            f"{file}.js: no `export const {name} = …;` that ends with a line of its own"
        )
    return json.loads(found[1])


def _visit(name: str, order: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise BundleError(f"{name}: imported in a circle, {' → '.join((*above, name))}")
    if name in order:
        return
    for _, imported in IMPORT.findall(_read(name)):
        _visit(imported, order, (*above, name))
    order.append(name)


def _as_function(name: str) -> str:
    body = _read(name)
    several = SEVERAL.search(body)
    if several is not None:
        raise BundleError(f"{name}: one name for each export, not `{several[0]}`")
    exported = EXPORT.findall(body)
    body = IMPORT.sub(lambda m: f"const {{{_renamed(m[1])}}} = {_variable(m[2])};\n", body)
    body = re.sub(EXPORT, lambda m: m[0].removeprefix("export "), body)
    if DEFAULT.search(body):
        body = DEFAULT.sub("const default_ = ", body)
        exported.append("default: default_")
    left = re.search(r"^\s*(import|export)\b.*$", body, re.MULTILINE)
    if left is not None:
        raise BundleError(f"{name}: the bundle does not know the form `{left[0].strip()}`")
    return (
        f'const {_variable(name)} = known["{name} {_digest(name)}"] ??= (() => {{\n{body}\n'
        f"return {{ {', '.join(exported)} }};\n}})();"
    )


def _as_style(name: str) -> str:
    return (
        f'known["{name} {_digest(name)}"] ??= document.head.appendChild(Object.assign('
        f'document.createElement("style"), {{ textContent: {json.dumps(_read(name))} }}));'
    )


def _digest(name: str) -> str:
    """Tell this text of a file, and of all it imports, from that of another version."""
    order: list[str] = []
    _visit(name, order, ())
    text = "\n".join(map(_read, order))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _renamed(names: str) -> str:
    return re.sub(r"(\w+) as (\w+)", r"\1: \2", names)


def _variable(name: str) -> str:
    return "module_" + re.sub(r"\W", "_", name)


def _read(name: str) -> str:
    return (JS / name).read_text(encoding="utf-8")
