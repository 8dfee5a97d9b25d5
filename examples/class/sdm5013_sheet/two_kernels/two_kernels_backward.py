def two_kernels_backward(X, K1, K2, reference):
    result1, result2 = two_kernels_forward(X, K1, K2)
    dLoss_dResult2 = l2_loss_backward(result2, reference)
    dLoss_dResult1, dLoss_dKernel2 = corr2d_backward(dLoss_dResult2, result1, K2)
    dLoss_dINPUT, dLoss_dKernel1 = corr2d_backward(dLoss_dResult1, X, K1)
    return dLoss_dINPUT, dLoss_dKernel1, dLoss_dKernel2
