"""The L2 loss of the assignment: a sum of squares, not their mean."""

from helpers.reference.arguments import Matrix, as_matrix, as_shaped


def l2_loss(result: Matrix, reference: Matrix) -> float:
    """Sum the squared differences of result and reference.

    Shapes: result (H, W), reference (H, W) -> float
    Raises: ValueError when an argument is no matrix or the two shapes differ.
    Source: SDM5013 Assignment 2, 1.1 (3); torch.nn.MSELoss(reduction="sum").
    """
    difference = _difference("l2_loss", result, reference)
    return float((difference * difference).sum())


def l2_loss_backward(result: Matrix, reference: Matrix) -> Matrix:
    """Return the gradient of l2_loss with respect to result; the loss is the end, so no dY.

    Shapes: result (H, W), reference (H, W) -> dresult (H, W)
    Raises: ValueError as l2_loss does.
    Source: SDM5013 Assignment 2, 1.2.
    """
    return 2 * _difference("l2_loss_backward", result, reference)


def _difference(where: str, result: Matrix, reference: Matrix) -> Matrix:
    result = as_matrix(where, "result", result)
    return result - as_shaped(where, "reference", reference, result.shape, "result")
