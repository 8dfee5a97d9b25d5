from numpy.lib.stride_tricks import sliding_window_view


def max_pool2d(X, size, stride):
    return sliding_window_view(X, (size, size))[::stride, ::stride].max(axis=(2, 3))
