"""The words a student reads: pinned row by row in English, and the same of them in Chinese."""

from __future__ import annotations

import contextlib
import io
import json
import string
from collections.abc import Iterator
from typing import Any

import pytest

from helpers.judging.messages import LANGUAGES, TEMPLATES
from helpers.questions import convolution, messages, pooling, two_kernels
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.misconceptions.blocks import corr2d, padded, rotated
from helpers.questions.model import Mark, Outcome, Question
from tests.questions.test_misconceptions import PAIRS, QUESTIONS


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    messages.use("en")


def told(question: Question, answer: Any, language: str = "en") -> Mark:
    messages.use(language)
    with contextlib.redirect_stdout(io.StringIO()):
        return question.mark(answer)


# ----------------------------------------------------------------------------- both languages
def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_both_languages_have_the_same_sentences_and_placeholders() -> None:
    en, zh = (TEMPLATES[language] for language in ("en", "zh"))
    assert {key: placeholders(text) for key, text in en.items()} == {
        key: placeholders(text) for key, text in zh.items()
    }


def test_every_mistake_has_its_hint_in_both_languages_and_no_hint_is_left_over() -> None:
    used = {m.key for q in QUESTIONS for m in (*q.misconceptions, *getattr(q, "follow_ons", ()))}
    for language in LANGUAGES:
        assert set(messages.HINTS[language]) == used


@pytest.mark.parametrize("key", sorted(messages.HINTS["en"]))
def test_a_chinese_hint_says_something_of_its_own(key: str) -> None:
    says, ask = messages.HINTS["zh"][key]
    assert says.endswith("。")
    assert ask.endswith(("？", "。"))
    for text in (says, ask):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text)
        # Names such as K2 and angles may stand; a number on its own might be the answer.
        alone = [word for word in text.replace("°", "x").split() if word.strip("。，？").isdigit()]
        assert alone == []


def test_every_case_has_a_chinese_name() -> None:
    names = {c.name for q in QUESTIONS if isinstance(q, FunctionQuestion) for c in q.cases}
    assert set(messages.CASES["zh"]) == names
    assert len(set(messages.CASES["zh"].values())) >= len(names) - 1


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no messages in 'fr'; choose one of \('en', 'zh'\)"):
        messages.use("fr")


def test_a_mark_holds_its_pieces_as_plain_data() -> None:
    mark = told(two_kernels.corr2d, lambda X, K: corr2d(X, rotated(K)))
    assert json.loads(json.dumps([mark.says, mark.ask, mark.details, mark.misconception])) == [
        "Your result is a true convolution: the kernel was rotated by 180° before sliding. "
        "Cross-correlation uses the kernel as it is.",
        "Which entry of K should meet the top left entry of a window?",
        [f.message for f in two_kernels.corr2d.findings(lambda X, K: corr2d(X, rotated(K)))],
        "corr2d.flips-kernel",
    ]


# ------------------------------------------------------------------------------------ the words
def raises(X: Any, K: Any) -> Any:
    raise IndexError("index 5 is out of bounds")


def stub(*_: Any) -> Any:
    raise NotImplementedError


def writes(X: Any, K: Any) -> Any:
    X += 1
    return X


