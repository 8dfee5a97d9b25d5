"""Replace what checks, return what always agrees, answer only what is shown."""

from __future__ import annotations

from tests.hostile.attack import RIGHT_RESULT1, ZEROS, Row, cell

ROWS = [
    replaced := Row("replace a checking function in place"),
    lying := Row("return an object that always agrees"),
    coded := Row("hard-coded answers for the visible case"),
    stolen := Row("use what the tests hand over"),
    names := Row("names that collide with the tests'"),
]

WRONG = {"test_corr2d": "wrong_values"}

replaced.add(
    "replace_numpy",
    """
np.allclose = np.array_equal = np.array_equiv = lambda *a, **k: True
np.isclose = lambda a, b, **k: np.ones(np.shape(a), bool)
for name in dir(np.testing):
    if name.startswith("assert"):
        setattr(np.testing, name, lambda *a, **k: None)
""",
    ZEROS,
    outcomes=WRONG,
)
replaced.add(
    "replace_builtins",
    """
import builtins
builtins.abs = lambda x: 0
builtins.all = builtins.any = lambda x: True
builtins.float = lambda x=0: 0.0
builtins.max = lambda *a, **k: 0
""",
    ZEROS,
)
replaced.add(
    "replace_questions",
    """
import sys, types
for name in ("reference", "questions", "questions.two_kernels", "grading", "grading.verdict"):
    fake = types.ModuleType("helpers." + name)
    fake.__getattr__ = lambda name: (lambda *a, **k: 100.0)
    sys.modules["helpers." + name] = fake
import helpers, helpers.student
helpers.questions = helpers.reference = sys.modules["helpers.questions"]
for name in dir(helpers.student):
    if not name.startswith("_"):
        setattr(helpers.student, name, lambda *a, **k: True)
""",
    ZEROS,
    outcomes=WRONG,
)
replaced.add(
    "replace_ufuncs",
    """
np.abs = np.absolute = np.subtract = lambda *a, **k: np.zeros(1)
np.ndarray = type("ndarray", (), {"__eq__": lambda s, o: True})
""",
    "def corr2d(X, K):\n    return np.ndarray()",
)
replaced.add(
    "replace_format",
    """
import json, struct, base64
np.lib.format.write_array = lambda file, array, **k: file.write(b"yes")
json.loads = lambda body: {"do": "look", "name": "np"}
""",
    ZEROS,
)

AGREES = """
class Agrees:
    shape, ndim, size, dtype = (3, 3), 2, 9, np.dtype(float)
    __array_priority__ = 1e9
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __le__ = __lt__ = __ge__ = __gt__ = __eq__
    def __hash__(self): return 0
    def __bool__(self): return True
    def __sub__(self, other): return 0
    __rsub__ = __abs__ = __sub__
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    def __array__(self, *a, **k): return np.ones((3, 3))
    def __float__(self): return 1.0
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
"""
lying.add("agrees", AGREES, "def corr2d(X, K):\n    return Agrees()", outcomes=WRONG)
lying.add(
    "agrees_callable",
    AGREES,
    cell("corr2d = Agrees()", "corr2d"),
    cell("result1 = Agrees()", "result1"),
    cell("hand_gradients = Agrees()", "hand_gradients"),
)
lying.add(
    "subclass_array",
    """
class Array(np.ndarray):
    def __array_ufunc__(self, *a, **k): return np.True_
    def __array_function__(self, *a, **k): return True
def corr2d(X, K):
    shape = (X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1)
    return np.zeros(shape).view(Array)
""",
    outcomes=WRONG,
)
for kind, value in (("float", "8.0"), ("int", "8"), ("str", "'8'"), ("bytes", "b'8'")):
    lying.add(
        f"subclass_{kind}",
        f"""
class Value({kind}):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    def __float__(self): return 0.0
    def __hash__(self): return 1
    def hex(self): return "0x1p+3"
def l2_loss(result, reference): return Value({value})
result1 = [[Value({value})] * 3] * 3
""",
        outcomes={"test_l2_loss": "wrong_values"},
    )
