def lp_pool2d(X, p, size, stride):
    height = (X.shape[0] - size) // stride + 1
    width = (X.shape[1] - size) // stride + 1
    Y = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            largest = 0.0
            for a in range(size):
                for b in range(size):
                    largest = max(largest, abs(X[i * stride + a, j * stride + b]))
            if largest == 0 or p == float("inf"):
                Y[i, j] = largest
                continue
            # divided by the largest first: a large power would overflow
            total = 0.0
            for a in range(size):
                for b in range(size):
                    total += (abs(X[i * stride + a, j * stride + b]) / largest) ** p
            Y[i, j] = largest * (total / size**2) ** (1 / p)
    return Y
