"""What a cell puts out is collected as a notebook stores it, and never without end."""

from __future__ import annotations

import base64

import pytest

from helpers.grading.student import Ended, Stopped
from helpers.kernel.shell import Outputs, Stream, shown
from tests.kernel.conftest import MakeNotebook, Notebook


def test_a_stream_is_one_output_until_the_other_stream_speaks(notebook: Notebook) -> None:
    source = "import sys\nprint(1)\nprint(2)\nprint('w', file=sys.stderr)\nprint(3)"
    assert [(o["name"], o["text"]) for o in notebook.run(source)] == [
        ("stdout", "1\n2\n"),
        ("stderr", "w\n"),
        ("stdout", "3\n"),
    ]


def test_output_is_cut_once_and_says_so(make_notebook: MakeNotebook) -> None:
    notebook = make_notebook(output_characters=100)
    outputs = notebook.run("for i in range(50): print('x' * 9)\ndisplay(1)\n2")
    text = "".join(output.get("text", "") for output in outputs)
    assert text.count("was cut after 100 characters") == 1
    assert len(text) < 250
    assert notebook.text("print('next')") == "next\n"


def test_one_enormous_print_is_cut_too(make_notebook: MakeNotebook) -> None:
    outputs = make_notebook(output_characters=100).run("print('x' * 10_000_000)")
    assert len(str(outputs)) < 500


@pytest.mark.parametrize("size", [9, 10, 11])
def test_the_limit_is_exact(size: int) -> None:
    outputs = Outputs(10)
    outputs.write("stdout", "x" * size)
    assert ("cut" in outputs.collected[-1]["text"]) == (size > 10)


def test_the_last_expression_is_the_result(notebook: Notebook) -> None:
    (output,) = notebook.run("a = 6\na * 7")
    assert output["output_type"] == "execute_result"
    assert output["data"] == {"text/plain": "42"}
    assert notebook.run("a * 7;") == []
    assert notebook.run("None") == []


def test_what_is_displayed_is_kept_in_order(notebook: Notebook) -> None:
    outputs = notebook.run("display('a')\nprint('b')\ndisplay('c')")
    kinds = [output["output_type"] for output in outputs]
    assert kinds == ["display_data", "stream", "display_data"]


def test_javascript_and_svg_are_not_even_sent(notebook: Notebook) -> None:
    source = (
        "from IPython.display import *\ndisplay(Javascript('alert(1)'))\n"
        "display({'text/plain': 'p', 'image/svg+xml': '<svg/>', 'text/latex': 'x'}, raw=True)"
    )
    for output in notebook.run(source):
        assert set(output["data"]) <= {"text/plain"}


def test_clear_output_clears(notebook: Notebook) -> None:
    source = "from IPython.display import clear_output\nprint(1)\nclear_output()\nprint(2)"
    assert notebook.text(source) == "2\n"


def test_an_exception_is_an_error_output_and_the_names_before_it_stay(notebook: Notebook) -> None:
    *_, error = notebook.run("a = 1\nprint(a)\n1 / 0")
    assert (error["output_type"], error["ename"]) == ("error", "ZeroDivisionError")
    assert "division by zero" in error["evalue"]
    assert any("1 / 0" in line for line in error["traceback"])
    assert notebook.text("print(a)") == "1\n"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("def f(:", "SyntaxError"),
        ("def f():\nreturn 1", "IndentationError"),
        ("exit(3)", "SystemExit"),
        ("import sys; sys.exit('bye')", "SystemExit"),
        ("input('name? ')", "RuntimeError"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise ValueError('\\ud800')", "ValueError"),
    ],
    ids=lambda text: text.replace("\n", ";")[:20],
)
def test_every_way_to_end_a_cell_is_an_error_output(
    notebook: Notebook, source: str, name: str
) -> None:
    if source.startswith("exit"):  # IPython's exit is no exception, and must not end the process
        notebook.run(source)
    else:
        assert notebook.error(source) == name
    assert notebook.text("print('alive')") == "alive\n"


def test_an_exception_that_cannot_be_described_is_still_one(notebook: Notebook) -> None:
    source = "class E(Exception):\n    def __str__(self): raise ValueError\nraise E()"
    assert notebook.error(source)
    assert notebook.text("print('alive')") == "alive\n"


def test_a_recursion_without_end_is_told_at_once(make_notebook: MakeNotebook) -> None:
    notebook = make_notebook(call_seconds=2.0)
    for source in ("def deep(n): return deep(n + 1)\ndeep(0)", "try: deep(0)\nfinally: 1 / 0"):
        assert notebook.error(source) in ("RecursionError", "ZeroDivisionError")
    assert "deep(0)" in str(notebook.run("deep(0)"))  # where it began is still shown
    assert notebook.text("print(1)") == "1\n"


