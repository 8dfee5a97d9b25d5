def corr2d_backward(dY, X, K):
    h, w = K.shape
    dX = np.zeros(X.shape)
    dK = np.zeros(K.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] = dY[i, j] * K
            dK += dY[i, j] * X[i : i + h, j : j + w]
    return dX, dK
