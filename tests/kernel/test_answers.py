"""Names are looked up and functions called on copies; what goes wrong is told, not raised."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from helpers.kernel.answers import MAX_MESSAGE, Answers, raised
from helpers.kernel.wire import Packer, Unpacker
from tests.kernel.conftest import Notebook


def ask(names: dict[str, Any], name: str, *arguments: Any, **keywords: Any) -> Any:
    """Look a function up and call it."""
    answers = Answers(names)
    handle = answers.look(name)["handle"]
    pack = Packer().pack
    return answers.call(
        handle, [pack(a) for a in arguments], {k: pack(a) for k, a in keywords.items()}
    )


def test_a_value_is_packed_and_a_missing_name_is_said() -> None:
    answers = Answers({"a": [1, np.zeros(2)], "none": None})
    assert Unpacker().unpack(answers.look("a"))[0] == 1
    assert answers.look("none") == {"is": "none"}
    assert answers.look("b") == {"is": "missing"}


@pytest.mark.parametrize(
    ("value", "what"),
    [(np, "a module"), (1j, "a complex"), ((x for x in ()), "a generator"), ({1}, "a set")],
)
def test_what_does_not_cross_is_refused_by_name(value: Any, what: str) -> None:
    assert Answers({"a": value}).look("a") == {"is": "refused", "what": what}


def test_one_function_has_one_handle_and_two_have_two() -> None:
    answers = Answers({"f": len, "g": len, "h": abs})
    assert answers.look("f") == answers.look("g") != answers.look("h")


class Doubles:
    def __call__(self, x: float) -> float:
        return 2 * x

    def method(self, x: float) -> float:
        return 3 * x


@pytest.mark.parametrize(
    ("function", "expected"),
    [(lambda x: x + 1, 4), (Doubles(), 6), (Doubles().method, 9), (float, 3.0), (np.square, 9)],
)
def test_everything_that_can_be_called_can_be_asked(function: Any, expected: float) -> None:
    reply = ask({"f": function}, "f", 3)
    assert Unpacker().unpack(reply["value"]) == expected


def test_keywords_go_by_name() -> None:
    reply = ask({"f": lambda x, *, by=1: x * by}, "f", 3, by=4)
    assert Unpacker().unpack(reply["value"]) == 12


def test_functions_in_a_dict_and_from_a_function_are_held() -> None:
    answers = Answers({"d": {"double": lambda x: 2 * x}, "make": lambda n: lambda x: n * x})
    doubled = Unpacker(lambda handle: handle).unpack(answers.look("d"))["double"]
    assert answers.call(doubled, [Packer().pack(4)], {})["value"]["value"] == hex(8)
    made = answers.call(answers.look("make")["handle"], [Packer().pack(5)], {})["value"]["handle"]
    assert answers.call(made, [Packer().pack(4)], {})["value"]["value"] == hex(20)


def test_each_call_gets_fresh_copies_and_says_whether_it_changed_them() -> None:
    def zero(x: np.ndarray) -> float:
        before = float(x.sum())
        x[:] = 0
        return before

    answers = Answers({"f": zero, "g": lambda x: x + 1})
    for name, changed in (("f", True), ("f", True), ("g", False)):
        handle = answers.look(name)["handle"]
        reply = answers.call(handle, [Packer().pack(np.ones(3))], {})
        assert reply["changed"] is changed
        assert np.sum(Unpacker().unpack(reply["value"])) == (3 if name == "f" else 6)


def test_a_change_deep_in_an_argument_or_of_its_kind_counts() -> None:
    assert ask({"f": lambda d: d["a"].append(1)}, "f", {"a": []})["changed"] is True
    assert ask({"f": lambda d: d.update(a=1j)}, "f", {"a": 1})["changed"] is True
    assert ask({"f": lambda d: d.update(a=1.0)}, "f", {"a": 1})["changed"] is True


@pytest.mark.parametrize(
    ("error", "name", "nearest"),
    [
        (ValueError("v"), "ValueError", "ValueError"),
        (np.linalg.LinAlgError("x"), "LinAlgError", "ValueError"),
        (KeyError("k"), "KeyError", "KeyError"),
        (SystemExit(3), "SystemExit", "SystemExit"),
        (MemoryError(), "MemoryError", "MemoryError"),
        (type("Mine", (Exception,), {})("m"), "Mine", "Exception"),
    ],
)
def test_an_exception_is_told_with_its_nearest_built_in_class(
    error: BaseException, name: str, nearest: str
) -> None:
    def fails() -> None:
        raise error

    reply = ask({"f": fails}, "f")
    assert (reply["is"], reply["type"], reply["nearest"]) == ("raised", name, nearest)
    assert reply["line"] == "raise error"


def test_an_exception_that_fails_to_describe_itself_is_told_without_a_message() -> None:
    class Sly(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert raised(Sly())["message"] == ""


def test_a_class_that_borrows_a_built_in_name_is_not_that_class() -> None:
    """`except ValueError` in a test must not catch what only calls itself ValueError."""
    impostor = type("ValueError", (Exception,), {})
    assert raised(impostor("x"))["nearest"] == "Exception"


def test_messages_are_one_line_of_modest_length() -> None:
    told = raised(ValueError("a\nb " + "x" * 10_000))["message"]
    assert told.startswith("a b x")
    assert len(told) == MAX_MESSAGE


@pytest.mark.parametrize("lie", ["raise RuntimeError", "return dict", "return __import__('numpy')"])
def test_a_value_that_lies_about_its_class_is_told_as_what_it_is(
    notebook: Notebook, lie: str
) -> None:
    notebook.run(f"class Moody:\n    @property\n    def __class__(self): {lie}\na = Moody()")
    assert notebook.look("a")["is"] in ("raised", "refused")


def test_an_interrupted_call_is_told() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    assert ask({"f": interrupted}, "f") == {"is": "interrupted"}


def test_a_handle_that_was_never_given_raises_nothing_here() -> None:
    assert Answers({}).call(5, [], {})["nearest"] == "IndexError"
