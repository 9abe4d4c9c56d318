"""Of equal elements PyTorch's own one is taken: gradients flow to it."""

import chainrule.functional as F
import numpy as np
import pytest
from chainrule.engine import Tensor
from engine_torch import import_torch

GENERATOR = np.random.default_rng(0)
ROWS = [
    GENERATOR.choice([0.0, 1.0, 2.0, np.nan, np.inf], size=n, p=[0.3, 0.3, 0.3, 0.05, 0.05])
    for n in (1, 2, 3, 5, 16, 17, 40, 130, 300)
]


@pytest.mark.parametrize("row", ROWS, ids=len)
@pytest.mark.parametrize("largest", [True, False])
def test_topk(row, largest):
    torch = import_torch()
    for k in {1, 2, 3, len(row) // 2, len(row)}:
        if k <= len(row):
            _, theirs = torch.topk(torch.tensor(row), k, largest=largest)
            np.testing.assert_array_equal(
                F.topk(row, k, largest=largest).indices.detach().numpy(), theirs
            )


@pytest.mark.parametrize("row", ROWS, ids=len)
def test_kthvalue(row):
    torch = import_torch()
    for k in {1, 2, len(row) // 2, len(row)} - {0}:
        if k <= len(row):
            value, index = torch.kthvalue(torch.tensor(row), k)
            found = F.kthvalue(row, k)
            np.testing.assert_array_equal(found.indices.detach().numpy(), index)
            np.testing.assert_array_equal(found.values.detach().numpy(), value)


@pytest.mark.parametrize("row", ROWS, ids=len)
def test_median_along_an_axis_and_running_extremes(row):
    torch = import_torch()
    for name in ("median", "cummax", "cummin"):
        theirs = getattr(torch, name)(torch.tensor(row), 0)
        ours = getattr(F, name)(row, 0)
        np.testing.assert_array_equal(ours.values.detach().numpy(), theirs.values)
        if name != "median" or not np.isnan(row).any():
            np.testing.assert_array_equal(ours.indices.detach().numpy(), theirs.indices)


def test_equal_elements_share_the_gradient_of_the_median_of_all():
    x = Tensor([1.0, 3.0, 3.0, 2.0, 3.0], requires_grad=True)
    F.median(x).backward()
    np.testing.assert_allclose(np.asarray(x.grad), [0, 1 / 3, 1 / 3, 0, 1 / 3])


def test_sort_keeps_the_order_of_equal_elements_as_a_stable_sort_does():
    torch = import_torch()
    row = np.tile([2.0, 0.0, 1.0], 20)
    for descending in (False, True):
        theirs = torch.sort(torch.tensor(row), stable=True, descending=descending).indices
        ours = F.sort(row, descending=descending).indices
        np.testing.assert_array_equal(ours.detach().numpy(), theirs)
