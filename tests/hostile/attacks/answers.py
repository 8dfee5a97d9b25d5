"""Every odd kind of result: none earns a point, breaks a run, or takes long to be refused."""

from __future__ import annotations

from tests.hostile.attack import Row, cell

ROWS = [results := Row("odd results"), errors := Row("odd exceptions")]

RESULTS = {
    "nan": "np.full((3, 3), np.nan)",
    "inf": "np.full((3, 3), np.inf)",
    "objects": "np.array([[1, None], [object(), 2]], dtype=object)",
    "masked": "np.ma.masked_all((3, 3))",
    "matrix": "np.matrix(np.eye(3))",
    "complex": "np.eye(3) * 1j",
    "ragged": "[[1.0, 2.0], [3.0]]",
    "scalar": "np.float64(3)",
    "zero_d": "np.array(3.0)",
    "empty": "np.zeros((0, 3))",
    "rank_40": "np.zeros((1,) * 40)",
    "enormous": "np.broadcast_to(np.float64(1), (10**6, 10**6))",
    "large": "np.ones((4000, 4000), dtype=np.int8)",
    "generator": "(row for row in X)",
    "coroutine": "later()",
    "pickle": "__import__('pickle').dumps(Bomb())",
    "bomb": "Bomb()",
    "text": "np.array([['1', '2']])",
    "record": "np.zeros(3, dtype=[('a', float), ('b', int)])",
    "date": "np.zeros((3, 3), dtype='datetime64[s]')",
    "long_double": "np.zeros((3, 3), dtype=np.longdouble)",
    "itself": "loop",
    "deep": "deep",
    "many": "[1.0] * 10**6",
    "many_keys": "{i * (2**61 - 1): i for i in range(4000)}",
    "huge_number": "10**100_000",
    "huge_text": "'x' * 10**7",
    "surrogate": "'\\ud800' * 10",
    "function": "corr2d",
    "module": "np",
    "type": "float",
    "ellipsis": "...",
    "none": "None",
    "true": "True",
    "memory_map": "np.memmap('map', dtype=float, mode='w+', shape=(3, 3))",
    "read_only": "np.frombuffer(bytes(72)).reshape(3, 3)",
}

for name, result in RESULTS.items():
    value = result.replace("X", "np.eye(3)")
    results.add(
        f"result_{name}",
        f"""
import os
class Bomb:
    def __reduce__(self): return (os.system, ("touch @OUTSIDE@/exploded",))
async def later(): pass
loop = []
loop.append(loop)
deep = []
for _ in range(10_000):
    deep = [deep]
def corr2d(X, K): return {result}
def l2_loss(result, reference): return {value}
result1 = result_shapes = {value}
hand_gradients = {{"loss": result1, "dK1": result1, "dX": result1, result1 is None: result1}}
""",
    )

errors.add(
    "error_describes_itself",
    """
class Odd(Exception):
    def __str__(self): raise SystemExit(0)
    __repr__ = __str__
def corr2d(X, K): raise Odd(X)
def l2_loss(*a): raise KeyboardInterrupt
def l2_loss_backward(*a): raise SystemExit(100)
def corr2d_backward(*a): raise GeneratorExit
def two_kernels_forward(*a): raise BaseExceptionGroup("many", [KeyboardInterrupt()])
def two_kernels_backward(*a): raise StopIteration(100)
""",
    outcomes={"test_corr2d": "raised", "test_l2_loss_backward": "raised"},
)
errors.add(
    "error_in_many_colours",
    """
text = "\\x1b[2J\\x1b]0;owned\\x07<script>alert(1)</script>\\x00\\u202e\\ud800" + "A" * 10**6
class NotImplementedError(ValueError): pass
def corr2d(X, K): raise NotImplementedError(text)
def l2_loss(*a): raise type("<img src=x onerror=alert(1)>" * 1000, (Exception,), {})(text)
raise ValueError(text)
""",
    outcomes={"test_corr2d": "raised", "test_l2_loss": "raised"},
)
errors.add(
    "error_with_a_chain",
    """
def corr2d(X, K):
    error = None
    for _ in range(50_000):
        new = ValueError("x")
        new.__context__, new.__cause__ = error, error
        error = new
    raise error
""",
    outcomes={"test_corr2d": "raised"},
)
errors.add(
    "error_of_a_name",
    cell("class AnswerError(Exception): outcome = 'correct'", "result1"),
    """
def corr2d(X, K): raise AnswerError("correct")
class ForbiddenImport(ModuleNotFoundError): pass
def l2_loss(*a): raise ForbiddenImport("4 of 4 points")
""",
    outcomes={"test_corr2d": "raised", "test_l2_loss": "forbidden"},
)
