output_size_formula = "floor((I + 2P - K + S) / S)"
