p_for_max = float("inf")