ROWS = [
    # (question, answer, outcome, English, Chinese)
    (two_kernels.corr2d, two_kernels.corr2d.reference, "correct",
     "corr2d: correct.",
     "corr2d：正确。"),
    (two_kernels.corr2d, stub, "not_attempted",
     "corr2d: not attempted yet.",
     "corr2d：尚未作答。"),
    (two_kernels.corr2d, 5, "wrong_values",
     "corr2d: a function is expected, not this int.",
     "corr2d：这里应当是一个函数，而不是 int。"),
    (two_kernels.corr2d, lambda X, K: corr2d(X, rotated(K)), "wrong_values",
     "corr2d: Your result is a true convolution: the kernel was rotated by 180° before sliding. "
     "Cross-correlation uses the kernel as it is.\n"
     "  Which entry of K should meet the top left entry of a window?\n"
     "  the sheet's input and kernel 1: 6 of 9 entries are wrong, the first at row 1, column 2 "
     "(index [0, 1]).",
     "corr2d：你的结果是真正的卷积：卷积核在滑动之前旋转了 180°。互相关直接使用原来的核。\n"
     "  窗口左上角的元素应当与 K 的哪个元素相乘？\n"
     "  题目的输入与卷积核 1：9 个元素中有 6 个不正确，第一个位于第 1 行第 2 列（下标 [0, 1]）。"),
    (two_kernels.corr2d, lambda X, K: corr2d(padded(X, K), K), "wrong_shape",
     "corr2d: The kernel slides past the edges, so the output is larger than the image. "
     "Here it stays inside.\n"
     "  Should a window that hangs over the edge of the image count?\n"
     "  the sheet's input and kernel 1: the shape is (7, 7), expected (3, 3).",
     "corr2d：核滑出了图像边缘，所以输出比图像还大。这里的核应留在图像内部。\n"
     "  伸出图像边缘的窗口应当算数吗？\n"
     "  题目的输入与卷积核 1：形状是 (7, 7)，应当是 (3, 3)。"),
    (two_kernels.corr2d, lambda X, K: 3 * corr2d(X, K), "wrong_values",
     "corr2d: the sheet's input and kernel 1: 6 of 9 entries are wrong, the first at row 1, "
     "column 2 (index [0, 1]).\n  Every entry is off by one and the same factor.",
     "corr2d：题目的输入与卷积核 1：9 个元素中有 6 个不正确，第一个位于第 1 行第 2 列"
     "（下标 [0, 1]）。\n  所有元素都差同一个倍数。"),
    (two_kernels.corr2d, raises, "raised",
     "corr2d: the sheet's input and kernel 1: your code raised IndexError: index 5 is out of "
     "bounds (called with (5, 5), (3, 3))\n"
     "  also: a square image and a square kernel: your code raised IndexError: index 5 is out of "
     "bounds (called with (6, 6), (3, 3))\n"
     "  also: a tall image and a wide kernel: your code raised IndexError: index 5 is out of "
     "bounds (called with (7, 5), (2, 3))",
     "corr2d：题目的输入与卷积核 1：你的代码抛出了异常 IndexError: index 5 is out of bounds "
     "（调用参数：(5, 5), (3, 3)）\n"
     "  另外：方形图像与方形卷积核：你的代码抛出了异常 IndexError: index 5 is out of bounds "
     "（调用参数：(6, 6), (3, 3)）\n"
     "  另外：高的图像与宽的卷积核：你的代码抛出了异常 IndexError: index 5 is out of bounds "
     "（调用参数：(7, 5), (2, 3)）"),
    (two_kernels.corr2d, writes, "wrong_values",
     "corr2d: Your function writes into the image or the kernel it was given.\n"
     "  Is a slice of an array a copy, or a view of the same numbers?\n"
     "  the sheet's input and kernel 1: the function changes its own arguments; work on a copy.",
     "corr2d：你的函数修改了传入的图像或卷积核。\n"
     "  数组的切片是一份副本，还是同一组数的视图？\n"
     "  题目的输入与卷积核 1：函数修改了传入的参数；请在副本上计算。"),
    (two_kernels.corr2d_backward_dX, lambda dY, X, K: None, "wrong_shape",
     "corr2d_backward: dX: the sheet's second kernel: the function must return the 2 results "
     "(dX, dK), in that order.\n"
     "  also: a 5 × 6 image, a 3 × 3 kernel: the function must return the 2 results "
     "(dX, dK), in that order.\n"
     "  also: a 5 × 7 image, a 2 × 3 kernel: the function must return the 2 results "
     "(dX, dK), in that order.",
     "corr2d_backward: dX：题目的第二个卷积核：函数应当依次返回 2 个结果（dX, dK）。\n"
     "  另外：5 × 6 的图像，3 × 3 的卷积核：函数应当依次返回 2 个结果（dX, dK）。\n"
     "  另外：5 × 7 的图像，2 × 3 的卷积核：函数应当依次返回 2 个结果（dX, dK）。"),
    (two_kernels.l2_loss, lambda result, reference: ((result - reference) ** 2).sum() / 2,
     "wrong_values",
     "l2_loss: The loss is halved. Many textbooks do so to simplify the gradient; "
     "this definition does not.\n"
     "  Where in the definition of this loss do you see a fraction?\n"
     "  a result and the sheet's reference: the value 12.5 is not right.",
     "l2_loss：损失被减半了。许多教科书为了简化梯度这样写；这里的定义没有。\n"
     "  在这个损失的定义里，你在哪里看到了分数？\n"
     "  某个结果与题目的参考值：数值 12.5 不正确。"),
    (convolution.C, convolution.C.misconceptions[1].wrong, "wrong_values",
     "C: Rows and columns of B are exchanged.\n"
     "  Which three entries of B lie on the first row of A when you start?\n"
     "  the entry at row 1, column 1 (index [0, 0]) is wrong.\n"
     "  2 of 9 parts of this question are right.",
     "C：B 的行与列互换了。\n"
     "  开始时，B 的哪三个元素位于 A 的第一行上？\n"
     "  第 1 行第 1 列（下标 [0, 0]）的元素不正确。\n"
     "  本题共 9 个部分，其中 2 个正确。"),
    (convolution.output_size_formula, "(I - K + 2P)/S + 1", "wrong_values",
     "output_size_formula: Where the stride does not divide evenly, the size comes out as a "
     "fraction of a pixel.\n"
     "  What happens to the pixels left over when another step no longer fits?\n"
     "  the formula is wrong.",
     "output_size_formula：当步幅不能整除时，得到的尺寸是几分之几个像素。\n"
     "  当剩下的像素不够再走一步时，它们怎么办？\n"
     "  公式不正确。"),
    (convolution.output_size_formula, "I + Q", "wrong_values",
     "output_size_formula: 'Q' is not one of the letters of this question.",
     "output_size_formula：'Q' 不是本题所用的字母。"),
    (pooling.modules, {"max": "torch.nn.MaxPool1d", "average": "AvgPool2d", "lp": "LPPool2d"},
     "wrong_values",
     "modules: This is not the class for that pooling of images.\n"
     "  How many axes does the window of a picture have?\n"
     "  max: that is not the module. Write the class's full name, as in `torch.nn.Conv2d`, "
     "for images (2-D).\n"
     "  2 of 3 parts of this question are right.",
     "modules：这不是用于图像的那种池化的类。\n"
     "  图片的窗口有几个轴？\n"
     "  max：这不是对应的模块。请写出用于图像（二维）的类的全名，例如 `torch.nn.Conv2d`。\n"
     "  本题共 3 个部分，其中 2 个正确。"),
    (pooling.p_for_max, 1e6, "wrong_values",
     "p_for_max: A large number comes close to the maximum, but is not quite it.\n"
     "  What happens to the small difference that remains as p keeps growing?\n"
     "  the value 1e+06 is not right.",
     "p_for_max：很大的数会接近最大值，但并不等于最大值。\n"
     "  当 p 继续增大时，剩下的那一点差别会怎样？\n"
     "  数值 1e+06 不正确。"),
    (two_kernels.hand_gradients, {"loss": 8}, "not_attempted",
     "hand_gradients: dK1: not attempted yet.\n"
     "  also: dK2: not attempted yet.\n"
     "  also: dX: not attempted yet.\n"
     "  1 of 4 parts of this question are right.",
     "hand_gradients：dK1：尚未作答。\n"
     "  另外：dK2：尚未作答。\n"
     "  另外：dX：尚未作答。\n"
     "  本题共 4 个部分，其中 1 个正确。"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "answer", "outcome", "english", "chinese"), ROWS)
def test_what_a_student_reads(
    question: Question, answer: Any, outcome: str, english: str, chinese: str
) -> None:
    mark = told(question, answer)
    assert (mark.outcome, mark.message) == (Outcome(outcome), english)
    mark = told(question, answer, "zh")
    assert (mark.outcome, mark.message) == (Outcome(outcome), chinese)


@pytest.mark.parametrize(("question", "m"), PAIRS)
def test_a_named_mistake_is_told_by_its_hint_in_both_languages(question: Question, m: Any) -> None:
    for language in LANGUAGES:
        mark = told(question, m.wrong, language)
        if not m.same_as and not m.inner and mark.says:
            variants = [
                messages.hint(key)
                for key in messages.HINTS[language]
                if key.partition("/")[0] == m.id
            ]
            assert (mark.says, mark.ask) in variants
            assert mark.message.startswith(messages.tell("answer", label=question.label, text=""))
