def l2_loss(result, reference):
    total = 0.0
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            total += (result[i, j] - reference[i, j]) ** 2
    return total