def test_a_traceback_is_made_once_and_asks_no_module_for_its_cells(notebook: Notebook) -> None:
    """`inspect` would go through all modules several times for each of its frames."""
    notebook.run(
        "import sys, types\n"
        "class Asked(types.ModuleType):\n"
        "    def __getattribute__(self, name):\n"
        "        if name == '__file__': asked.append(name)\n"
        "        return super().__getattribute__(name)\n"
        "class Shown(Exception):\n"
        "    def _render_traceback_(self):\n"
        "        asked.append('traceback')\n"
        "        return ['once']\n"
        "def f(): return 1 / 0\n"
        "asked, sys.modules['asked'] = [], Asked('asked')\n"
    )
    for source in ("f()", "[f() for _ in range(2)]"):
        (error,) = notebook.run(source)
        assert any("def f(): return 1 / 0" in line for line in error["traceback"])
    assert notebook.text("print(asked)") == "[]\n"
    (error,) = notebook.run("raise Shown")
    assert error["traceback"] == ["once"]
    assert notebook.text("print(asked)") == "['traceback']\n"


def test_top_level_await_and_magics_work_as_in_a_notebook(notebook: Notebook) -> None:
    assert notebook.text("import asyncio\nprint(await asyncio.sleep(0, 5))") == "5\n"
    assert "loop" in notebook.text("%timeit -n1 -r1 1")
    assert "x" in notebook.text("x = 1\n%who")
    assert notebook.text("%%capture kept\nprint('hidden')") == ""
    assert notebook.text("print(kept.stdout)") == "hidden\n\n"
    assert notebook.text("%matplotlib inline\nprint(1)") == "1\n"


def test_an_unknown_magic_is_said_and_ends_nothing(notebook: Notebook) -> None:
    assert "not found" in str(notebook.run("%nosuchmagic"))
    assert notebook.text("print('alive')") == "alive\n"


@pytest.mark.parametrize("last", ["", "\nplt.show()", ";"])
def test_a_figure_becomes_one_picture(notebook: Notebook, last: str) -> None:
    outputs = notebook.run(f"import matplotlib.pyplot as plt\nplt.plot([1, 2]){last}")
    pictures = [o["data"]["image/png"] for o in outputs if "image/png" in o.get("data", {})]
    assert len(pictures) == 1
    assert base64.b64decode(pictures[0]).startswith(b"\x89PNG")


def test_a_figure_does_not_come_again_with_the_next_cell(notebook: Notebook) -> None:
    notebook.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])")
    assert notebook.run("1;") == []


def test_halves_of_surrogate_pairs_are_put_out_as_question_marks(notebook: Notebook) -> None:
    assert notebook.text("print('\\ud800')") == "?\n"
    assert "?" in str(notebook.run("display({'text/plain': '\\udfff'}, raw=True)"))


def test_what_is_no_text_is_refused_as_a_terminal_refuses_it(notebook: Notebook) -> None:
    assert notebook.error("import sys; sys.stdout.write(1)") == "TypeError"
    assert notebook.text("print(sys.stdout.isatty(), sys.stdout.encoding)") == "False utf-8\n"
    assert notebook.error("sys.stdout.fileno()") == "OSError"


def test_bytes_of_a_picture_are_encoded_and_other_kinds_are_dropped() -> None:
    kept, size = shown({"image/png": b"\x89", "text/plain": "x", "text/html": 5, "a/b": "y"})
    assert kept == {"image/png": "iQ==", "text/plain": "x"}
    assert size == 5


def test_writing_lines_writes_each(notebook: Notebook) -> None:
    assert notebook.text("import sys; sys.stdout.writelines(['a', 'b'])") == "ab"


def test_a_stream_without_a_cell_keeps_nothing() -> None:
    """A thread may print after its cell has ended: that is no error, and no output."""

    class Shell:
        outputs = Outputs(0)

    Stream(Shell(), "stdout").write("late")  # type: ignore[arg-type]
    assert all("late" not in output["text"] for output in Shell.outputs.collected)


def test_names_of_the_warm_up_are_gone(notebook: Notebook) -> None:
    """What warmed the process is in no notebook."""
    assert notebook.error("np") == "NameError"
    assert notebook.text("print(len(In), len(Out))").split()[1] == "0"


@pytest.mark.parametrize(
    "source",
    [
        "import sys; sys.stdout = None; sys.stderr = None",
        "import builtins; builtins.print = None",
        "get_ipython().displayhook = None",
        "get_ipython().run_cell = None",
        "import sys; sys.setrecursionlimit(50)",
    ],
)
def test_a_cell_that_breaks_its_own_process_harms_its_own_process(
    notebook: Notebook, source: str
) -> None:
    """The reply may be an error or the process may end; the reader gets one or the other."""
    for asked in (source, "1 + 1"):
        try:
            assert "is" in notebook.process.request({"do": "cell", "source": asked})
        except (Ended, Stopped):
            continue
