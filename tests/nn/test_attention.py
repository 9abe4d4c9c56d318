"""Attention of several heads, with every option: values, weights and gradients are PyTorch's."""

from itertools import product

import numpy as np
import pytest
from chainrule import nn, tensor
from engine_torch import import_torch

SAMPLES, TARGETS, SOURCES, WIDTH, HEADS = 2, 3, 5, 4, 2
NUMBERS = np.random.default_rng(0)
MASKS = {
    "none": None,
    "numbers": NUMBERS.normal(size=(TARGETS, SOURCES)),
    "truth": NUMBERS.random((TARGETS, SOURCES)) < 0.3,
    "heads": NUMBERS.normal(size=(SAMPLES * HEADS, TARGETS, SOURCES)),
}
PADDING = np.array([[0, 0, 0, 1, 1], [0, 0, 0, 0, 1]], dtype=bool)


@pytest.mark.parametrize("sizes", [(None, None), (5, 7)], ids=str)
@pytest.mark.parametrize("options", list(product((False, True), repeat=4)), ids=str)
def test_attention_is_that_of_pytorch(sizes, options):
    torch = import_torch()
    bias, add_bias_kv, add_zero_attn, batch_first = options
    given = (WIDTH, HEADS, 0.0, bias, add_bias_kv, add_zero_attn, *sizes, batch_first)
    other = torch.nn.MultiheadAttention(*given).double()
    mine = nn.MultiheadAttention(*given)
    mine.load_state_dict({k: tensor(v.detach().numpy()) for k, v in other.state_dict().items()})
    assert list(mine.state_dict()) == list(other.state_dict())
    inputs = [
        NUMBERS.normal(size=(SAMPLES, n, d) if batch_first else (n, SAMPLES, d))
        for n, d in zip(
            (TARGETS, SOURCES, SOURCES), (WIDTH, *(s or WIDTH for s in sizes)), strict=True
        )
    ]
    for name, mask in MASKS.items():
        masks = {} if mask is None else {"attn_mask": mask}
        if name in ("none", "truth"):
            masks["key_padding_mask"] = PADDING
        found = mine(*map(tensor, inputs), **{k: tensor(m) for k, m in masks.items()})
        expected = other(
            *map(torch.tensor, inputs), **{k: torch.tensor(m) for k, m in masks.items()}
        )
        for a, b in zip(found, expected, strict=True):
            np.testing.assert_allclose(a.detach(), b.detach().numpy(), rtol=1e-10, atol=1e-12)
        mine.zero_grad(), other.zero_grad()
        (found[0] ** 2).sum().backward()
        (expected[0] ** 2).sum().backward()
        for a, b in zip(mine.parameters(), other.parameters(), strict=True):
            np.testing.assert_allclose(a.grad, b.grad.numpy(), rtol=1e-9, atol=1e-11)
