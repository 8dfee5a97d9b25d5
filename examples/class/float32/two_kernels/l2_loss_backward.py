def l2_loss_backward(result, reference):
    return np.float32(2) * (np.float32(result) - np.float32(reference))
