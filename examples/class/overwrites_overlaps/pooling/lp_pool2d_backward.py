def lp_pool2d_backward(dY, X, p, size, stride):
    Y = lp_pool2d(X, p, size, stride)
    dX = np.zeros(X.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            if Y[i, j] == 0:
                continue
            for a in range(size):
                for b in range(size):
                    x = X[i * stride + a, j * stride + b]
                    share = (abs(x) / Y[i, j]) ** (p - 1) * np.sign(x) / size**2
                    dX[i * stride + a, j * stride + b] = dY[i, j] * share
    return dX
