"""The modules of an explorer as one text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from helpers.explorers import bundle as bundled
from helpers.explorers.bundle import JS, BundleError, bundle, constant

LOAD = "(text) => import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bundled, "JS", tmp_path)
    bundle.cache_clear()
    constant.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def _forget() -> None:
    bundle.cache_clear()
    constant.cache_clear()


def test_every_module_of_an_explorer_comes_once_and_before_those_that_use_it() -> None:
    text = bundle("correlation")
    for path in JS.glob("*.js"):
        assert text.count(f"const module_{path.stem}_js = ") <= 1
    assert text.index("const module_number_js") < text.index("const module_board_js")
    assert text.endswith("export default module_correlation_js.default;\n")


def keys(text: str) -> dict[str, str]:
    """Under which key the page remembers each module."""
    return dict(re.findall(r'known\["(\S+) (\w+)"\]', text))


def test_explorers_of_two_kinds_share_what_both_are_made_of() -> None:
    one, other = keys(bundle("correlation")), keys(bundle("pooling_explorer"))
    both = one.keys() & other.keys()
    assert {"board.js", "cells.js", "explorer.js"} <= both
    assert {name: one[name] for name in both} == {name: other[name] for name in both}


def test_a_module_is_not_taken_for_one_that_imports_another_version(folder: Path) -> None:
    (folder / "a.js").write_text('import { b } from "./b.js";\nexport default b;\n')
    (folder / "b.js").write_text("export const b = 1;\n")
    before = keys(bundle("a"))
    (folder / "b.js").write_text("export const b = 2;\n")
    bundle.cache_clear()
    after = keys(bundle("a"))
    assert all(before[name] != after[name] for name in ("a.js", "b.js"))


def test_a_page_runs_a_module_once(folder: Path, page: Any) -> None:
    (folder / "a.js").write_text('import { b } from "./b.js";\nexport default b;\n')
    (folder / "b.js").write_text(
        "export const b = { made: (globalThis.made = (globalThis.made || 0) + 1) };\n"
    )
    same = page.evaluate(
        f"async (text) => (await ({LOAD})(text)).default === (await ({LOAD})(text)).default",
        bundle("a"),
    )
    assert (same, page.evaluate("made")) == (True, 1)


def test_a_page_gets_a_style_sheet_once(folder: Path, page: Any) -> None:
    (folder / "a.js").write_text("export default 1;\n")
    (folder / "explorer.css").write_text('.made::before { content: "\\201c</style>"; }\n')
    for _ in range(2):
        page.evaluate(f"(text) => ({LOAD})(text)", bundle("a"))
    sheets = page.evaluate(
        "() => [...document.querySelectorAll('style')].map((s) => s.textContent)"
    )
    assert sheets.count((folder / "explorer.css").read_text()) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('import * as all from "./b.js";\n', "import \\* as all"),
        ("export { a };\n", "export { a }"),
        ("export const a = 1, b = 2;\n", "one name for each export, not `export const a = 1, b"),
        ('import { a } from "./a.js";\n', "circle, a.js → a.js"),
    ],
)
def test_what_it_cannot_join_is_named(folder: Path, line: str, reason: str) -> None:
    (folder / "a.js").write_text(line)
    with pytest.raises(BundleError, match=reason):
        bundle("a")


def test_a_constant_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "a.js").write_text("const TEXTS = {};\n")
    with pytest.raises(BundleError, match=r"a\.js: no `export const TEXTS"):
        constant("a", "TEXTS")


def test_both_languages_say_the_same_things() -> None:
    """A key that is missing in one language would be an error in the reader's face."""
    for path in sorted(JS.glob("*texts.js")):
        name = path.stem.upper()
        texts = constant(path.stem, name)
        assert texts["en"].keys() == texts["zh"].keys(), path.name
        for key, words in texts["en"].items():
            assert fields(words) == fields(texts["zh"][key]), f"{path.name}: {key}"


def test_what_is_said_in_english_words_is_said_in_chinese_ones() -> None:
    for path in sorted(JS.glob("*texts.js")):
        texts = constant(path.stem, path.stem.upper())
        for key, words in texts["en"].items():
            if re.search(r"\b[a-z]{3,}\b", re.sub(r"\{\w+\}", "", words)):
                assert re.search("[\u4e00-\u9fff]", texts["zh"][key]), f"{path.name}: {key}"


def fields(words: str) -> set[str]:
    return {part.partition("}")[0] for part in words.split("{")[1:]}
