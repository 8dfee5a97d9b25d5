from numpy.lib.stride_tricks import sliding_window_view


def corr2d_backward(dY, X, K):
    h, w = K.shape
    padded = np.pad(dY, ((h - 1, h - 1), (w - 1, w - 1)))
    dX = np.einsum("ijab,ab->ij", sliding_window_view(padded, (h, w)), K[::-1, ::-1])
    dK = np.einsum("abij,ij->ab", sliding_window_view(X, dY.shape), dY)
    return dX, dK
