def lp_pool2d(X, p, size, stride):
    height = (X.shape[0] - size) // stride + 1
    width = (X.shape[1] - size) // stride + 1
    Y = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            window = np.abs(X[i * stride : i * stride + size, j * stride : j * stride + size])
            plain = np.mean(window**p) ** (1 / p)  # warns when it overflows
            print("window", i, j, "without scaling:", plain)
            largest = window.max()
            if np.isinf(p) or largest == 0:
                Y[i, j] = largest
            else:
                Y[i, j] = largest * np.mean((window / largest) ** p) ** (1 / p)
    return Y
