"""Convolutions, their transposes and pools as layers: their arguments stand as in PyTorch."""

import numpy as np
import pytest
from chainrule import nn, tensor
from engine_torch import import_torch

LAYERS = [
    *(f"Conv{n}d(2, 4, 2, 2, 1, 1, 2, False)" for n in (1, 2, 3)),
    *(f"ConvTranspose{n}d(2, 4, 2, 2, 1, 1, 2, True, 1)" for n in (1, 2, 3)),
    *(f"ConvTranspose{n}d(2, 3, 3, stride=2, output_padding=1, dilation=2)" for n in (1, 2, 3)),
    *(f"{kind}Pool{n}d(2, 1)" for kind in ("Max", "Avg") for n in (1, 2, 3)),
    *(f"AdaptiveAvgPool{n}d(3)" for n in (1, 2, 3)),
]


@pytest.mark.parametrize("text", LAYERS)
def test_a_layer_is_that_of_pytorch(text):
    torch = import_torch()
    other = eval(f"nn.{text}", {"nn": torch.nn}).double()  # noqa: S307
    mine = eval(f"nn.{text}", {"nn": nn})  # noqa: S307
    assert repr(mine) == repr(other)
    mine.load_state_dict({k: tensor(v.detach().numpy()) for k, v in other.state_dict().items()})
    axes = int(text.partition("d(")[0][-1])
    x = np.random.default_rng(0).normal(size=(2, 2, *(4, 5, 4)[:axes]))
    a, b = tensor(x, requires_grad=True), torch.tensor(x, requires_grad=True)
    found, expected = mine(a), other(b)
    np.testing.assert_allclose(found.detach(), expected.detach().numpy(), rtol=1e-10, atol=1e-12)
    (found**2).sum().backward()
    (expected**2).sum().backward()
    pairs = [(a, b), *zip(mine.parameters(), other.parameters(), strict=True)]
    for leaf, theirs in pairs:
        np.testing.assert_allclose(leaf.grad, theirs.grad.numpy(), rtol=1e-10, atol=1e-12)
