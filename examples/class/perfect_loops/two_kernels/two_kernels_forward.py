def two_kernels_forward(X, K1, K2):
    result1 = corr2d(X, K1)
    return result1, corr2d(result1, K2)
