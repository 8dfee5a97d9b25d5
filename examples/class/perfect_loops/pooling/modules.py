modules = {
    "max": "nn.MaxPool2d",
    "average": "nn.AvgPool2d",
    "lp": "nn.LPPool2d",
}
