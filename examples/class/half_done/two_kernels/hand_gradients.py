hand_gradients = {
    "loss": 8,
    "dK1": None,
    "dK2": [[8, 4], [4, 8]],
    "dX": None,
}
