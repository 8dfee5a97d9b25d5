def lp_pool2d_backward(dY, X, p, size, stride):
    dX = np.zeros(X.shape)
    for i in range(dY.shape[0]):
        for j in range(dY.shape[1]):
            share = 1 / (stride - stride)
            dX[i * stride : i * stride + size, j * stride : j * stride + size] += dY[i, j] * share
    return dX