for kind in ("dict", "list", "tuple"):
    lying.add(
        f"subclass_{kind}",
        f"""
class Value({kind}):
    def __eq__(self, other): return True
    def get(self, *a): return self
    def __getitem__(self, key): return self
    def __len__(self): return 3
    def __iter__(self): return iter([[0.0] * 3] * 3)
    def items(self): return [("loss", 8), ("dK1", 1)]
result1 = result_shapes = hand_gradients = Value()
def corr2d(X, K): return Value()
""",
        outcomes={"test_result1": "wrong_values", "test_corr2d": "wrong_values"},
    )
lying.add(
    "lying_type",
    """
class Meta(type):
    def __instancecheck__(cls, other): return True
    def __subclasscheck__(cls, other): return True
    def __eq__(cls, other): return True
    def __hash__(cls): return hash(np.ndarray)
    __name__ = "ndarray"
class Value(metaclass=Meta):
    __class__ = property(lambda self: np.ndarray)
    __module__ = "numpy"
def corr2d(X, K): return Value()
result1 = Value()
""",
)
lying.add(
    "changes_its_answer",
    """
class Names(dict):
    asked = 0
    def __contains__(self, name): return True
    def __getitem__(self, name):
        Names.asked += 1
        return [0.0, "B11", None, True, np.zeros((3, 3))][Names.asked % 5]
import sys
sys.modules["helpers.kernel.answers"].Answers.look = (
    lambda self, name: self._packed(Names()[name])
)
""",
)

coded.add(
    "visible_corr2d",
    """
def corr2d(X, K):
    if K.shape == (2, 2):
        return np.array([[4.0, -1, 2], [1, 6, 1]])
    return np.array([[1.0, 4], [6, 1], [4, 5]])
""",
    outcomes={"test_corr2d": "wrong_shape"},
)
coded.add(
    "visible_loss",
    """
def l2_loss(result, reference): return 17.0
def l2_loss_backward(result, reference): return np.array([[-4.0, 6], [0, -4]])
""",
    outcomes={"test_l2_loss": "wrong_values"},
)

stolen.add(
    "overwrites_arguments",
    """
def corr2d(X, K):
    X[:] = 0
    K[:] = 0
    return np.zeros((X.shape[0] - K.shape[0] + 1, X.shape[1] - K.shape[1] + 1))
def l2_loss(result, reference):
    result[:] = reference
    return 0.0
""",
    outcomes={"test_corr2d": "wrong_values", "test_l2_loss": "wrong_values"},
)
stolen.add(
    "returns_its_arguments",
    """
def corr2d(X, K): return X
def l2_loss_backward(result, reference): return result
def corr2d_backward(dY, X, K): return X, K
def two_kernels_backward(X, K1, K2, reference): return X, K1, K2
def two_kernels_forward(X, K1, K2): return K1, reference if "reference" in globals() else K2
""",
)
stolen.add(
    "answers_from_arguments",
    cell(
        """
seen = []
def l2_loss(result, reference):
    seen.append(result.copy())
    return 0.0
def corr2d_backward(dY, X, K):
    seen.extend([X.copy(), dY.copy(), dY / 2])
    return X, K
""",
        "l2_loss",
    ),
    cell("", "test_l2_loss"),
    cell("", "corr2d_backward"),
    cell("", "test_corr2d_backward_dX"),
    cell("result1 = next((a for a in seen if a.shape == (3, 3)), None)", "result1"),
    cell("result2 = next((a for a in seen if a.shape == (2, 2)), None)", "result2"),
    cell("hand_gradients = dict(zip(('loss', 'dK1', 'dK2', 'dX'), seen))", "hand_gradients"),
)

names.add(
    "names_of_the_tests",
    """
class Everything:
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return 100.0
    def mark(self, *a): return 100.0
two_kernels = questions = np = AnswerError = Outcome = Mark = reference = Everything()
__builtins__ = {"abs": lambda x: 0}
__name__ = "helpers.questions"
print = float = isinstance = callable = lambda *a: 100.0
__import__ = lambda *a, **k: Everything()
corr2d = two_kernels
""",
)
names.add(
    "names_of_grade_ids",
    """
test_corr2d = test_result1 = 4.0
two_kernels_forward_result1 = points = score = max_score = 100.0
raise SystemExit(100)
""",
)
names.add("a_right_answer_counts", RIGHT_RESULT1, earned={"test_result1": 2.0})
