modules = {"max": "torch.nn.MaxPool2d", "average": "torch.nn.AvgPool2d", "lp": None}
