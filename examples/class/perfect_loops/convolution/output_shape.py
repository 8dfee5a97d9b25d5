output_shape = (3, 3)
