def avg_pool2d(X, size, stride):
    height = (X.shape[0] - size) // stride + 1
    width = (X.shape[1] - size) // stride + 1
    Y = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            for a in range(size):
                for b in range(size):
                    Y[i, j] += X[i * stride + a, j * stride + b]
            Y[i, j] /= size * size
    return Y
