"""Estimates bound what operations make, before they run."""

from contextlib import suppress

import numpy as np
import pytest
from chainrule import ChainruleError, ones, tensor
from chainrule import functional as F
from chainrule.engine import OPERATIONS, Node
from chainrule.engine.state import Watch, recording
from chainrule.program import Limits, functions, run, work
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
def test_no_result_of_an_example_is_larger_than_its_estimate(function):
    execution = run(function.example)
    for entry in execution.kept.entries:
        node = entry.node
        shapes = [array.shape for array in node.arrays]
        bound = work.estimate(type(node), shapes, node.params)
        assert entry.result.size <= bound.elements, node.name
        assert bound.work >= work.START


@pytest.mark.parametrize(
    ("name", "shapes", "params", "elements"),
    [
        ("add", [(3, 1), (1, 4)], {}, 12),
        ("add", [(3,), ()], {}, 3),
        ("add", [(0, 3), (1, 3)], {}, 3),
        ("sum", [(1000, 0)], {"axis": 1}, 1000),
        ("outer", [(0,), (1000,)], {}, 1000),
        ("expand", [(1, 0)], {"shape": (1000, 0)}, 1000),
        ("matmul", [(2, 3), (3, 4)], {}, 8),
        ("matmul", [(3,), (3,)], {}, 1),
        ("matmul", [(5, 2, 3), (3, 4)], {}, 40),
        ("matmul", [(5, 1, 2, 3), (6, 3, 4)], {}, 240),
        ("outer", [(3,), (4,)], {}, 12),
        ("cat", [(3, 2), (4, 2)], {}, 14),
        ("stack", [(3,), (3,)], {}, 6),
        ("diag", [(4,)], {}, 16),
        ("diag", [(4,)], {"diagonal": -2}, 36),
        ("expand", [(3, 1)], {"shape": (3, 5)}, 15),
        ("expand", [(3, 1)], {"shape": (-1, 5)}, 15),
        ("einsum", [(3, 4), (4, 5)], {"equation": "ij,jk->ik"}, 20),
        ("getitem", [(4, 5)], {"index": (slice(None), None, 2)}, 4),
        ("getitem", [(4, 5)], {"index": np.zeros((6, 2), int)}, 60),
        ("getitem", [(4, 5)], {"index": (np.zeros(7, int), np.zeros(7, int))}, 7),
        ("getitem", [(4, 5, 6)], {"index": (..., np.zeros((3, 3), int))}, 180),
        ("getitem", [(4, 5)], {"index": np.eye(4, 5) > 0}, 4),
        ("getitem", [(4, 5)], {"index": [0, 1, 0, 1, 0, 1]}, 30),
        ("getitem", [(4, 5)], {"index": ([0, 1], [[0], [1], [2]])}, 6),
        ("masked_select", [(4, 5), (4, 5)], {}, 20),
    ],
)
def test_sizes(name, shapes, params, elements):
    assert work.estimate(OPERATIONS[name], shapes, params).elements == elements


class Appraiser(Watch):
    """Holds what operations make to what was estimated of them."""

    records = True

    def record(self, node, result):
        shapes = [array.shape for array in node.arrays]
        bound = work.estimate(type(node), shapes, node.params)
        assert result.size <= bound.elements, (node.name, shapes, node.params)


FEW, ANY = st.integers(1, 3), st.integers(0, 40)


@given(samples=FEW, channels=FEW, groups=FEW, n=FEW, k=FEW, sizes=st.tuples(*[ANY] * 4))
def test_no_window_makes_more_than_its_estimate(samples, channels, groups, n, k, sizes):
    x = ones(samples, groups * channels, n, n)
    weight = ones(groups * channels, 2, k, k)
    stride, padding, dilation, extra = (sizes[0] + 1, sizes[1], sizes[2] + 1, sizes[3])
    steps = {"stride": stride, "padding": padding, "dilation": dilation}
    for call in (
        lambda: F.conv_transpose2d(x, weight, **steps, output_padding=extra, groups=groups),
        lambda: F.conv2d(x, weight.transpose(0, 1), **steps),
        lambda: F.fold(x.reshape(samples, -1, 1), (extra, extra), n, stride=stride),
        lambda: F.unfold(x, k, **steps),
        lambda: F.max_pool2d(x, k, stride, min(padding, k // 2), ceil_mode=True),
        lambda: F.pad(x, (padding, extra, 0, stride)),
    ):
        with suppress(ChainruleError), recording(watch=Appraiser()):
            call()


def test_products_are_charged_for_every_step():
    small = work.estimate(OPERATIONS["matmul"], [(1000, 1000), (1000, 1000)], {}).work
    large = work.estimate(OPERATIONS["matmul"], [(2000, 2000), (2000, 2000)], {}).work
    assert 7 < large / small < 9


def test_narrow_products_are_charged_more_for_a_step_than_square_ones():
    square = work.estimate(OPERATIONS["matmul"], [(100, 1000), (1000, 100)], {}).work
    narrow = work.estimate(OPERATIONS["matmul"], [(10, 10_000), (10_000, 100)], {}).work
    assert narrow > 2 * square


def test_a_product_of_matrices_of_a_million_numbers_is_affordable():
    shapes = [(1000, 1000), (1000, 1000)]
    assert work.estimate(OPERATIONS["matmul"], shapes, {}).work < Limits().work


def test_every_operation_says_what_it_costs():
    undeclared = {
        operation.name
        for operation in OPERATIONS.values()
        if not any({"effort", "cost"} & vars(kind).keys() for kind in operation.__mro__[:-3])
    }
    assert not undeclared


def test_one_that_does_not_is_charged_as_a_few_steps_of_arithmetic():
    class Undeclared(Node):
        pass

    cost = {
        kind: work.estimate(kind, [(100_000,)], {}).work
        for kind in (Undeclared, OPERATIONS["neg"], OPERATIONS["exp"])
    }
    assert cost[Undeclared] < 5 * cost[OPERATIONS["neg"]]
    assert cost[OPERATIONS["exp"]] < 5 * cost[Undeclared]


def test_the_largest_array_counts_not_the_result():
    x = tensor(np.zeros((1000, 1)))
    bound = work.estimate(OPERATIONS["mse"], [x.shape, (1, 1000)], {})
    assert bound.elements == 10**6
