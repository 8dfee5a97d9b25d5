def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros(X.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            best, row, column = 0, i * stride, j * stride
            for a in range(size):
                for b in range(size):
                    if X[i * stride + a, j * stride + b] > best:
                        row, column = i * stride + a, j * stride + b
                        best = X[row, column]
            dX[row, column] += dY[i, j]
    return dX
