def two_kernels_backward(X, K1, K2, reference):
    result1, result2 = two_kernels_forward(X, K1, K2)
    dresult2 = l2_loss_backward(result2, reference)
    dresult1, dK2 = corr2d_backward(dresult2, result1, K2)
    dX, dK1 = corr2d_backward(dresult1, X, K1)
    return dX, dK1, dK2
