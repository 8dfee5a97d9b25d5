"""output_shape, output_size and output_size_formula."""

from tests.diagnosis.independent import right, unknown, wrong

ANSWERS = [
    wrong("output_size.no-floor", "output_size")("""
def output_size(i, k, p, s):
    return (i - k + 2 * p) / s + 1
"""),
    wrong("output_size.no-floor", "output_size")("""
import numpy as np

def output_size(i, k, p, s):
    travel = i + p + p - k
    return np.divide(travel, s) + 1
"""),
    wrong("output_size.no-floor", "output_size")("""
def output_size(i, k, p, s):
    # 公式直接写
    return float(i + 2*p - k + s) / float(s)
"""),
    wrong("output_size.rounds-up", "output_size")("""
import math

def output_size(i, k, p, s):
    return math.ceil((i - k + 2 * p) / s) + 1
"""),
    wrong("output_size.rounds-up", "output_size")("""
def output_size(i, k, p, s):
    return -(-(i + 2 * p - k) // s) + 1
"""),
    wrong("output_size.rounds-up", "output_size")("""
import numpy as np

def output_size(i, k, p, s):
    span = i + 2 * p - k
    stops, rest = divmod(span, s)
    if rest > 0:
        stops = stops + 1
    return int(np.int64(stops)) + 1
"""),
    wrong("output_size.rounds-nearest", "output_size")("""
def output_size(i, k, p, s):
    return round((i - k + 2*p) / s) + 1
"""),
    wrong("output_size.rounds-nearest", "output_size")("""
import numpy as np

def output_size(i, k, p, s):
    return int(np.rint((i + 2 * p - k) / s) + 1)
"""),
    wrong("output_size.rounds-nearest", "output_size")("""
def output_size(i, k, p, s):
    # round half up
    return int((i - k + 2 * p) / s + 0.5) + 1
"""),
    wrong("output_size.pads-once", "output_size")("""
def output_size(i, k, p, s):
    return (i - k + p) // s + 1
"""),
    wrong("output_size.pads-once", "output_size")("""
def output_size(i, k, p, s):
    line = i + p
    return len(range(0, line - k + 1, s))
"""),
    wrong("output_size.missing-plus-one", "output_size")("""
def output_size(i, k, p, s):
    return (i + 2 * p - k) // s
"""),
    wrong("output_size.missing-plus-one", "output_size")("""
from math import floor

def output_size(i, k, p, s):
    padded = i + 2 * p
    steps = (padded - k) / s
    return floor(steps)
"""),
    wrong("output_size.missing-plus-one", "output_size")("""
def output_size(i, k, p, s):
    count, start = 0, 0
    while start + s + k <= i + 2 * p:
        start += s
        count += 1
    return count
"""),
    wrong("output_size.adds-one-inside", "output_size")("""
def output_size(i, k, p, s):
    return (i - k + 2 * p + 1) // s
"""),
    wrong("output_size.adds-one-inside", "output_size")("""
import numpy as np

def output_size(i, k, p, s):
    return int(np.floor((i + 2*p - k + 1) / s))
"""),
    wrong("output_size.forgets-padding", "output_size")("""
def output_size(i, k, p, s):
    return (i - k) // s + 1
"""),
    wrong("output_size.forgets-padding", "output_size")("""
def output_size(i, k, p, s):
    positions = [start for start in range(0, i, s) if start + k <= i]
    return len(positions)
"""),
    wrong("output_size.forgets-stride", "output_size")("""
def output_size(i, k, p, s):
    return i - k + 2 * p + 1
"""),
    wrong("output_size.forgets-stride", "output_size")("""
def output_size(i, k, p, s):
    n = 0
    first = -p
    while first + k <= i + p:
        n += 1
        first += 1
    return n
"""),
    wrong("output_size.no-floor", "output_size_formula")('output_size_formula = "(I-K+2*P)/S + 1"'),
    wrong("output_size.no-floor", "output_size_formula")(
        'output_size_formula = "(I + 2*P - K + S) / S"'
    ),
    wrong("output_size.rounds-up", "output_size_formula")(
        'output_size_formula = "ceil((I - K + 2*P)/S) + 1"'
    ),
    wrong("output_size.rounds-up", "output_size_formula")(
        "output_size_formula = '-((K - I - 2*P)//S) + 1'"
    ),
    wrong("output_size.rounds-nearest", "output_size_formula")(
        'output_size_formula = "floor((I - K + 2*P)/S + 1/2) + 1"'
    ),
    wrong("output_size.rounds-nearest", "output_size_formula")(
        'output_size_formula = "(2*(I - K + 2*P) + S)//(2*S) + 1"'
    ),
    wrong("output_size.pads-once", "output_size_formula")(
        'output_size_formula = "floor((I - K + P)/S) + 1"'
    ),
    wrong("output_size.pads-once", "output_size_formula")(
        'output_size_formula = "(P + I - K + S) // S"'
    ),
    wrong("output_size.missing-plus-one", "output_size_formula")(
        'output_size_formula = "floor((I - K + 2*P)/S)"'
    ),
    wrong("output_size.missing-plus-one", "output_size_formula")(
        'output_size_formula = "(I+P+P-K)//S"'
    ),
    wrong("output_size.adds-one-inside", "output_size_formula")(
        'output_size_formula = "floor((I - K + 2*P + 1)/S)"'
    ),
    wrong("output_size.adds-one-inside", "output_size_formula")(
        'output_size_formula = "(1 + I + 2*P - K)//S"'
    ),
    wrong("output_size.forgets-padding", "output_size_formula")(
        'output_size_formula = "floor((I - K)/S) + 1"'
    ),
    wrong("output_size.forgets-padding", "output_size_formula")(
        'output_size_formula = "1 + (I-K)//S"'
    ),
    wrong("output_size.forgets-stride", "output_size_formula")(
        'output_size_formula = "I - K + 2*P + 1"'
    ),
    wrong("output_size.forgets-stride", "output_size_formula")(
        'output_size_formula = "floor(I + P + P - (K - 1))"'
    ),
    right("output_shape")("output_shape = (3, 3)"),
    right("output_shape")("import numpy as np\noutput_shape = np.zeros((5 - 3 + 1,) * 2).shape"),
    right("output_shape")("output_shape = [3, 3]"),
    unknown("output_shape")("output_shape = (3, 4)"),
    right("output_size")("""
def output_size(i, k, p, s):
    return (i - k + 2 * p) // s + 1
"""),
    right("output_size")("""
def output_size(i, k, p, s):
    # 数一数有几个位置
    return len(range(-p, i + p - k + 1, s))
"""),
    right("output_size")("""
import math

def output_size(i, k, p, s):
    # ceil, but with one pixel more inside: the same number
    return math.ceil((i + 2 * p - k + 1) / s)
"""),
    right("output_size")("""
def output_size(i, k, p, s):
    room = i + 2 * p
    def stops(start):
        return 0 if start + k > room else 1 + stops(start + s)
    return stops(0)
"""),
    right("output_size")("""
import numpy as np

def output_size(i, k, p, s):
    return np.int64(np.floor((i - k + 2 * p) / s) + 1)
"""),
    right("output_size_formula")('output_size_formula = "(I+2*P-K)//S+1"'),
    right("output_size_formula")('output_size_formula = "floor((I - K + 2*P)/S) + 1"'),
    right("output_size_formula")('output_size_formula = "floor((I - K + P + P + S) / S)"'),
    right("output_size_formula")('output_size_formula = "ceil((I + 2*P - K + 1)/S)"'),
    right("output_size_formula")("output_size_formula = '1-(K-I-2*P+S-1)//S'"),
    unknown("output_size")("""
def output_size(i, k, p, s):
    return (i - k + 2 * p) // s + 2
"""),
    unknown("output_size")("""
def output_size(i, k, p, s):
    return (i - k * s + 2 * p) // (k + s)
"""),
    unknown("output_size_formula")('output_size_formula = "floor((I + K + 2*P)/S) + 1"'),
]
