"""Functions that change a tensor in place do what PyTorch's do."""

import chainrule.functional as F
import numpy as np
import pytest
from chainrule.engine import Tensor
from engine_torch import import_torch

CALLS = """
F.relu(x, inplace=True)
F.relu(x, True)
F.leaky_relu(x, 0.2, True)
F.hardtanh(x, -0.5, 0.5, inplace=True)
F.dropout(x, 1.0, True, True)
x.masked_fill_(mask, 0.5)
x.scatter_(0, index, 2.0)
x.index_add_(0, rows, x[:2] * 2)
x.index_fill_(1, rows, 0.0)
x.lerp_(x * 2, 0.3)
x.addcmul_(c, c, value=0.1)
x.addcdiv_(c, c * c + 1)
x.cumsum_(1)
x.tril_()
"""


def evaluated(call, leaf, functional, index, rows):
    x = leaf * 1.0
    name = x
    names = {"x": x, "c": leaf.detach(), "F": functional, "mask": x > 0, "index": index}
    answer = eval(call, {**names, "rows": rows})  # noqa: S307
    assert answer is name
    x.sum().backward()
    return x, leaf


@pytest.mark.parametrize("call", CALLS.strip().split("\n"))
def test_value_and_gradient_are_those_of_pytorch(call):
    torch = import_torch()
    values = np.array([[0.5, -1.5, 2.0], [-0.3, 1.2, -0.7]])
    index, rows = np.array([[0, 1, 0]]), np.array([1, 0])
    ours = evaluated(call, Tensor(values, requires_grad=True), F, index, rows)
    theirs = evaluated(
        call,
        torch.tensor(values, requires_grad=True),
        torch.nn.functional,
        torch.tensor(index),
        torch.tensor(rows),
    )
    np.testing.assert_allclose(ours[0].detach().numpy(), theirs[0].detach(), rtol=1e-12)
    np.testing.assert_allclose(np.asarray(ours[1].grad), theirs[1].grad, rtol=1e-12)


def test_running_statistics_move_towards_those_of_the_batch():
    torch = import_torch()
    x = np.arange(12.0).reshape(4, 3) ** 2
    ours = [Tensor(np.zeros(3)), Tensor(np.ones(3))]
    theirs = [torch.zeros(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)]
    F.batch_norm(Tensor(x), *ours, training=True, momentum=0.3)
    torch.nn.functional.batch_norm(torch.tensor(x), *theirs, training=True, momentum=0.3)
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine.detach().numpy(), other, rtol=1e-12)
