"""Pooling, forward and backward.

Each id has what the student is told, and a question back.
"""

HINTS = {
    "pool.stride-is-size": (
        "The window moves by its own size; the stride you were given plays no part.",
        "How far apart are two neighbouring windows when the stride is one?",
    ),
    "pool.stride-is-size/backward": (
        "On the way back the windows move by their own size; the stride plays no part.",
        "Which pixels did the second window hold on the way forward?",
    ),
    "pool.stride-only-in-size": (
        "The output has the size that the stride demands, but the windows themselves move one "
        "pixel at a time.",
        "At which row of the image does the second window begin?",
    ),
    "pool.stride-only-in-size/backward": (
        "On the way back the windows move one pixel at a time; the stride plays no part.",
        "At which row of the image did the second window begin on the way forward?",
    ),
    "pool.stride-down-only": (
        "The stride counts on the way down but not to the right.",
        "At which column of the image does the second window begin?",
    ),
    "pool.keeps-partial-window": (
        "A last window that hangs over the edge is counted; here it is dropped.",
        "Does the last window of your output hold as many pixels as the first?",
    ),
    "pool.stride-down-only/across": (
        "The stride counts on the way to the right but not down.",
        "At which row of the image does the second row of windows begin?",
    ),
    "max_pool2d.starts-at-zero": (
        "The search for the largest entry starts at zero, so a window of negative numbers "
        "yields zero.",
        "What is the largest of a few negative numbers?",
    ),
    "max_pool2d.absolute": (
        "The largest magnitude is taken; the sign is lost.",
        "Which is larger, a big negative number or a small positive one?",
    ),
    "max_pool2d.absolute/signed": (
        "The entry of the largest magnitude is taken, whatever its sign.",
        "Which is larger, a big negative number or a small positive one?",
    ),
    "max_pool2d.last-element": (
        "Each entry is the last pixel of its window, not the largest.",
        "What does your loop do when a pixel is smaller than the best so far?",
    ),
    "max_pool2d.position": (
        "Each entry says where the largest pixel is, not how large it is.",
        "What is the difference between `max` and `argmax`?",
    ),
    "avg_pool2d.sums": (
        "The entries of each window are summed, but not yet averaged.",
        "Should the average be larger than the largest pixel of the window?",
    ),
    "avg_pool2d.divides-by-size": (
        "The sum is divided by the side of the window; a window holds more pixels than that.",
        "How many pixels does a window of size two hold?",
    ),
    "avg_pool2d.integer": (
        "The digits after the decimal point are lost: the division, or the array for the "
        "result, is one of integers.",
        "What is the average of one and two, and what does your code say?",
    ),
    "avg_pool2d.median": (
        "This is the median of each window; the average weighs every pixel the same.",
        "If the largest pixel of a window doubles, does your result change?",
    ),
    "lp_pool2d.no-mean": (
        "The powers are summed. PyTorch does the same; here they are averaged over the window.",
        "Which p should turn LP pooling into the average, and does yours?",
    ),
    "lp_pool2d.no-root": (
        "The mean of the powers is right, but the root at the end is missing.",
        "If every pixel doubles, by how much should the result grow?",
    ),
    "lp_pool2d.signed-powers": (
        "The powers are taken of the signed entries, so negative ones cancel or have no root.",
        "What is the square root of the mean if one power is negative?",
    ),
    "lp_pool2d.integer-overflow": (
        "The powers are taken of integers. An integer array wraps around, without a word, when "
        "a number gets too large for it.",
        "Which dtype holds your powers, and what is the largest number it can hold?",
    ),
    "lp_pool2d.overflows-large-p": (
        "The formula is right, but for a large p the powers are too large for a float and "
        "become infinite.",
        "What could you divide the window by first, and multiply back at the end?",
    ),
    "max_pool2d_backward.all-ties": (
        "Where several pixels tie for the maximum, each gets the whole gradient; only one may.",
        "Can a window pass on more gradient than it received?",
    ),
    "max_pool2d_backward.splits-ties": (
        "Where several pixels tie for the maximum, the gradient is shared among them. That is "
        "a fair rule, but not the one asked for here.",
        "Which of the tied pixels does the question name as the winner?",
    ),
    "max_pool2d_backward.last-tie": (
        "Where several pixels tie for the maximum, the last of them gets the gradient.",
        "If your comparison also lets an equal pixel win, who holds the title at the end?",
    ),
    "max_pool2d_backward.assigns": (
        "A pixel that wins in several windows keeps only the last gradient; they should add.",
        "When the stride is smaller than the size, how many windows can one pixel win?",
    ),
    "max_pool2d_backward.window-coordinates": (
        "The position inside the window is used as a position in the image.",
        "Where in the image does the window itself begin?",
    ),
    "max_pool2d_backward.ignores-upstream": (
        "The winners are marked with ones; the upstream gradient plays no part.",
        "What should a winner receive if its output has no effect on the loss?",
    ),
    "max_pool2d_backward.multiplies-by-maximum": (
        "The gradient is multiplied by the maximum itself.",
        "If the largest pixel grows by a little, by how much does the output grow?",
    ),
    "max_pool2d_backward.largest-magnitude": (
        "The gradient goes to the pixel of the largest magnitude, whatever its sign.",
        "Which pixel of the window was the output equal to?",
    ),
    "max_pool2d_backward.starts-at-zero": (
        "Where every pixel of a window is negative, the gradient goes to the wrong one.",
        "With which value does your search for the maximum begin?",
    ),
    "avg_pool2d_backward.not-divided": (
        "Every pixel of a window gets the whole gradient, as if the pooling were a sum.",
        "If one pixel grows by a little, by how much does the average grow?",
    ),
    "avg_pool2d_backward.divides-by-size": (
        "The gradient is divided by the side of the window; it holds more pixels than that.",
        "Into how many shares does a window divide its gradient?",
    ),
    "avg_pool2d_backward.assigns": (
        "A pixel that lies in several windows keeps only the last share; they should add.",
        "When the stride is smaller than the size, how many windows hold one pixel?",
    ),
    "avg_pool2d_backward.ignores-upstream": (
        "The shares are right for an upstream gradient of ones; yours plays no part.",
        "What should a window pass on if its output has no effect on the loss?",
    ),
    "avg_pool2d_backward.multiplies-by-input": (
        "The gradient is multiplied by the pixel's own value.",
        "Does the slope of an average depend on how bright a pixel is?",
    ),
    "lp_pool2d_backward.drops-sign": (
        "Negative pixels get a gradient of the wrong sign.",
        "If a negative pixel grows towards zero, does its magnitude grow or shrink?",
    ),
    "lp_pool2d_backward.drops-norm": (
        "The derivative of the root is missing: the output itself should appear in it.",
        "What does the chain rule say about a root around a mean?",
    ),
    "lp_pool2d_backward.drops-mean": (
        "Every share is too large by one factor: the mean over the window was forgotten.",
        "How does the number of pixels enter the forward formula?",
    ),
    "lp_pool2d_backward.keeps-p": (
        "The exponent p is left as a factor.",
        "The inner power and the outer root both bring a factor down; what is their product?",
    ),
    "lp_pool2d_backward.nan-at-zero": (
        "A window of zeros divides zero by zero, and nan spreads from there.",
        "What does the question say about the gradient of a window that is all zero?",
    ),
    "lp_pool2d_backward.assigns": (
        "A pixel that lies in several windows keeps only the last share; they should add.",
        "When the stride is smaller than the size, how many windows hold one pixel?",
    ),
    "lp_pool2d_backward.ignores-upstream": (
        "The shares are right for an upstream gradient of ones; yours plays no part.",
        "What should a window pass on if its output has no effect on the loss?",
    ),
}
