"""Attention of several heads, with every option: values, weights and gradients are PyTorch's."""

from itertools import product

import numpy as np
import pytest
from chainrule import ShapeError, nn, tensor
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


def twins(name, *args, **options):
    """A layer of PyTorch's and ours with its parameters."""
    torch = import_torch()
    other = getattr(torch.nn, name)(*args, dropout=0.0, **options).double()
    mine = getattr(nn, name)(*args, dropout=0.0, **options)
    mine.load_state_dict({k: tensor(v.detach().numpy()) for k, v in other.state_dict().items()})
    assert list(mine.state_dict()) == list(other.state_dict())
    return torch, mine, other


@pytest.mark.filterwarnings("ignore:enable_nested_tensor")  # PyTorch's
@pytest.mark.parametrize("options", [{}, {"norm_first": True, "batch_first": True, "bias": False}])
@pytest.mark.parametrize(
    ("name", "args"), [("TransformerDecoderLayer", (WIDTH, HEADS, 6)),
                       ("Transformer", (WIDTH, HEADS, 1, 2, 6))],
)  # fmt: skip
def test_transformers_are_those_of_pytorch(name, args, options):
    torch, mine, other = twins(name, *args, activation="gelu", **options)
    shapes = [(n, SAMPLES, WIDTH) for n in (SOURCES, TARGETS)]
    if options:
        shapes = [(SAMPLES, n, WIDTH) for n in (SOURCES, TARGETS)]
    source, target = (NUMBERS.normal(size=shape) for shape in shapes)
    given = (source, target) if name == "Transformer" else (target, source)
    mask = np.triu(np.full((TARGETS, TARGETS), -np.inf), 1)
    masks = {"tgt_mask": mask, "memory_key_padding_mask": PADDING}
    found = mine(*map(tensor, given), **{k: tensor(m) for k, m in masks.items()})
    expected = other(*map(torch.tensor, given), **{k: torch.tensor(m) for k, m in masks.items()})
    np.testing.assert_allclose(found.detach(), expected.detach().numpy(), rtol=1e-9, atol=1e-11)
    (found**2).sum().backward()
    (expected**2).sum().backward()
    for a, b in zip(mine.parameters(), other.parameters(), strict=True):
        np.testing.assert_allclose(a.grad, b.grad.numpy(), rtol=1e-8, atol=1e-10)


def test_a_transformer_takes_vectors_of_its_width_only():
    with pytest.raises(ShapeError, match="d_model"):
        nn.Transformer(4, 2, 1, 1, 6)(tensor(np.ones((3, 1, 5))), tensor(np.ones((3, 1, 4))))
