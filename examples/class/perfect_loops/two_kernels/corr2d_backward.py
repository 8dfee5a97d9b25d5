def corr2d_backward(dY, X, K):
    dX = np.zeros(X.shape)
    dK = np.zeros(K.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            for a in range(K.shape[0]):
                for b in range(K.shape[1]):
                    dX[i + a, j + b] += dY[i, j] * K[a, b]
                    dK[a, b] += dY[i, j] * X[i + a, j + b]
    return dX, dK
