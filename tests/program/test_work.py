"""Estimates bound what operations make, before they run."""

import numpy as np
import pytest
from chainrule import tensor
from chainrule.engine import OPERATIONS
from chainrule.program import Limits, functions, run, work


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
def test_no_result_of_an_example_is_larger_than_its_estimate(function):
    execution = run(function.example)
    for entry in execution.kept.entries:
        node = entry.node
        shapes = [array.shape for array in node.arrays]
        bound = work.estimate(node.name, shapes, node.params)
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
    assert work.estimate(name, shapes, params).elements == elements


def test_products_are_charged_for_every_step():
    small = work.estimate("matmul", [(1000, 1000), (1000, 1000)], {}).work
    large = work.estimate("matmul", [(2000, 2000), (2000, 2000)], {}).work
    assert 7 < large / small < 9


def test_narrow_products_are_charged_more_for_a_step_than_square_ones():
    square = work.estimate("matmul", [(100, 1000), (1000, 100)], {}).work
    narrow = work.estimate("matmul", [(10, 10_000), (10_000, 100)], {}).work
    assert narrow > 2 * square


def test_a_product_of_matrices_of_a_million_numbers_is_affordable():
    shapes = [(1000, 1000), (1000, 1000)]
    assert work.estimate("matmul", shapes, {}).work < Limits().work


def test_unknown_operations_are_charged_as_slow_ones():
    shapes = [(10_000,)]
    assert work.estimate("new", shapes, {}).work > 10 * work.estimate("add", shapes, {}).work


def test_every_table_names_operations():
    names = {*work.CHEAP, *work.SLOWEST, *work.SIZES, *work.PRODUCTS}
    assert names <= set(OPERATIONS)


def test_the_largest_array_counts_not_the_result():
    x = tensor(np.zeros((1000, 1)))
    bound = work.estimate("mse", [x.shape, (1, 1000)], {})
    assert bound.elements == 10**6
