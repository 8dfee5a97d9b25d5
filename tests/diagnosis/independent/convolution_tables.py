"""C, dE_dA_formula and dE_dA."""

from tests.diagnosis.independent import right, unknown, wrong

ANSWERS = [
    wrong("C.flips-kernel", "C")("""
import numpy as np
A = np.array([[4, 5, 2, 2, 1], [3, 3, 2, 2, 4], [4, 3, 4, 1, 1], [5, 1, 4, 1, 2], [5, 1, 3, 1, 4]])
B = np.array([[4, 3, 3], [5, 5, 5], [2, 4, 3]])
C = np.zeros((3, 3))
for i in range(3):
    for j in range(3):
        C[i, j] = np.sum(A[i:i+3, j:j+3] * np.flip(B))
"""),
    # Typed in from paper.
    wrong("C.flips-kernel", "C")("""
import numpy as np
C = np.array([[113, 87, 75], [114, 80, 75], [112, 73, 81]])
"""),
    right("C")("""
import numpy as np
C = np.array([[109, 92, 72], [108, 85, 74], [110, 74, 79]])
"""),
    right("C")("C = [[109, 92, 72.0], [108, 85, 74], [110, 74, 79]]"),
    right("C")("""
import numpy as np
A = np.array([[4, 5, 2, 2, 1], [3, 3, 2, 2, 4], [4, 3, 4, 1, 1], [5, 1, 4, 1, 2], [5, 1, 3, 1, 4]])
B = np.float32([[4, 3, 3], [5, 5, 5], [2, 4, 3]])
C = np.einsum("ijab,ab->ij", np.lib.stride_tricks.sliding_window_view(A, (3, 3)), B)
"""),
    unknown("C")("""
import numpy as np
C = np.array([[109, 92, 72], [108, 58, 74], [110, 74, 79]])
"""),
    unknown("C")("""
import numpy as np
C = np.array([[34.0] * 3] * 3)
"""),
    # The stamps laid over each other, the last one on top.
    wrong("dE_dA.copies-B", "dE_dA")("""
import numpy as np
B = np.array([[4, 3, 3], [5, 5, 5], [2, 4, 3]])
dE_dA = np.zeros((5, 5))
for i in range(3):
    for j in range(3):
        dE_dA[i:i+3, j:j+3] = B
"""),
    # The same by hand.
    wrong("dE_dA.copies-B", "dE_dA")("""
dE_dA = [[4, 4, 4, 3, 3],
         [4, 4, 4, 3, 3],
         [4, 4, 4, 3, 3],
         [5, 5, 5, 5, 5],
         [2, 2, 2, 4, 3]]
"""),
    # B laid in the middle once.
    wrong("dE_dA.copies-B", "dE_dA")("""
import numpy as np
B = np.array([[4.0, 3, 3], [5, 5, 5], [2, 4, 3]])
dE_dA = np.pad(B, 1)
"""),
    wrong("dE_dA.counts-windows", "dE_dA")("""
import numpy as np
dE_dA = np.array([[1, 2, 3, 2, 1], [2, 4, 6, 4, 2], [3, 6, 9, 6, 3], [2, 4, 6, 4, 2],
                  [1, 2, 3, 2, 1]])
"""),
    wrong("dE_dA.counts-windows", "dE_dA")("""
import numpy as np
dE_dA = np.zeros((5, 5))
for i in range(3):
    for j in range(3):
        dE_dA[i:i+3, j:j+3] += 1   # 每个窗口算一次
"""),
    wrong("dE_dA.centre-35", "dE_dA")("""
import numpy as np
dE_dA = np.array([[4, 7, 10, 6, 3], [9, 17, 25, 16, 8], [11, 23, 35, 23, 11], [7, 16, 24, 17, 8],
                  [2, 6, 9, 7, 3]])
"""),
    wrong("dE_dA.centre-35", "dE_dA")("""
dE_dA = [
    [4.0, 7.0, 10.0, 6.0, 3.0],
    [9.0, 17.0, 25.0, 16.0, 8.0],
    [11.0, 23.0, 35.0, 23.0, 11.0],
    [7.0, 16.0, 24.0, 17.0, 8.0],
    [2.0, 6.0, 9.0, 7.0, 3.0],
]
"""),
    wrong("dE_dA.unrotated-kernel", "dE_dA")("""
import numpy as np
B = np.array([[4, 3, 3], [5, 5, 5], [2, 4, 3]])
padded = np.pad(np.ones((3, 3)), 2)
dE_dA = np.array([[np.sum(padded[i:i+3, j:j+3] * B) for j in range(5)] for i in range(5)])
"""),
    wrong("dE_dA.unrotated-kernel", "dE_dA")("""
import numpy as np
dE_dA = np.array([[3, 7, 9, 6, 2], [8, 17, 24, 16, 7], [11, 23, 34, 23, 11], [8, 16, 25, 17, 9],
                  [3, 6, 10, 7, 4]])
"""),
    right("dE_dA")("""
import numpy as np
dE_dA = np.array([[4, 7, 10, 6, 3], [9, 17, 25, 16, 8], [11, 23, 34, 23, 11], [7, 16, 24, 17, 8],
                  [2, 6, 9, 7, 3]])
"""),
    right("dE_dA")("""
import numpy as np
B = [[4, 3, 3], [5, 5, 5], [2, 4, 3]]
bands = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1]])
dE_dA = bands.T @ np.array(B) @ bands
"""),
    unknown("dE_dA")("""
import numpy as np
dE_dA = np.array([[4, 7, 10, 6, 3], [9, 17, 25, 16, 8], [11, 32, 34, 23, 11], [7, 16, 24, 17, 8],
                  [2, 6, 9, 7, 3]])
"""),
    wrong("dE_dA.copies-B", "dE_dA_formula")("""
dE_dA_formula = [["B11", "B11", "B11", "B12", "B13"],
                 ["B11", "B11", "B11", "B12", "B13"],
                 ["B11", "B11", "B11", "B12", "B13"],
                 ["B21", "B21", "B21", "B22", "B23"],
                 ["B31", "B31", "B31", "B32", "B33"]]
"""),
    wrong("dE_dA.copies-B", "dE_dA_formula")("""
dE_dA_formula = [["0"] * 5 for _ in range(5)]
for r in range(1, 4):
    for c in range(1, 4):
        dE_dA_formula[r][c] = "B" + str(r) + str(c)
"""),
    wrong("dE_dA.counts-windows", "dE_dA_formula")("""
dE_dA_formula = [["1", "2", "3", "2", "1"],
                 ["2", "4", "6", "4", "2"],
                 ["3", "6", "9", "6", "3"],
                 ["2", "4", "6", "4", "2"],
                 ["1", "2", "3", "2", "1"]]
"""),
    wrong("dE_dA.unrotated-kernel", "dE_dA_formula")("""
top = ["B33", "B33+B32", "B33+B32+B31", "B32+B31", "B31"]
middle = [t.replace("B3", "B2") for t in top]
last = [t.replace("B3", "B1") for t in top]
rows = [[top], [top, middle], [top, middle, last], [middle, last], [last]]
dE_dA_formula = [["+".join(cells) for cells in zip(*row)] for row in rows]
"""),
    wrong("dE_dA.unrotated-kernel", "dE_dA_formula")("""
dE_dA_formula = []
for m in range(5):
    dE_dA_formula.append([])
    for n in range(5):
        terms = [f"B{3 - a}{3 - b}" for a in range(3) for b in range(3)
                 if 0 <= m - a < 3 and 0 <= n - b < 3]
        dE_dA_formula[m].append(" + ".join(terms))
"""),
    right("dE_dA_formula")("""
r1 = ["B11", "B11+B12", "B11+B12+B13", "B12+B13", "B13"]
r2 = [x.replace("B1", "B2") for x in r1]
r3 = [x.replace("B1", "B3") for x in r1]
dE_dA_formula = [r1,
                 [a + "+" + b for a, b in zip(r1, r2)],
                 [f"({a}) + ({b}) + ({c})" for a, b, c in zip(r1, r2, r3)],
                 [b + " + " + c for b, c in zip(r2, r3)],
                 r3]
"""),
    right("dE_dA_formula")("""
# every index pair (i, j) whose window holds the pixel, 倒着写
dE_dA_formula = [[" + ".join(f"B{m - i + 1}{n - j + 1}" for i in (2, 1, 0) for j in (2, 1, 0)
                             if 0 <= m - i <= 2 and 0 <= n - j <= 2)
                  for n in range(5)] for m in range(5)]
"""),
    unknown("dE_dA_formula")("""
dE_dA_formula = [[f"B{min(m, 2) + 1}{min(n, 2) + 1} + B33" for n in range(5)] for m in range(5)]
"""),
]
