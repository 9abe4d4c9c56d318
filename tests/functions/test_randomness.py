"""Random tensors and dropout: PyTorch's numbers for a seed."""

import chainrule
import chainrule.functional as F
import numpy as np
import pytest
from engine_torch import import_torch

CALLS = """
t.rand(2, 3)
t.rand((4,))
t.randn(3)
t.randn(5, 5)
t.randint(0, 10, (3,))
t.randint(7, (2, 2))
t.randperm(6)
t.normal(1.0, 2.0, (3,))
t.bernoulli(t.tensor([0.2, 0.9]))
F.dropout(t.ones(4, 5), 0.4)
t.empty(3).uniform_(-1, 1)
t.zeros(2, 9).normal_(1.0, 0.5)
t.zeros(2, 3).bernoulli_(0.3)
F.dropout1d(t.ones(2, 3, 4), 0.4)
"""


@pytest.mark.parametrize("call", CALLS.strip().split("\n"))
def test_a_seed_gives_the_numbers_of_pytorch(call):
    torch = import_torch()
    torch.manual_seed(7)
    chainrule.manual_seed(7)
    for _ in range(2):
        wanted = eval(call, {"t": torch, "F": torch.nn.functional})  # noqa: S307
        found = eval(call, {"t": F, "F": F})  # noqa: S307
        np.testing.assert_array_equal(
            found.detach().numpy().astype(wanted.detach().numpy().dtype), wanted.detach().numpy()
        )


def test_another_generator_can_be_given_or_put_in_its_place():
    from chainrule.functions.generator import Generator
    from chainrule.functions.randomness import drawing_from

    wanted = F.rand(3, generator=Generator(5)).tolist()
    with drawing_from(Generator(5)):
        assert F.rand(3).tolist() == wanted
