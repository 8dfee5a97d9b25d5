"""Pooling, forward and backward.

Each id has what the student is told, and a question back.
"""

HINTS = {
    "pool.stride-is-size": (
        "窗口每次移动的是它自身的大小；传入的步幅没有起作用。",
        "当步幅为一时，相邻两个窗口相距多远？",
    ),
    "pool.stride-is-size/backward": (
        "反向传播时，窗口每次移动的是它自身的大小；步幅没有起作用。",
        "前向计算时，第二个窗口包含哪些像素？",
    ),
    "pool.stride-only-in-size": (
        "输出的大小符合步幅，但窗口本身每次只移动一个像素。",
        "第二个窗口从图像的哪一行开始？",
    ),
    "pool.stride-only-in-size/backward": (
        "反向传播时，窗口每次只移动一个像素；步幅没有起作用。",
        "前向计算时，第二个窗口从图像的哪一行开始？",
    ),
    "pool.stride-down-only": (
        "步幅只在向下移动时起作用，向右移动时没有。",
        "第二个窗口从图像的哪一列开始？",
    ),
    "pool.keeps-partial-window": (
        "伸出边缘的最后一个窗口也被算上了；这里应当舍去。",
        "你的输出中，最后一个窗口包含的像素与第一个一样多吗？",
    ),
    "pool.stride-down-only/across": (
        "步幅只在向右移动时起作用，向下移动时没有。",
        "第二行窗口从图像的哪一行开始？",
    ),
    "max_pool2d.starts-at-zero": (
        "寻找最大值是从零开始的，所以全为负数的窗口得到了零。",
        "几个负数中最大的是哪个？",
    ),
    "max_pool2d.absolute": (
        "取的是最大的绝对值，符号丢失了。",
        "很大的负数与很小的正数，哪个更大？",
    ),
    "max_pool2d.absolute/signed": (
        "取的是绝对值最大的元素，而不管它的符号。",
        "很大的负数与很小的正数，哪个更大？",
    ),
    "max_pool2d.last-element": (
        "每个元素都是窗口的最后一个像素，而不是最大的像素。",
        "当一个像素小于目前的最大值时，你的循环做什么？",
    ),
    "max_pool2d.position": (
        "每个元素说的是最大像素的位置，而不是它的大小。",
        "`max` 与 `argmax` 有什么区别？",
    ),
    "avg_pool2d.sums": (
        "每个窗口的元素求了和，但还没有取平均。",
        "平均值会比窗口中最大的像素还大吗？",
    ),
    "avg_pool2d.divides-by-size": (
        "和被除以了窗口的边长；窗口里的像素比这更多。",
        "边长为二的窗口有几个像素？",
    ),
    "avg_pool2d.integer": (
        "小数部分丢失了：除法是整数除法，或者结果存放在整数数组里。",
        "一与二的平均值是多少？你的代码怎么说？",
    ),
    "avg_pool2d.median": (
        "这是每个窗口的中位数；平均值对每个像素一视同仁。",
        "如果窗口中最大的像素加倍，你的结果会变吗？",
    ),
    "lp_pool2d.no-mean": (
        "各个幂被求和了。PyTorch 也是这样；但这里要在窗口内取平均。",
        "取哪个 p 时 LP 池化应当等于平均池化？你的结果是这样吗？",
    ),
    "lp_pool2d.no-root": (
        "幂的平均值是对的，但最后少了开方。",
        "如果每个像素都加倍，结果应当增大多少？",
    ),
    "lp_pool2d.signed-powers": (
        "幂是对带符号的元素求的，所以负数会相互抵消，或者无法开方。",
        "如果幂的平均值是负数，它的平方根是什么？",
    ),
    "lp_pool2d.integer-overflow": (
        "幂是对整数求的。当数太大时，整数数组会悄悄溢出回绕。",
        "你的幂存放在哪种 dtype 里？它能存放的最大的数是多少？",
    ),
    "lp_pool2d.overflows-large-p": (
        "公式是对的，但 p 很大时，幂超出了浮点数的范围，变成无穷大。",
        "可以先把窗口除以什么，最后再乘回来？",
    ),
    "max_pool2d_backward.all-ties": (
        "当几个像素并列最大时，每个都得到了全部梯度；只应有一个得到。",
        "一个窗口传出的梯度能比它收到的还多吗？",
    ),
    "max_pool2d_backward.splits-ties": (
        "当几个像素并列最大时，梯度被平分了。这是一种合理的规则，但不是这里要求的规则。",
        "题目说并列的像素中谁是胜者？",
    ),
    "max_pool2d_backward.last-tie": (
        "当几个像素并列最大时，得到梯度的是最后一个。",
        "如果你的比较让相等的像素也能胜出，最后谁是冠军？",
    ),
    "max_pool2d_backward.assigns": (
        "在多个窗口中胜出的像素只保留了最后一个梯度；它们应当相加。",
        "当步幅小于窗口大小时，一个像素最多能在几个窗口中胜出？",
    ),
    "max_pool2d_backward.window-coordinates": (
        "窗口内的位置被当成了图像中的位置。",
        "窗口本身从图像的哪里开始？",
    ),
    "max_pool2d_backward.ignores-upstream": (
        "胜者处只标了一；上游梯度没有起作用。",
        "如果胜者的输出对损失没有影响，它应当得到多少？",
    ),
    "max_pool2d_backward.multiplies-by-maximum": (
        "梯度被乘上了最大值本身。",
        "如果最大的像素增大一点，输出会增大多少？",
    ),
    "max_pool2d_backward.largest-magnitude": (
        "梯度传给了绝对值最大的像素，而不管它的符号。",
        "输出等于窗口中的哪个像素？",
    ),
    "max_pool2d_backward.starts-at-zero": (
        "当窗口的像素全为负数时，梯度传错了地方。",
        "你寻找最大值时，初始值是多少？",
    ),
    "avg_pool2d_backward.not-divided": (
        "窗口的每个像素都得到了全部梯度，好像池化是求和。",
        "如果一个像素增大一点，平均值会增大多少？",
    ),
    "avg_pool2d_backward.divides-by-size": (
        "梯度被除以了窗口的边长；窗口里的像素比这更多。",
        "一个窗口把它的梯度分成几份？",
    ),
    "avg_pool2d_backward.assigns": (
        "处于多个窗口中的像素只保留了最后一份；它们应当相加。",
        "当步幅小于窗口大小时，一个像素处于几个窗口之中？",
    ),
    "avg_pool2d_backward.ignores-upstream": (
        "当上游梯度全为一时，这些份额是对的；但你的上游梯度没有起作用。",
        "如果窗口的输出对损失没有影响，它应当传出多少？",
    ),
    "avg_pool2d_backward.multiplies-by-input": (
        "梯度被乘上了像素自身的值。",
        "平均值的斜率与像素的亮度有关吗？",
    ),
    "lp_pool2d_backward.drops-sign": (
        "负的像素得到的梯度符号不对。",
        "当一个负的像素向零增大时，它的绝对值是增大还是减小？",
    ),
    "lp_pool2d_backward.drops-norm": (
        "少了开方的导数：其中应当出现输出本身。",
        "对于平均值的开方，链式法则怎么说？",
    ),
    "lp_pool2d_backward.drops-mean": (
        "每一份都按同一个倍数偏大：忘了在窗口内取平均。",
        "像素的个数是怎样进入前向公式的？",
    ),
    "lp_pool2d_backward.keeps-p": (
        "指数 p 作为因子留了下来。",
        "内部的幂与外部的开方各带下一个因子；它们的乘积是多少？",
    ),
    "lp_pool2d_backward.nan-at-zero": (
        "全为零的窗口用零除以零，nan 由此扩散开来。",
        "对于全为零的窗口，题目怎样规定梯度？",
    ),
    "lp_pool2d_backward.assigns": (
        "处于多个窗口中的像素只保留了最后一份；它们应当相加。",
        "当步幅小于窗口大小时，一个像素处于几个窗口之中？",
    ),
    "lp_pool2d_backward.ignores-upstream": (
        "当上游梯度全为一时，这些份额是对的；但你的上游梯度没有起作用。",
        "如果窗口的输出对损失没有影响，它应当传出多少？",
    ),
}
