"""The loss, and every gradient of a layer and of two.

Each id has what the student is told, and a question back.
"""

HINTS = {
    "corr2d_backward.dX-unrotated-kernel": (
        "The kernel is the wrong way round in dX. Sliding over the padded dY and scattering "
        "from dY need opposite orientations.",
        "Which entry of K ties the top left pixel of X to the top left output?",
    ),
    "corr2d_backward.dX-transposed-kernel": (
        "The kernel is transposed in dX. That undoes a matrix product; a correlation needs "
        "another move.",
        "If the output lies below and to the right of a pixel, where in the kernel is the "
        "weight between them?",
    ),
    "corr2d_backward.dX-flips-one-axis": (
        "The kernel is turned over along one axis only.",
        "What happens along the rows must also happen along which other axis?",
    ),
    "corr2d_backward.dX-quarter-turn": (
        "The kernel is rotated by 90°; dX needs another turn than that.",
        "How far does `np.rot90` turn a matrix when it is called once?",
    ),
    "corr2d_backward.dX-valid": (
        "dX is too small: the kernel stays inside dY, so the pixels at the edge get nothing.",
        "Which shape must dX have, so that it can be subtracted from X?",
    ),
    "corr2d_backward.dX-assigns": (
        "A pixel keeps the gradient of only one of its windows; where windows overlap, "
        "gradients add.",
        "Through how many outputs does a pixel in the middle of X reach the loss?",
    ),
    "corr2d_backward.dX-scatter-rotated": (
        "The kernel is rotated while dY is scattered; in that form it is used as it is.",
        "Which entry of K multiplied the top left pixel of a window on the way forward?",
    ),
    "corr2d_backward.ignores-upstream": (
        "The upstream gradient plays no part, as if every entry of it were one.",
        "If one entry of dY is zero, which pixels should no longer hear from that output?",
    ),
    "corr2d_backward.ignores-upstream/dK": (
        "The upstream gradient plays no part, as if every entry of it were one.",
        "If one entry of dY is zero, which window should no longer count in dK?",
    ),
    "corr2d_backward.swaps-results": (
        "The two gradients are returned in the opposite order.",
        "Which of your two results has the shape of X?",
    ),
    "corr2d_backward.mutates-input": (
        "Your function writes into an array it was given.",
        "Is a slice of an array a copy, or a view of the same numbers?",
    ),
    "corr2d_backward.dK-rotated": (
        "dK is rotated by 180°. It would be right if the forward pass were a true convolution.",
        "Which pixels of X did the top left entry of K meet?",
    ),
    "corr2d_backward.dK-transposed": (
        "dK is transposed.",
        "Which shape must dK have, so that it can be subtracted from K?",
    ),
    "corr2d_backward.dK-last-window": (
        "dK holds the share of the last window only; the earlier ones are overwritten.",
        "At how many positions is an entry of K used on the way forward?",
    ),
    "corr2d_backward.dK-mean": (
        "dK is averaged over the positions of the kernel; their shares should add.",
        "If the kernel changes a little, does each position change the loss, or only their mean?",
    ),
    "corr2d_backward.dK-rotated-upstream": (
        "dY is rotated by 180° in dK. That turn belongs to another gradient.",
        "Which window of X produced the top left output?",
    ),
    "corr2d_backward.dK-full": (
        "dK is too large: X was padded, as is done for the other gradient.",
        "Which shape must dK have, so that it can be subtracted from K?",
    ),
    "l2_loss.takes-root": (
        "This is the distance itself; the loss is its square.",
        "What does the small raised figure after the norm bars mean?",
    ),
    "l2_loss.mean": (
        "The squares are averaged. That is the mean squared error; here they are summed.",
        "Should the loss grow when a larger image has the same error in every pixel?",
    ),
    "l2_loss.half": (
        "The loss is halved. Many textbooks do so to simplify the gradient; this definition "
        "does not.",
        "Where in the definition of this loss do you see a fraction?",
    ),
    "l2_loss.absolute": (
        "The absolute differences are summed, not their squares.",
        "By how much should the loss grow when one difference doubles?",
    ),
    "l2_loss.ignores-reference": (
        "The reference plays no part. This stays hidden as long as the reference is zero.",
        "What should the loss be when the result equals the reference?",
    ),
    "l2_loss.sums-then-squares": (
        "The differences are added first and squared afterwards, so they can cancel.",
        "If one pixel is too bright and another as much too dark, is the loss zero?",
    ),
    "l2_loss.squares-apart": (
        "Result and reference are squared before they are subtracted.",
        "Can a sum of squares be negative?",
    ),
    "l2_loss.not-summed": (
        "The squares are right, but they are still a matrix; a loss is one number.",
        "How do you compare two results if each has a whole matrix of losses?",
    ),
    "l2_loss.mutates-input": (
        "Your function writes into the result it was given.",
        "What is the difference between `a -= b` and `a = a - b` for arrays?",
    ),
    "l2_loss_backward.drops-two": (
        "The direction is right but every entry is too small by the same factor.",
        "What is the derivative of a square?",
    ),
    "l2_loss_backward.mean": (
        "This is the gradient of the mean squared error; here the loss is a sum.",
        "Does the loss of one pixel depend on how many other pixels there are?",
    ),
    "l2_loss_backward.reversed-sign": (
        "Every entry has the opposite sign.",
        "If a result is larger than its reference and grows, does the loss grow or shrink?",
    ),
    "l2_loss_backward.ignores-reference": (
        "The reference plays no part. This stays hidden as long as the reference is zero.",
        "What should the gradient be when the result equals the reference?",
    ),
    "l2_loss_backward.of-the-root": (
        "This is the gradient of the distance; the loss is the distance squared.",
        "If all differences double, what happens to the slope of a square?",
    ),
    "l2_loss_backward.summed": (
        "The entries are added into one number; the gradient has one entry for each entry of "
        "the result.",
        "What shape must a gradient have, so that it can be subtracted from the result?",
    ),
    "l2_loss_backward.mutates-input": (
        "Your function writes into the result it was given.",
        "What is the difference between `a -= b` and `a = a - b` for arrays?",
    ),
    "two_kernels_backward.drops-two": (
        "All gradients are too small by one and the same factor, which is lost where the loss "
        "begins.",
        "What is the derivative of a square?",
    ),
    "two_kernels_backward.ignores-reference": (
        "The reference plays no part. This stays hidden as long as the reference is zero.",
        "What should every gradient be when the final result equals the reference?",
    ),
    "two_kernels_backward.ignores-loss": (
        "The chain starts from a gradient of ones, so the loss has no say.",
        "What does the loss tell the final result, before any kernel is involved?",
    ),
    "two_kernels_backward.reversed-sign": (
        "Every gradient has the opposite sign.",
        "If a result is larger than its reference and grows, does the loss grow or shrink?",
    ),
    "two_kernels_backward.mean": (
        "These are the gradients of the mean squared error; here the loss is a sum.",
        "Does the loss of one pixel depend on how many other pixels there are?",
    ),
    "two_kernels_backward.skips-chain": (
        "The gradient at the final result is used one layer too early: it has not passed back "
        "through the second kernel.",
        "Which gradient has the shape of the result in between?",
    ),
    "two_kernels_backward.unrotated-K2": (
        "On the way back, the second kernel is not turned. A kernel that equals its own "
        "rotation hides this.",
        "Would your answer change if K2 had four different entries?",
    ),
    "two_kernels_backward.unrotated-K1": (
        "On the last step back to the input, the first kernel is not turned.",
        "You carried the gradient back through K2; what did you do with that kernel?",
    ),
    "two_kernels_backward.backward-order": (
        "The gradients are returned in the order in which you found them.",
        "In which order does the question ask for the three results?",
    ),
    "two_kernels_backward.dK1-from-result1": (
        "The gradient of the first kernel is taken with what the first layer put out, not with "
        "what it received.",
        "Which matrix did the first kernel slide over?",
    ),
    "two_kernels_backward.swaps-kernel-gradients": (
        "The gradients of the two kernels are returned in each other's place.",
        "Which of your results has the shape of the first kernel?",
    ),
    "two_kernels_backward.dK2-from-input": (
        "The gradient of the second kernel is taken with the image, which the second kernel "
        "never saw.",
        "Which matrix did the second kernel slide over?",
    ),
}
