"""The mistakes students make, one module per operation: a wrong answer, what it is, a question."""

from helpers.questions.misconceptions.chain import (
    TWO_KERNELS_BACKWARD,
    TWO_KERNELS_BACKWARD_CALLS,
    TWO_KERNELS_FORWARD,
)
from helpers.questions.misconceptions.corr2d import CORR2D
from helpers.questions.misconceptions.corr2d_backward import (
    CORR2D_BACKWARD_CALLS,
    CORR2D_BACKWARD_DK,
    CORR2D_BACKWARD_DX,
    CORR2D_INPUT_GRADIENT,
)
from helpers.questions.misconceptions.loss import L2_LOSS, L2_LOSS_BACKWARD
from helpers.questions.misconceptions.output_size import (
    OUTPUT_SIZE,
    OUTPUT_SIZE_FORMULA,
    OUTPUT_SIZE_FORMULA_PAIRS,
)
from helpers.questions.misconceptions.pool_backward import (
    AVG_POOL2D_BACKWARD,
    LP_POOL2D_BACKWARD,
    LP_POOL2D_BACKWARD_CALLS,
    MAX_POOL2D_BACKWARD,
)
from helpers.questions.misconceptions.pool_forward import AVG_POOL2D, LP_POOL2D, MAX_POOL2D
from helpers.questions.misconceptions.tables import (
    CENTRE_35,
    DE_DA_FORMULA,
    mistakes_in_C,
    mistakes_in_dE_dA,
)
from helpers.questions.misconceptions.values import MODULES, P_FOR_MAX

__all__ = [
    "AVG_POOL2D",
    "AVG_POOL2D_BACKWARD",
    "CENTRE_35",
    "CORR2D",
    "CORR2D_BACKWARD_CALLS",
    "CORR2D_BACKWARD_DK",
    "CORR2D_BACKWARD_DX",
    "CORR2D_INPUT_GRADIENT",
    "DE_DA_FORMULA",
    "L2_LOSS",
    "L2_LOSS_BACKWARD",
    "LP_POOL2D",
    "LP_POOL2D_BACKWARD",
    "LP_POOL2D_BACKWARD_CALLS",
    "MAX_POOL2D",
    "MAX_POOL2D_BACKWARD",
    "MODULES",
    "OUTPUT_SIZE",
    "OUTPUT_SIZE_FORMULA",
    "OUTPUT_SIZE_FORMULA_PAIRS",
    "P_FOR_MAX",
    "TWO_KERNELS_BACKWARD",
    "TWO_KERNELS_BACKWARD_CALLS",
    "TWO_KERNELS_FORWARD",
    "mistakes_in_C",
    "mistakes_in_dE_dA",
]
