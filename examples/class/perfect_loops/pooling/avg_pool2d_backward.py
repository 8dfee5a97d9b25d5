def avg_pool2d_backward(dY, X, size, stride):
    dX = np.zeros(X.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            for a in range(size):
                for b in range(size):
                    dX[i * stride + a, j * stride + b] += dY[i, j] / (size * size)
    return dX
