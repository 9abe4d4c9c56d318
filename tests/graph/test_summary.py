"""Summaries: statistics, written out numbers, previews in which nothing is lost."""

import math

import numpy as np
import pytest
from chainrule.graph.summary import (
    DATA_LIMIT,
    PREVIEW_COLUMNS,
    PREVIEW_ROWS,
    preview,
    rounded,
    summarise,
    written_numbers,
)
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

FINITE = st.floats(-1e100, 1e100)
ARRAYS = hnp.arrays(
    np.float64, hnp.array_shapes(min_dims=0, max_dims=4, min_side=1, max_side=9), elements=FINITE
)


@given(ARRAYS)
def test_statistics_are_those_of_numpy(x: np.ndarray) -> None:
    summary = summarise(x)
    assert summary.shape == list(x.shape)
    assert (summary.min, summary.max) == (x.min(), x.max())
    assert summary.zeros == np.count_nonzero(x == 0)
    assert summary.nonfinite == 0
    scale = float(np.abs(x).max()) or 1.0
    assert summary.mean == pytest.approx(x.mean(), rel=1e-12, abs=scale * 1e-14)
    assert summary.rms == pytest.approx(scale * np.sqrt(np.mean((x / scale) ** 2)), rel=1e-12)


@given(ARRAYS)
def test_small_arrays_are_written_out_large_ones_previewed(x: np.ndarray) -> None:
    summary = summarise(x)
    if x.size <= DATA_LIMIT:
        np.testing.assert_array_equal(np.array(summary.data).reshape(x.shape), x)
        assert summary.preview is None
    else:
        assert summary.data is None
        assert len(summary.preview) <= PREVIEW_ROWS
        assert {len(row) for row in summary.preview} == {min(x.shape[-1], PREVIEW_COLUMNS)}


@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1e200, 1e308])
@pytest.mark.parametrize("size", [3, 100])
def test_huge_and_tiny_numbers_keep_their_statistics(scale: float, size: int) -> None:
    summary = summarise(np.full(size, scale))
    assert summary.rms == pytest.approx(scale, rel=1e-3)
    assert summary.mean == pytest.approx(scale, rel=1e-3)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("shape", [(), (3,), (10, 20)])
def test_one_number_that_is_not_finite_is_never_averaged_away(
    bad: float, shape: tuple[int, ...]
) -> None:
    x = np.ones(shape)
    x[(0,) * len(shape)] = bad
    summary = summarise(x)
    assert summary.nonfinite == 1
    assert not math.isfinite(summary.mean)
    assert not math.isfinite(summary.rms)


def test_an_empty_array_has_no_statistics() -> None:
    summary = summarise(np.zeros((0, 3)))
    assert (summary.min, summary.max, summary.mean, summary.rms) == (None,) * 4
    assert (summary.shape, summary.data) == ([0, 3], [])


@pytest.mark.parametrize("shape", [(1000,), (40, 300), (5, 16, 200), (16, 65), (17, 64), (3, 300)])
@pytest.mark.parametrize("spike", [7.0, -7.0, math.nan, math.inf, -math.inf])
def test_a_single_spike_survives_pooling(shape: tuple[int, ...], spike: float) -> None:
    x = np.full(shape, 0.5)
    place = tuple(size * 2 // 3 for size in shape)
    x[place] = spike
    cells = np.array(preview(x))
    assert cells.shape[0] <= PREVIEW_ROWS
    assert cells.shape[1] <= PREVIEW_COLUMNS
    assert np.count_nonzero(cells != 0.5) == 1
    np.testing.assert_array_equal(cells[cells != 0.5], [spike])


def test_the_numbers_written_are_counted_beforehand() -> None:
    for shape in [(), (64,), (65,), (20, 30), (4, 5, 100), (1, 1000)]:
        summary = summarise(np.ones(shape))
        grid = summary.data if summary.preview is None else summary.preview
        assert written_numbers(np.ones(shape)) == np.size(grid)


def test_without_detail_there_are_statistics_only() -> None:
    for size in (10, 100):
        summary = summarise(np.ones(size), detail=False)
        assert (summary.data, summary.preview, summary.mean) == (None, None, 1.0)


@given(hnp.arrays(np.float64, 20, elements=st.floats(allow_nan=True, allow_infinity=True)))
def test_previews_are_right_to_four_digits(x: np.ndarray) -> None:
    short = rounded(x)
    np.testing.assert_allclose(short, x, rtol=6e-4, atol=0)
    for number in short[(np.abs(x) > 1e-15) & (np.abs(x) < 1e18)].tolist():
        assert number == float(f"{number:.4g}")


@pytest.mark.parametrize("number", [0.1234, -0.0001234, 1234.0, 12340000.0, 1.234e-12, 0.0, -7.0])
def test_a_number_of_four_digits_stays_as_it_is(number: float) -> None:
    assert rounded(np.array([number * (1 + 1e-9)]))[0] == number
