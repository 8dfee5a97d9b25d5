def max_pool2d(X, size, stride):
    height = (X.shape[0] - size) // stride + 1
    width = (X.shape[1] - size) // stride + 1
    Y = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            best = 0
            for a in range(size):
                for b in range(size):
                    if X[i * stride + a, j * stride + b] > best:
                        best = X[i * stride + a, j * stride + b]
            Y[i, j] = best
    return Y
