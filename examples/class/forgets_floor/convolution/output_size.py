def output_size(i, k, p, s):
    return (i - k + 2 * p) / s + 1
