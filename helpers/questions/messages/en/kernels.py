"""Correlation, forward.

Each id has what the student is told, and a question back.
"""

HINTS = {
    "corr2d.flips-kernel": (
        "Your result is a true convolution: the kernel was rotated by 180° before sliding. "
        "Cross-correlation uses the kernel as it is.",
        "Which entry of K should meet the top left entry of a window?",
    ),
    "corr2d.flips-one-axis": (
        "The kernel seems to be turned upside down before it slides.",
        "When the kernel lies on a window, should its first row meet the window's first row?",
    ),
    "corr2d.transposes-kernel": (
        "The kernel seems to be transposed: its rows play the part of its columns.",
        "If K is wide and flat, what shape must the window under it have?",
    ),
    "corr2d.transposes-result": (
        "Each number is right but sits in the wrong place: rows and columns of the result are "
        "exchanged.",
        "When the kernel moves one step down, which index of the result should grow?",
    ),
    "corr2d.forgets-kernel": (
        "Each entry is the sum of its window; the kernel gives the size but not the weights.",
        "Would your result change if every entry of K were doubled?",
    ),
    "corr2d.normalises-by-sum": (
        "The result is divided by the sum of the kernel. That is a habit from image filters; "
        "cross-correlation does not normalise.",
        "What happens with an edge kernel, whose entries add up to nothing?",
    ),
    "corr2d.averages": (
        "The products are averaged; they should only be added.",
        "Does a kernel of ones compute the sum of a window or its mean?",
    ),
    "corr2d.same-padding": (
        "The image was padded with zeros so that the output keeps its size. Here the kernel "
        "stays inside the image.",
        "At how many places does the kernel fit entirely inside the image, along one axis?",
    ),
    "corr2d.full-padding": (
        "The kernel slides past the edges, so the output is larger than the image. Here it "
        "stays inside.",
        "Should a window that hangs over the edge of the image count?",
    ),
    "corr2d.one-short": (
        "The last row and the last column of the output are missing.",
        "If the kernel is as large as the image, at how many places does it fit?",
    ),
    "corr2d.one-short/last-zero": (
        "The output has the right size, but its last row and column were never filled in.",
        "What is the last value that your loop variable takes?",
    ),
    "corr2d.swaps-height-width": (
        "This works for square images and kernels only: height and width are exchanged.",
        "What does `X.shape` hold first, the number of rows or of columns?",
    ),
    "corr2d.matrix-product": (
        "The window and the kernel are multiplied as matrices. Cross-correlation multiplies "
        "entry by entry.",
        "What is the difference between `@` and `*` for two arrays of the same shape?",
    ),
    "corr2d.overwrites-sum": (
        "Only the last product of each window is kept; the earlier ones are overwritten.",
        "What happens to the first product when the loop reaches the second?",
    ),
    "corr2d.integer-output": (
        "The digits after the decimal point are lost: the result is kept in an integer array.",
        "Which dtype does the array have into which you write the sums?",
    ),
    "corr2d.mutates-input": (
        "Your function writes into the image or the kernel it was given.",
        "Is a slice of an array a copy, or a view of the same numbers?",
    ),
    "corr2d.flips-one-axis/mirrored": (
        "The kernel seems to be mirrored, left for right, before it slides.",
        "When the kernel lies on a window, should its first column meet the window's first column?",
    ),
    "two_kernels_forward.swaps-kernels": (
        "The second kernel was applied first. The final result does not show it, the one in "
        "between does.",
        "Which kernel touches the input?",
    ),
    "two_kernels_forward.swaps-results": (
        "The two results are returned in the opposite order.",
        "Which of the two results should be the smaller one?",
    ),
    "two_kernels_forward.skips-first": (
        "The second kernel was applied to the input, so the first kernel has no effect on the "
        "final result.",
        "What is the input of the second layer?",
    ),
}
