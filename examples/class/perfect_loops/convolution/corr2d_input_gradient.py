def corr2d_input_gradient(dY, K):
    dX = np.zeros((dY.shape[0] + K.shape[0] - 1, dY.shape[1] + K.shape[1] - 1))
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            for a in range(K.shape[0]):
                for b in range(K.shape[1]):
                    dX[i + a, j + b] += dY[i, j] * K[a, b]
    return dX
