"""The lessons in a real JupyterLab: run, read, and every slider moved."""

from __future__ import annotations

import re

import nbformat
import pytest

from tests.browser.conftest import OpenNotebook, Photograph
from tests.browser.explorer import LIGHT, ExplorerOnPage
from tests.browser.lab import Lab
from tests.browser.lesson_numbers import NUMBERS, matrix
from tests.browser.lesson_pages import (
    NARROW,
    TALL,
    WIDE,
    Lessons,
    assert_equal,
    code,
    explorer,
    kinds,
    plays,
    rows,
    soon,
)  # fmt: skip
from tests.notebooks.lessons import EXPLORER, LESSONS, answered, cells, checks, read


@pytest.fixture(scope="module")
def lessons(open_notebook: OpenNotebook) -> Lessons:
    return Lessons(open_notebook)


# -- what each lesson lets its reader find out -----------------------------------------------------


def test_1_a_pixel_an_edge_and_a_dot(lessons: Lessons, photograph: Photograph) -> None:
    lesson = LESSONS[0]
    notebook = lessons.show(lesson)
    slide = explorer(notebook, "slide-explorer", lesson)
    slide.cell("X", 1, 1).hover()
    assert "is in 4 windows" in slide.told()
    slide.move_slider("H rows", 1)
    soon(lambda: assert_equal(slide.shape("Y"), (3, 3)))
    edge = explorer(notebook, "edge-explorer", lesson)
    rows(edge, "Y", [[0, -36, -36, 0]] * 2)
    edge.choose("kernel", "blur")
    rows(edge, "Y", [[0, 2.25, 6.75, 9]] * 2)
    edge.choose("kernel", "edges, left − right")  # whole numbers again, for the other tests
    dot = explorer(notebook, "convolution-explorer", lesson)
    rows(dot, "Y", [[9, 8, 7], [6, 5, 4], [3, 2, 1]])
    dot.check("true convolution")
    rows(dot, "Y", [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    photo = notebook.root.locator("img[alt^='Images side by side: image, 150 by 128']").first
    photo.wait_for()
    photograph(photo, "lesson-photograph.png")


def test_2_strides_padding_and_dilation(lessons: Lessons) -> None:
    lesson = LESSONS[1]
    notebook = lessons.show(lesson)
    stride = explorer(notebook, "stride-explorer", lesson)
    assert stride.marked("X", "unused") == {(5, j) for j in range(7)}
    stride.move_slider("stride s", -1)
    for count in (4, 2, 2, 1):
        soon(lambda count=count: assert_equal(stride.shape("Y")[0], count))
        stride.move_slider("stride s", 1)
    padding = explorer(notebook, "padding-explorer", lesson)
    padding.move_slider("padding p", 1)
    rows(padding, "Y", [[4, 6, 6, 6, 4], *[[6, 9, 9, 9, 6]] * 3, [4, 6, 6, 6, 4]])
    dilation = explorer(notebook, "dilation-explorer", lesson)
    assert dilation.shape("Y") == (3, 3)
    dilation.move_slider("dilation d", 1)
    soon(lambda: assert_equal(dilation.shape("Y"), (1, 1)))


def test_3_gradients_and_what_breaks_them(lessons: Lessons, photograph: Photograph) -> None:
    lesson = LESSONS[2]
    notebook = lessons.show(lesson)
    kernel = explorer(notebook, "kernel-explorer", lesson)
    assert "dK[0, 0] = 3" in kernel.told()
    scatter = explorer(notebook, "scatter-explorer", lesson)
    assert "dX[1, 1] = −2" in scatter.told()
    broken = explorer(notebook, "break-explorer", lesson)
    assert "differ in 5 of 12 cells" in broken.root.inner_text()
    assert {(0, 0), (0, 3), (2, 0), (2, 3)}.isdisjoint(broken.marked("D", "wrong"))
    photograph(broken.root, "lesson-broken.png")
    broken.choose("break it", "dX, gather: K not turned")
    soon(lambda: assert_equal("differ in 10 of 12 cells" in broken.root.inner_text(), True))
    broken.choose("break it", "dX, scatter: = for +=")
    stride = explorer(notebook, "stride-explorer", lesson)
    assert stride.numbers("N")[4] == [0] * 5


def test_4_the_loss_falls_and_too_large_a_step(lessons: Lessons, photograph: Photograph) -> None:
    lesson = LESSONS[3]
    notebook = lessons.show(lesson)
    sheet = explorer(notebook, "forward-explorer", lesson)
    assert sheet.root.locator(LIGHT + ".tk-loss-value").inner_text() == "8"
    for i, j, text in ((0, 1, "2"), (1, 0, "-2")):
        sheet.cell("reference", i, j).focus()
        sheet.page.keyboard.type(text)
        sheet.page.keyboard.press("Enter")
    soon(lambda: assert_equal(sheet.root.locator(LIGHT + ".tk-loss-value").inner_text(), "0"))
    for grid in ("dX", "dK1", "dK2"):
        assert not matrix(sheet, grid).any()
    descent = explorer(notebook, "descent-explorer", lesson)
    said = descent.root.locator(LIGHT + ".tk-descent-said")
    descent.root.get_by_role("button", name="Take one step", exact=True).click()
    soon(lambda: assert_equal("29.32" in said.inner_text(), True))
    descent.root.get_by_role("button", name="Run", exact=True).click()
    soon(lambda: assert_equal(int(re.findall(r"\d+", said.inner_text())[0]) >= 20, True))
    descent.root.get_by_role("button", name="Pause", exact=True).click()
    photograph(descent.root, "lesson-descent.png")
    descent.root.get_by_role("button", name="Start over", exact=True).click()
    descent.root.get_by_label("learning rate").evaluate(
        "el => { el.value = -2; el.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    descent.root.get_by_role("button", name="Take one step", exact=True).click()
    soon(lambda: assert_equal("It rose in the last step" in descent.root.inner_text(), True))
    descent.root.get_by_role("button", name="Start over", exact=True).click()


def test_5_the_nine_the_dial_and_who_is_paid(lessons: Lessons) -> None:
    lesson = LESSONS[4]
    notebook = lessons.show(lesson)
    windows = explorer(notebook, "windows-explorer", lesson)
    assert (matrix(windows, "Y") == 9).sum() == 4
    windows.move_slider("stride s", 1)
    rows(windows, "Y", [[3, 9], [6, 7]])
    dial = explorer(notebook, "lp-explorer", lesson)
    rows(dial, "Y", [[2.5]])
    dial.slider("exponent p").focus()
    dial.page.keyboard.press("End")
    rows(dial, "Y", [[4]])
    dial.page.keyboard.press("Home")
    dial.check("divide by N")
    rows(dial, "Y", [[10]])
    dial.check("divide by N")
    paid = explorer(notebook, "backward-explorer", lesson)
    assert matrix(paid, "dX")[1, 1] == 7
    assert matrix(paid, "dX").sum() == 26
    paid.choose("pooling", "average")
    soon(lambda: assert_equal(matrix(paid, "dX").sum(), 26))
    soon(lambda: assert_equal((matrix(paid, "dX") != 0).all(), True))


# -- every slider, and the page --------------------------------------------------------------------


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_slider_of_every_explorer_keeps_the_numbers_right(
    lessons: Lessons, lesson: str
) -> None:
    notebook = lessons.show(lesson)
    for n, kind in enumerate(kinds(lesson)):
        e = notebook.explorer(n)
        soon(lambda e=e, kind=kind: NUMBERS[kind](e))
        labels = e.panel.locator(LIGHT + ".widget-slider .widget-label").all_inner_texts()
        for label in labels:
            move(e, label)
            soon(lambda e=e, kind=kind: NUMBERS[kind](e))


def move(e: ExplorerOnPage, label: str) -> None:
    """Move a slider by one, down where it is at its end; the position goes back again."""
    handle = e.slider(label)
    if handle.get_attribute("aria-disabled") == "true":
        return
    before = handle.get_attribute("aria-valuenow")
    e.move_slider(label, -1 if before == handle.get_attribute("aria-valuemax") else 1)
    soon(lambda: assert_equal(handle.get_attribute("aria-valuenow") != before, True))
    if label == "position":
        assert e.root.locator(LIGHT + ".tk-at").inner_text() != ""
        e.move_slider(label, -1)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_cell_of_each_explorer_can_be_pinned(lessons: Lessons, lesson: str) -> None:
    """It stays lit when the mouse has left, and while it is over another cell, until Escape."""
    notebook = lessons.show(lesson)
    for n in range(len(kinds(lesson))):
        e = notebook.explorer(n)
        first, last = e.grids()[0], e.grids()[-1]
        e.cell(last, 0, 0).focus()
        e.page.keyboard.press("Escape")  # what the lesson has pinned
        e.cell(last, 0, 0).click()
        soon(lambda e=e: assert_equal(e.is_pinned(), True))
        told = e.told()
        assert (0, 0) in e.marked(last, "focus")
        e.cell(first, 0, 0).hover()
        e.page.mouse.move(2, 2)
        assert e.told() == told
        assert (0, 0) in e.marked(last, "focus")
        e.cell(last, 0, 0).focus()
        e.page.keyboard.press("Escape")
        soon(lambda e=e: assert_equal(e.is_pinned(), False))


@pytest.mark.parametrize(
    "lesson", [name for name in LESSONS if any(plays(cell.source) for cell in code(name))]
)
def test_play_and_pause_in_the_lesson(lessons: Lessons, lesson: str) -> None:
    notebook = lessons.show(lesson)
    shown = [cell.source for cell in code(lesson) if EXPLORER.search(cell.source)]
    for n, source in enumerate(shown):
        e = notebook.explorer(n)
        assert (e.play_buttons().count() > 0) == plays(source)
        if not plays(source):
            continue
        whole = [e.labels(grid) for grid in e.grids()]
        e.move_slider("Speed", -2)  # one step a second: there are few
        e.press_play()
        e.wait_for_step(1)
        e.press_play()
        reached, at = e.step(), e.root.locator(LIGHT + ".tk-at").inner_text()
        assert str(reached) in at or kinds(lesson)[n] == "TwoKernels"
        assert [e.labels(grid) for grid in e.grids()] != whole
        e.page.wait_for_timeout(1500)  # more than one step
        assert (e.step(), e.root.locator(LIGHT + ".tk-at").inner_text()) == (reached, at)
        e.root.get_by_role("button", name="Show all").click()
        soon(lambda e=e, whole=whole: assert_equal([e.labels(g) for g in e.grids()], whole))


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_open_exercise_is_told_in_one_line(lessons: Lessons, lesson: str) -> None:
    """No traceback, and Run All has reached the last cell."""
    notebook = lessons.show(lesson)
    last = notebook.root.locator(LIGHT + ".jp-CodeCell .jp-InputPrompt").last
    last.scroll_into_view_if_needed()  # JupyterLab draws what is in sight
    wanted = f"[{len(cells(read(lesson), 'code'))}]:"
    soon(lambda: assert_equal(last.inner_text(), wanted))
    page = notebook.root.locator(LIGHT + ".jp-Notebook")
    told = len(checks(read(lesson)))
    soon(lambda: assert_equal(page.inner_text().count("not attempted yet."), told))
    assert "Traceback" not in page.inner_text()


def test_a_fold_opens_by_keyboard(lessons: Lessons) -> None:
    notebook = lessons.show(LESSONS[0])
    fold = notebook.root.locator("details", has_text="Answer: the entry of Y in row 1, column 1")
    assert fold.get_attribute("open") is None
    fold.locator("summary").focus()
    notebook.page.keyboard.press("Enter")
    assert fold.get_attribute("open") is not None
    assert fold.locator("mjx-container").count() >= 1  # its formulas are set


@pytest.mark.parametrize("lesson", [name for name in LESSONS if "explore" in kinds(name)])
def test_a_learner_who_has_written_the_answers(
    lessons: Lessons, lab: Lab, lesson: str, photograph: Photograph
) -> None:
    """Each check is ticked, and explore agrees wherever its sliders are."""
    name = f"{lesson}-answered"
    nbformat.write(answered(lesson), lab.folder / f"{name}.ipynb")
    notebook = lessons.show(name)
    printed = notebook.printed()
    assert printed.count("✓ ") >= len(checks(read(lesson))), printed
    assert "✗" not in printed
    for n, kind in enumerate(kinds(lesson)):
        if kind != "explore":
            continue
        e = notebook.explorer(n)
        box = e.root.locator(LIGHT + ".tk-verdict-box")
        for label in e.panel.locator(LIGHT + ".widget-slider .widget-label").all_inner_texts():
            e.move_slider(label, 1)
            soon(lambda e=e: NUMBERS["explore"](e))
            soon(
                lambda box=box: assert_equal("agree with the definition" in box.inner_text(), True)
            )
        photograph(e.root, f"lesson-explore-{lesson[0]}.png")


@pytest.mark.parametrize("lesson", LESSONS)
def test_nothing_hangs_over_the_edge(lessons: Lessons, lesson: str, photograph: Photograph) -> None:
    notebook = lessons.show(lesson)
    page = notebook.page
    try:
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": TALL})
            page.wait_for_timeout(300)
            for e in notebook.root.locator(LIGHT + ".tk").all():
                assert e.evaluate("el => el.scrollWidth <= el.clientWidth + 1")
            clip = {"x": 0, "y": 0, "width": width, "height": 1500}
            photograph(page, f"lesson-{lesson[0]}-{width}.png", clip=clip)
    finally:
        page.set_viewport_size({"width": WIDE, "height": TALL})
