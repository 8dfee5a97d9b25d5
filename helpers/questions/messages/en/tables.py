"""Sizes, tables and short answers.

Each id has what the student is told, and a question back.
"""

HINTS = {
    "output_size.no-floor": (
        "Where the stride does not divide evenly, the size comes out as a fraction of a pixel.",
        "What happens to the pixels left over when another step no longer fits?",
    ),
    "output_size.rounds-up": (
        "The size is rounded up, which counts a window that hangs over the edge.",
        "If the last step is too short for a whole stride, is there another window?",
    ),
    "output_size.rounds-nearest": (
        "The size is rounded to the nearest whole number, so a step that almost fits is counted.",
        "Can the window take three quarters of a step?",
    ),
    "output_size.pads-once": (
        "The padding is counted on one side only.",
        "With one pixel of padding, how much wider is the padded image?",
    ),
    "output_size.missing-plus-one": (
        "You counted the steps of the window, not its positions.",
        "How many fence posts does a fence need that has one section?",
    ),
    "output_size.adds-one-inside": (
        "The first position is added before the division by the stride, so it is divided too.",
        "With a kernel as wide as the image and a large stride, how many positions are there?",
    ),
    "output_size.forgets-padding": (
        "The padding plays no part in your size.",
        "Does the kernel fit at more places when the image gets a border?",
    ),
    "output_size.forgets-stride": (
        "The stride plays no part in your size.",
        "What becomes of the output when the window jumps over every other place?",
    ),
    "output_size.missing-brackets": (
        "Only the padding is divided by the stride: division comes before addition and "
        "subtraction.",
        "Which part of the formula is the distance that the window travels?",
    ),
    "output_size.forgets-kernel": (
        "The width of the kernel plays no part in your size.",
        "Can the left edge of the window reach the last pixel of the padded image?",
    ),
    "C.flips-kernel": (
        "This is a true convolution: B was rotated by 180°. The sheet means cross-correlation, "
        "with B as it is.",
        "Which entry of B lies on the top left entry of A when you start?",
    ),
    "C.transposes-kernel": (
        "Rows and columns of B are exchanged.",
        "Which three entries of B lie on the first row of A when you start?",
    ),
    "C.averages": (
        "The products are averaged; they should only be added.",
        "Where in the definition do you see a division?",
    ),
    "C.forgets-kernel": (
        "Each entry is the sum of its window of A; B gives the size but not the weights.",
        "Would your answer change if every entry of B were doubled?",
    ),
    "dE_dA.copies-B": (
        "The entries of B are placed in the table, but a pixel that lies in several windows "
        "should collect one from each.",
        "How many windows contain the pixel in the middle of A?",
    ),
    "dE_dA.unrotated-kernel": (
        "Each pixel collects the entries of B from the opposite corner: the kernel is the "
        "wrong way round.",
        "Which entry of B lies on the top left pixel of A, and in how many windows?",
    ),
    "dE_dA.transposed-kernel": (
        "Rows and columns of B are exchanged.",
        "Which entries of B pass over the second pixel of the first row of A?",
    ),
    "dE_dA.whole-kernel": (
        "Every pixel collects the whole of B. That is true only where all entries of B pass by.",
        "Can the centre of B ever lie on a pixel in the corner of A?",
    ),
    "dE_dA.counts-windows": (
        "You counted the windows that contain each pixel; each of them brings an entry of B along.",
        "By how much does an output change when a pixel under a large entry of B changes?",
    ),
    "dE_dA.counts-from-zero": (
        "Your indices count from zero, as NumPy does; the sheet counts from one.",
        "What does the sheet call the first entry of B?",
    ),
    "dE_dA.centre-35": (
        "One entry is off by a little, and in a way that a printed solution is known to be. "
        "The rest is right.",
        "What do you get when you add up all entries of B once more?",
    ),
    "dE_dA.gradient-of-B": (
        "This is the gradient with respect to the kernel; the question is about the image.",
        "Which of the two matrices has the shape that the answer must have?",
    ),
    "modules.wrong-class": (
        "This is not the class for that pooling of images.",
        "How many axes does the window of a picture have?",
    ),
    "modules.swaps-max-and-average": (
        "Maximum and average are exchanged.",
        "Which operation does the beginning of each class name abbreviate?",
    ),
    "modules.functional": (
        "These are functions; the question asks for the modules, which are classes.",
        "How do the names of Python classes usually begin?",
    ),
    "modules.module-path": (
        "The class is the right one, but its path does not exist in PyTorch.",
        "Have you tried to import it under this name?",
    ),
    "p_for_max.finite": (
        "A large number comes close to the maximum, but is not quite it.",
        "What happens to the small difference that remains as p keeps growing?",
    ),
    "p_for_max.average": (
        "With this p the pooling gives the average.",
        "Which entries of the window should matter more and more, and what must p do for that?",
    ),
    "p_for_max.minus-infinity": (
        "In this limit the smallest entry wins.",
        "Does a power with a negative exponent favour large numbers or small ones?",
    ),
}
