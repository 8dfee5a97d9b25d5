modules = {"max": "MaxPool2d", "average": "AvgPool2d", "lp": "LPPool2d"}
