from numpy.lib.stride_tricks import sliding_window_view


def lp_pool2d(X, p, size, stride):
    windows = np.abs(sliding_window_view(X, (size, size))[::stride, ::stride])
    largest = windows.max(axis=(2, 3))
    if np.isinf(p):
        return largest
    scale = np.where(largest == 0, 1, largest)
    powers = (windows / scale[:, :, None, None]) ** p
    return scale * powers.sum(axis=(2, 3)) ** (1 / p)
