"""What the hidden cases are called."""

CASES = {
    "the sheet's input and kernel 1": "题目的输入与卷积核 1",
    "a square image and a square kernel": "方形图像与方形卷积核",
    "a tall image and a wide kernel": "高的图像与宽的卷积核",
    "a wide image and a tall kernel of quarters": "宽的图像与高的卷积核，元素为四分之一的倍数",
    "a kernel as large as the image": "与图像一样大的卷积核",
    "the sheet's numbers": "题目的数值",
    "a square image and square kernels": "方形图像与方形卷积核",
    "a rectangular image and two different kernels": "长方形图像与两个不同的卷积核",
    "quarters": "四分之一的倍数",
    "quarters, a tall image": "四分之一的倍数，高的图像",
    "a result and the sheet's reference": "某个结果与题目的参考值",
    "a reference that is not 0": "不为 0 的参考值",
    "the sheet's second kernel": "题目的第二个卷积核",
    "a 5 × 6 image, a 3 × 3 kernel": "5 × 6 的图像，3 × 3 的卷积核",
    "a 5 × 7 image, a 2 × 3 kernel": "5 × 7 的图像，2 × 3 的卷积核",
    "a 6 × 4 image of quarters, a 3 × 2 kernel": "6 × 4 的图像（四分之一的倍数），3 × 2 的卷积核",
    "a rectangular image, two different kernels, a reference that is not 0": (
        "长方形图像，两个不同的卷积核，不为 0 的参考值"
    ),
    "no padding, stride 1": "无填充，步幅 1",
    "padding 2, stride 1": "填充 2，步幅 1",
    "a kernel as wide as the image": "与图像一样宽的卷积核",
    "padding and a stride that divides evenly": "有填充，步幅恰好整除",
    "a stride of 2 that leaves a remainder": "步幅 2，除不尽",
    "padding and a stride of 2 that leaves a remainder": "有填充，步幅 2，除不尽",
    "a stride of 3 that leaves a third": "步幅 3，余三分之一步",
    "a stride longer than the kernel": "步幅大于卷积核",
    "a stride of 5 that leaves three fifths": "步幅 5，余五分之三步",
    "a photograph of 224 pixels": "224 像素的照片",
    "the sheet's kernel, an upstream of ones": "题目的卷积核，上游梯度全为 1",
    "a 3 × 4 upstream, a 3 × 3 kernel": "3 × 4 的上游梯度，3 × 3 的卷积核",
    "a 4 × 2 upstream, a 2 × 3 kernel": "4 × 2 的上游梯度，2 × 3 的卷积核",
    "a 2 × 5 upstream of quarters, a 3 × 1 kernel": (
        "2 × 5 的上游梯度（四分之一的倍数），3 × 1 的卷积核"
    ),
    "the sheet's C, size 2, stride 1": "题目的 C，窗口 2，步幅 1",
    "a 5 × 7 image, size 2, stride 2: a remainder both ways": (
        "5 × 7 的图像，窗口 2，步幅 2：两个方向都有剩余"
    ),
    "an 8 × 6 image, size 3, stride 2: overlap and remainder": (
        "8 × 6 的图像，窗口 3，步幅 2：有重叠，有剩余"
    ),
    "a 6 × 8 image, size 2, stride 3: gaps": "6 × 8 的图像，窗口 2，步幅 3：有间隙",
    "every entry negative": "元素全为负数",
    "p = 1 on the sheet's C, size 2, stride 1": "p = 1，题目的 C，窗口 2，步幅 1",
    "p = 2, a 5 × 7 image, size 2, stride 2": "p = 2，5 × 7 的图像，窗口 2，步幅 2",
    "p = 3 with negative entries, size 3, stride 2": "p = 3，有负数，窗口 3，步幅 2",
    "p = 1.5 with negative entries, size 2, stride 3": "p = 1.5，有负数，窗口 2，步幅 3",
    "p = 10 on the sheet's C": "p = 10，题目的 C",
    "p = 1000 on the sheet's C: C ** p overflows": "p = 1000，题目的 C：C ** p 会溢出",
    "p = 501 with negative entries, size 3, stride 2": "p = 501，有负数，窗口 3，步幅 2",
    "p = inf, the largest magnitude": "p = inf，最大的绝对值",
    "ties and overlapping windows": "并列最大，窗口重叠",
    "a negative 5 × 7 image, size 2, stride 2: a remainder": (
        "全为负数的 5 × 7 图像，窗口 2，步幅 2：有剩余"
    ),
    "a negative 8 × 6 image, size 3, stride 2, many ties": (
        "全为负数的 8 × 6 图像，窗口 3，步幅 2，并列很多"
    ),
    "a 5 × 6 image, size 3, stride 1, many overlaps": "5 × 6 的图像，窗口 3，步幅 1，重叠很多",
    "a negative 6 × 8 image, size 2, stride 3: gaps": (
        "全为负数的 6 × 8 图像，窗口 2，步幅 3：有间隙"
    ),
    "p = 2 on the sheet's C, overlapping windows": "p = 2，题目的 C，窗口重叠",
    "p = 1 on the sheet's C": "p = 1，题目的 C",
    "p = 3 with negative entries and a window of zeros": "p = 3，有负数，有全为零的窗口",
    "p = 2 with a window of zeros, stride 3": "p = 2，有全为零的窗口，步幅 3",
    "p = 4, size 3, stride 2, with a window of zeros": "p = 4，窗口 3，步幅 2，有全为零的窗口",
}
