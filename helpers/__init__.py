"""Two Kernels: teach convolution by having students write it, and grade what they write.

The words that all of the package uses:

=========  =======================================================================================
X, K, Y    image, kernel, output: two-dimensional float64 arrays, one channel
dX ...     the gradient of the loss with respect to X ...; `dY` is the upstream gradient
H, W       height and width of the image, in pixels; `h`, `w` those of the kernel
size       a pooling window's height and width, in pixels; `stride`, `padding`, `dilation` as well
question   what is asked, and how it is judged; its marks are points
case       one call of a student's function, with a name the student may read
outcome    how an answer ended, in one word: `correct`, `wrong_values`, `timed_out` ...
times      seconds, of the wall clock
=========  =======================================================================================

All correlation is "valid", stride 1, unless an argument says otherwise.
"""
