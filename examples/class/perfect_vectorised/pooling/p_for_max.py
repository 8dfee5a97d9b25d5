p_for_max = np.inf
