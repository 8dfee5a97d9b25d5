def corr2d_input_gradient(dY, K):
    h, w = K.shape
    dX = np.zeros((dY.shape[0] + h - 1, dY.shape[1] + w - 1))
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            dX[i : i + h, j : j + w] = dY[i, j] * K
    return dX
