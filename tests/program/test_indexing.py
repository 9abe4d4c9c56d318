"""Indexing as in NumPy, on tensors and on static tuples."""

import numpy as np
import pytest
from chainrule.program import run

ARRAY = np.arange(24.0).reshape(2, 3, 4)


@pytest.mark.parametrize(
    "index",
    [
        "0", "-1", "1, 2", "1, 2, 3", ":", "::-1", "1:", ":, 1", "..., 0", "0, ...", "None",
        ":, None, 0", "0, 1:3, ::2", "[0, 1, 1]", "[[0, 1], [1, 0]]", "[0, 1], [2, 0]",
        ":, [True, False, True]", "-1, :, -2:", "0:0", "[]",
    ],
)  # fmt: skip
def test_indices_are_numpy_s(index):
    expected = eval(f"a[{index}]" if index != "[]" else "a[[]]", {"a": ARRAY})  # noqa: S307
    execution = run(f"y = x[{index}]", inputs={"x": ARRAY})

    np.testing.assert_array_equal(execution.output.data, expected)


def test_masks_choose_elements():
    execution = run("x = [3.0, -1.0, 2.0]\ny = sum(x[x > 0] ** 2)")
    execution.output.backward()

    assert execution.names["x"].grad.tolist() == [6, 0, 4]


def test_masks_choose_rows():
    assert run("x = [[1.0, 2.0], [3.0, 4.0]]\ny = x[x[:, 0] > 1]").output.tolist() == [[3, 4]]
    assert run("x = [[1.0, 2.0], [3.0, 4.0]]\ny = x[0, x[1] > 3]").output.tolist() == [2]


def test_data_can_be_positions():
    execution = run("x = [5.0, 6.0, 7.0]\ny = x[rows.long()]", inputs={"rows": [2, 0, 2]})
    execution.output.backward(np.ones(3))

    assert execution.output.tolist() == [7, 5, 7]
    assert execution.names["x"].grad.tolist() == [1, 0, 2]


def test_static_tuples_are_indexed():
    assert run("x = ones(2, 3)\ny = zeros(x.shape[1])").output.shape == (3,)
    assert run("x = ones(2, 3)\ny = zeros(x.shape[::-1])").output.shape == (3, 2)
    assert run("pair = (2.0, 5.0)\ny = pair[-1] * 1.0").output.item() == 5


def test_counters_index():
    source = "x = [1.0, 2.0, 3.0]\ny = 0.0\nfor i in range(2):\n    y = y + x[i] * x[i + 1]"
    assert run(source).output.item() == 8


@pytest.mark.parametrize(
    "index",
    [
        "5", "0, 0, 0, 0", "0.5", "1:0.5", "::0", "[0.5]", "[[0], [1, 2]]", "[9]", "ones(3) > 0",
        "..., ...", "'a'", "10 ** 30", "1e300", "data(nan)", "{}",
    ],
)  # fmt: skip
def test_what_is_no_index_is_refused_at_its_place(problem, index):
    found = problem(f"x = ones(2, 2, requires_grad=True)\ny = x[{index}]")
    assert found.code in ("bad_index", "shape_mismatch", "wrong_type", "bad_values", "bad_argument")
    assert found.span.line == 2


def test_an_index_may_not_multiply_elements_beyond_the_limit(problem):
    for index in (
        "[0] * 2000",
        "[0] * 2000, :",
        "np.zeros(2000) < 1",
        "np.zeros(2000).astype(int)",
    ):
        found = problem(f"import numpy as np\nx = np.ones((2000, 1000))\ny = x[{index}]")
        assert found.code == "limit_tensor_elements"
