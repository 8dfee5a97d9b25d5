def corr2d_backward(dY, X, K):
    h, w = K.shape
    padded = np.pad(np.float32(dY), ((h - 1, h - 1), (w - 1, w - 1)))
    return corr2d(padded, K[::-1, ::-1]), corr2d(X, dY)
