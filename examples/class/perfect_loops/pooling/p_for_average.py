p_for_average = 1
