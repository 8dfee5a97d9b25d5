def corr2d_backward(dY, X, K):
    dK = corr2d(X, dY)
    dX = None  # how does the gradient get back to X?
    return dX, dK
