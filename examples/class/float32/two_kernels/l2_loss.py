def l2_loss(result, reference):
    return np.square(np.float32(result) - np.float32(reference)).sum()
