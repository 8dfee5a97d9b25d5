"""Everything a student's notebook imports: instant checks, pictures, a look at PyTorch's answer.

Nothing here knows a graded answer.
"""

from helpers.student.autograd import compare_with_autograd
from helpers.student.check import CheckFailed, check
from helpers.student.images import sample_image, show_image_filters, show_images
from helpers.student.numbers import my_numbers
from helpers.student.pictures import show, show_pooling, show_stamps, show_windows
from helpers.student.plots import show_positions, show_powers, show_slope

__all__ = [
    "CheckFailed",
    "check",
    "compare_with_autograd",
    "my_numbers",
    "sample_image",
    "show",
    "show_image_filters",
    "show_images",
    "show_pooling",
    "show_positions",
    "show_powers",
    "show_slope",
    "show_stamps",
    "show_windows",
]
