def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros(X.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            rows = slice(i * stride, i * stride + size)
            columns = slice(j * stride, j * stride + size)
            winners = X[rows, columns] == X[rows, columns].max()
            dX[rows, columns] += dY[i, j] * winners / winners.sum()
    return dX
