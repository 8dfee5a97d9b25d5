from numpy.lib.stride_tricks import sliding_window_view


def avg_pool2d(X, size, stride):
    return sliding_window_view(X, (size, size))[::stride, ::stride].mean(axis=(2, 3))
