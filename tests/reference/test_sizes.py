import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers.reference import output_size


def positions(i, k, p, s, d, ceil_mode):
    """The specification: try every start, in input coordinates, one after the other."""
    span, count, start = d * (k - 1) + 1, 0, -p
    while True:
        fits = start + span <= i + p
        # A window may hang over, but by less than a stride, and must start in the input or before.
        hangs = ceil_mode and start + span - (s - 1) <= i + p and start < i
        if not (fits or hangs):
            return count
        count, start = count + 1, start + s


@pytest.mark.parametrize(
    ("arguments", "o"),
    [
        ((5, 3), 3),  # the sheet's (a)
        ((5, 5), 1),
        ((1, 1), 1),
        ((6, 3, 1, 2), 3),  # the stride does not divide
        ((7, 3, 1, 2), 4),
        ((5, 3, 0, 1, 2), 1),
        ((6, 3, 1, 2, 1, True), 4),
        ((5, 2, 0, 2, 1, True), 3),
        ((4, 2, 0, 2, 1, True), 2),
        ((2, 3, 0, 2, 1, True), 1),  # larger than the input, and yet there is a window
        ((3, 2, 1, 2, 1, True), 2),  # a third window would start in the right padding
        ((1, 1, 0, 3, 1, True), 1),
    ],
)
def test_named_sizes(arguments, o):
    assert output_size(*arguments) == o
    assert isinstance(output_size(*arguments), int)


SMALL = st.integers(1, 8)


@given(SMALL, SMALL, st.integers(0, 4), st.integers(1, 5), st.integers(1, 3), st.booleans())
def test_it_counts_the_positions_one_by_one(i, k, p, s, d, ceil_mode):
    assume(not ceil_mode or p <= (d * (k - 1) + 1) // 2)  # all that a pooling allows
    count = positions(i, k, p, s, d, ceil_mode)
    if count:
        assert output_size(i, k, p, s, d, ceil_mode) == count
    else:
        with pytest.raises(ValueError, match=r"^output_size: k is \d+, which does not fit"):
            output_size(i, k, p, s, d, ceil_mode)


@given(SMALL, SMALL, st.integers(0, 4), st.integers(1, 5), st.integers(1, 3), st.booleans())
def test_the_largest_k_it_names_fits(i, k, p, s, d, ceil_mode):
    assume(not positions(i, k, p, s, d, ceil_mode))
    with pytest.raises(ValueError, match="k may be at most") as caught:
        output_size(i, k, p, s, d, ceil_mode)
    most = int(str(caught.value).split()[-1])
    assert most < k
    assert output_size(i, most, p, s, d, ceil_mode) >= 1
    assert positions(i, most + 1, p, s, d, ceil_mode) == 0
