def corr2d_backward(dY, X, K):
    h, w = K.shape
    padded = np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    return corr2d(padded, K), corr2d(X, dY)
