def max_pool2d_backward(dY, X, size, stride):
    dX = np.zeros(X.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            row, column = i * stride, j * stride
            for a in range(size):
                for b in range(size):
                    if X[i * stride + a, j * stride + b] > X[row, column]:
                        row, column = i * stride + a, j * stride + b
            dX[row, column] = dY[i, j]
    return dX
