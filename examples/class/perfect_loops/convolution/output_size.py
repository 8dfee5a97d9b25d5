def output_size(i, k, p, s):
    size = 0
    start = -p
    while start + k <= i + p:
        size += 1
        start += s
    return size
