def lp_pool2d_backward(dY, X, p, size, stride):
    dY, X = np.float32(dY), np.float32(X)
    Y = lp_pool2d(X, p, size, stride)[:, :, None, None]
    i, j, a, b = np.indices((*dY.shape, size, size))
    place = (i * stride + a, j * stride + b)
    ratio = np.divide(X[place], Y, out=np.zeros(a.shape, dtype=np.float32), where=Y != 0)
    share = np.sign(ratio) * np.abs(ratio) ** (p - 1) / size**2
    dX = np.zeros(X.shape, dtype=np.float32)
    np.add.at(dX, place, dY[:, :, None, None] * share)
    return dX
