"""The numbers worked out by hand: two_kernels and pooling."""

from tests.diagnosis.independent import right, unknown, wrong

ANSWERS = [
    right("result_shapes")("result_shapes = ((3, 3), (2, 2))"),
    right("result_shapes")("result_shapes = [[3, 3], [2, 2]]"),
    unknown("result_shapes")("result_shapes = ((3, 3), (3, 2))"),
    right("result1")("""
import numpy as np
result1 = np.array([[0, 1, 1], [-1, 0, 1], [-1, -1, 0]])
"""),
    right("result1", needs=("corr2d",))("""
import numpy as np
result1 = corr2d(np.eye(5), np.outer([1, 1, 1], [1, 0, -1]))
"""),
    right("result1")("result1 = [[0, 1, 1], [-1, 0, 1], [-1, -1, 0]]"),
    unknown("result1")("""
import numpy as np
result1 = np.array([[0, 1, 1], [-1, 1, 1], [-1, -1, 0.0]])
"""),
    right("result2")("""
import numpy as np
result2 = 2.0 * np.array([[0, 1], [-1, 0]])
"""),
    unknown("result2")("""
import numpy as np
result2 = np.array([[0.0, 2], [-2, 1]])
"""),
    right("hand_gradients")("""
import numpy as np
hand_gradients = {
    "loss": 8,
    "dK1": np.array([[0, -8, 0], [8, 0, -8], [0, 8, 0]]),
    "dK2": np.array([[8, 4], [4, 8]]),
    "dX": np.array([[0, 4, 0, -4, 0], [-4, 4, 8, -4, -4], [-4, 0, 8, 0, -4],
                    [-4, -4, 8, 4, -4], [0, -4, 0, 4, 0]]),
}
"""),
    right("hand_gradients")("""
hand_gradients = dict(
    loss=8.0,
    dK1=[[0, -8, 0], [8, 0, -8], [0, 8, 0]],
    dK2=[[8, 4], [4, 8]],
    dX=[[0, 4, 0, -4, 0], [-4, 4, 8, -4, -4], [-4, 0, 8, 0, -4], [-4, -4, 8, 4, -4],
        [0, -4, 0, 4, 0]],
)
"""),
    right("hand_gradients", needs=("l2_loss", "two_kernels_forward", "two_kernels_backward"))("""
import numpy as np
INPUT, K2, zero = np.eye(5), np.eye(2), np.zeros((2, 2))
K1 = np.array([[1.0, 0, -1]] * 3)
loss = l2_loss(two_kernels_forward(INPUT, K1, K2)[1], zero)
dX, dK1, dK2 = two_kernels_backward(INPUT, K1, K2, zero)
hand_gradients = {"loss": np.float64(loss), "dK1": dK1, "dK2": dK2, "dX": dX}
"""),
    unknown("hand_gradients", "loss")("""
import numpy as np
hand_gradients = {
    "loss": 12,
    "dK1": np.array([[0, -8, 0], [8, 0, -8], [0, 8, 0]]),
    "dK2": np.array([[8, 4], [4, 8]]),
    "dX": np.array([[0, 4, 0, -4, 0], [-4, 4, 8, -4, -4], [-4, 0, 8, 0, -4],
                    [-4, -4, 8, 4, -4], [0, -4, 0, 4, 0]]),
}
"""),
    wrong("modules.wrong-class", "modules")("""
modules = {"max": "torch.nn.MaxPool1d", "average": "torch.nn.AvgPool2d",
           "lp": "torch.nn.LPPool2d"}
"""),
    wrong("modules.wrong-class", "modules")("""
modules = dict(max="torch.nn.MaxPool2d", average="torch.nn.AdaptiveAvgPool2d",
               lp="torch.nn.LPPool2d")
"""),
    wrong("modules.wrong-class", "modules")("""
# 最大池化 / 平均池化 / LP 池化
names = ["MaxPool2d", "AvgPool2d", "LPPool1d"]
modules = {k: "torch.nn." + n for k, n in zip(("max", "average", "lp"), names)}
"""),
    right("modules")("""
modules = {"max": "torch.nn.MaxPool2d", "average": "torch.nn.AvgPool2d", "lp": "torch.nn.LPPool2d"}
"""),
    right("modules")("""
prefix = "torch.nn.modules.pooling."
modules = {"lp": prefix + "LPPool2d", "average": prefix + "AvgPool2d", "max": prefix + "MaxPool2d"}
"""),
    wrong("p_for_max.finite", "p_for_max")("p_for_max = 1000"),
    wrong("p_for_max.finite", "p_for_max")("p_for_max = 1e9"),
    wrong("p_for_max.finite", "p_for_max")("import sys\np_for_max = sys.maxsize"),
    wrong("p_for_max.finite", "p_for_max")(
        "import numpy as np\np_for_max = np.finfo(np.float64).max"
    ),
    right("p_for_max")("import numpy as np\np_for_max = np.inf"),
    right("p_for_max")('p_for_max = float("inf")'),
    right("p_for_max")("import math\np_for_max = math.inf"),
    right("p_for_max")("import numpy as np\np_for_max = np.array(np.inf)"),
    unknown("p_for_max")("p_for_max = -float('inf')"),
    right("p_for_average")("p_for_average = 1"),
    right("p_for_average")("import numpy as np\np_for_average = np.float64(1.0)"),
    unknown("p_for_average")("p_for_average = 2"),
    right("pooled_C")("""
import numpy as np
pooled_C = np.array([[109.0, 92], [110, 85]])
"""),
    right("pooled_C", needs=("max_pool2d",))("""
import numpy as np
pooled_C = max_pool2d(np.array([[109, 92, 72], [108, 85, 74], [110, 74, 79]]), 2, 1)
"""),
    right("pooled_C")("pooled_C = [[109, 92], [110, 85]]"),
    unknown("pooled_C")("""
import numpy as np
pooled_C = np.array([[109, 92], [110, 79]])
"""),
]
