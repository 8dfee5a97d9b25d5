"""The loss, and every gradient of a layer and of two.

Each id has what the student is told, and a question back.
"""

HINTS = {
    "corr2d_backward.dX-unrotated-kernel": (
        "在 dX 中，核的方向反了。在填充后的 dY 上滑动，与从 dY 向外累加，需要相反的方向。",
        "K 的哪个元素把 X 左上角的像素与左上角的输出联系起来？",
    ),
    "corr2d_backward.dX-transposed-kernel": (
        "在 dX 中，核被转置了。转置对应的是矩阵乘法的反向；互相关需要的是另一种变换。",
        "如果输出位于像素的右下方，它们之间的权重在核的哪个位置？",
    ),
    "corr2d_backward.dX-flips-one-axis": (
        "核只沿一个方向翻转了。",
        "沿行方向做的事，还应当沿哪个方向再做一次？",
    ),
    "corr2d_backward.dX-quarter-turn": (
        "核旋转了 90°；dX 需要的不是这个角度。",
        "`np.rot90` 调用一次，矩阵转过多少？",
    ),
    "corr2d_backward.dX-valid": (
        "dX 太小：核始终留在 dY 内部，所以边缘的像素什么也没得到。",
        "dX 必须是什么形状，才能从 X 中减去？",
    ),
    "corr2d_backward.dX-assigns": (
        "一个像素只保留了一个窗口的梯度；窗口重叠处的梯度应当相加。",
        "X 中间的一个像素经由几个输出影响损失？",
    ),
    "corr2d_backward.dX-scatter-rotated": (
        "从 dY 向外累加时核被旋转了；在这种写法里应直接使用原来的核。",
        "前向计算时，窗口左上角的像素乘的是 K 的哪个元素？",
    ),
    "corr2d_backward.ignores-upstream": (
        "上游梯度没有起作用，好像它的每个元素都是一。",
        "如果 dY 的某个元素为零，哪些像素不应再收到来自该输出的梯度？",
    ),
    "corr2d_backward.ignores-upstream/dK": (
        "上游梯度没有起作用，好像它的每个元素都是一。",
        "如果 dY 的某个元素为零，哪个窗口不应再计入 dK？",
    ),
    "corr2d_backward.swaps-results": (
        "两个梯度的返回顺序颠倒了。",
        "你的两个结果中，哪一个与 X 的形状相同？",
    ),
    "corr2d_backward.mutates-input": (
        "你的函数修改了传入的数组。",
        "数组的切片是一份副本，还是同一组数的视图？",
    ),
    "corr2d_backward.dK-rotated": (
        "dK 旋转了 180°。假如前向计算是真正的卷积，这才是对的。",
        "K 左上角的元素曾与 X 的哪些像素相乘？",
    ),
    "corr2d_backward.dK-transposed": (
        "dK 被转置了。",
        "dK 必须是什么形状，才能从 K 中减去？",
    ),
    "corr2d_backward.dK-last-window": (
        "dK 只含有最后一个窗口的贡献，前面的都被覆盖了。",
        "前向计算时，K 的一个元素在几个位置上用到？",
    ),
    "corr2d_backward.dK-mean": (
        "dK 对核的各个位置取了平均；这些贡献应当相加。",
        "核稍有变化时，是每个位置都改变损失，还是只有它们的平均值改变损失？",
    ),
    "corr2d_backward.dK-rotated-upstream": (
        "在 dK 中 dY 旋转了 180°。这个旋转属于另一个梯度。",
        "左上角的输出来自 X 的哪个窗口？",
    ),
    "corr2d_backward.dK-full": (
        "dK 太大：X 被填充了，而那是求另一个梯度时的做法。",
        "dK 必须是什么形状，才能从 K 中减去？",
    ),
    "l2_loss.takes-root": (
        "这是距离本身；损失是它的平方。",
        "范数符号右上角的小数字是什么意思？",
    ),
    "l2_loss.mean": (
        "平方被取了平均，那是均方误差；这里应当求和。",
        "如果更大的图像在每个像素上误差相同，损失应当更大吗？",
    ),
    "l2_loss.half": (
        "损失被减半了。许多教科书为了简化梯度这样写；这里的定义没有。",
        "在这个损失的定义里，你在哪里看到了分数？",
    ),
    "l2_loss.absolute": (
        "求和的是差的绝对值，而不是差的平方。",
        "当一个差加倍时，损失应当变成原来的多少？",
    ),
    "l2_loss.ignores-reference": (
        "参考值没有起作用。只要参考值为零，这个错误就看不出来。",
        "当结果等于参考值时，损失应当是多少？",
    ),
    "l2_loss.sums-then-squares": (
        "各个差先相加、后平方，于是会相互抵消。",
        "如果一个像素偏亮，另一个同样程度地偏暗，损失是零吗？",
    ),
    "l2_loss.squares-apart": (
        "结果与参考值先各自平方，然后才相减。",
        "平方和会是负数吗？",
    ),
    "l2_loss.not-summed": (
        "平方是对的，但仍是一个矩阵；损失应当是一个数。",
        "如果每个结果都有整整一个矩阵的损失，你怎样比较两个结果？",
    ),
    "l2_loss.mutates-input": (
        "你的函数修改了传入的 result。",
        "对数组来说，`a -= b` 与 `a = a - b` 有什么区别？",
    ),
    "l2_loss_backward.drops-two": (
        "方向正确，但每个元素都按同一个倍数偏小。",
        "平方的导数是什么？",
    ),
    "l2_loss_backward.mean": (
        "这是均方误差的梯度；这里的损失是求和。",
        "一个像素的损失与其他像素有多少个有关吗？",
    ),
    "l2_loss_backward.reversed-sign": (
        "每个元素的符号都相反。",
        "如果结果大于参考值并继续增大，损失是增大还是减小？",
    ),
    "l2_loss_backward.ignores-reference": (
        "参考值没有起作用。只要参考值为零，这个错误就看不出来。",
        "当结果等于参考值时，梯度应当是多少？",
    ),
    "l2_loss_backward.of-the-root": (
        "这是距离的梯度；损失是距离的平方。",
        "如果所有的差都加倍，平方的斜率会怎样？",
    ),
    "l2_loss_backward.summed": (
        "各元素被加成了一个数；对结果的每个元素，梯度都应有一个元素。",
        "梯度必须是什么形状，才能从结果中减去？",
    ),
    "l2_loss_backward.mutates-input": (
        "你的函数修改了传入的 result。",
        "对数组来说，`a -= b` 与 `a = a - b` 有什么区别？",
    ),
    "two_kernels_backward.drops-two": (
        "所有梯度都按同一个倍数偏小，这个倍数在损失那一步丢失了。",
        "平方的导数是什么？",
    ),
    "two_kernels_backward.ignores-reference": (
        "参考值没有起作用。只要参考值为零，这个错误就看不出来。",
        "当最终结果等于参考值时，每个梯度应当是多少？",
    ),
    "two_kernels_backward.ignores-loss": (
        "反向传播从全为一的梯度开始，所以损失没有起作用。",
        "在经过任何一个核之前，损失传给最终结果的是什么？",
    ),
    "two_kernels_backward.reversed-sign": (
        "每个梯度的符号都相反。",
        "如果结果大于参考值并继续增大，损失是增大还是减小？",
    ),
    "two_kernels_backward.mean": (
        "这是均方误差的梯度；这里的损失是求和。",
        "一个像素的损失与其他像素有多少个有关吗？",
    ),
    "two_kernels_backward.skips-chain": (
        "最终结果处的梯度用早了一层：它还没有反向穿过第二个核。",
        "哪个梯度与中间结果的形状相同？",
    ),
    "two_kernels_backward.unrotated-K2": (
        "反向传播时，第二个核没有旋转。如果核旋转后与自身相同，就看不出来。",
        "如果 K2 的四个元素各不相同，你的答案会变吗？",
    ),
    "two_kernels_backward.unrotated-K1": (
        "在回到输入的最后一步，第一个核没有旋转。",
        "你曾把梯度反向传过 K2；当时对那个核做了什么？",
    ),
    "two_kernels_backward.backward-order": (
        "梯度是按你求出它们的先后顺序返回的。",
        "题目要求三个结果按什么顺序返回？",
    ),
    "two_kernels_backward.dK1-from-result1": (
        "求第一个核的梯度时，用的是第一层的输出，而不是它的输入。",
        "第一个核在哪个矩阵上滑动？",
    ),
    "two_kernels_backward.swaps-kernel-gradients": (
        "两个核的梯度在返回时互换了位置。",
        "你的结果中，哪一个与第一个核的形状相同？",
    ),
    "two_kernels_backward.dK2-from-input": (
        "求第二个核的梯度时用了输入图像，而第二个核从未见过它。",
        "第二个核在哪个矩阵上滑动？",
    ),
}
