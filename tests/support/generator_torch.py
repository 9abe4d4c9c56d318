"""PyTorch's default generator beside ours: the same draws, and the same state after them."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from chainrule.functions.generator import Generator
from engine_torch import import_torch


def import_fused_torch():
    """PyTorch where its kernels have fused multiply-adds, or a skipped test."""
    torch = import_torch()
    if "AVX" not in torch.backends.cpu.get_cpu_capability():
        pytest.skip("without AVX2, PyTorch's own numbers differ from those of other machines")
    return torch


def assert_same_bits(ours: Any, theirs: Any) -> None:
    """The same dtype, shape and bytes; for mappings also the same names in the same order."""
    if isinstance(ours, Mapping):
        assert list(ours) == list(theirs)
        for name in ours:
            assert_same_bits(ours[name], theirs[name])
        return
    theirs = theirs.detach().numpy()
    assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)
    assert np.array_equal(ours, theirs)
    assert ours.tobytes() == theirs.tobytes()


def assert_draws_alike(
    seed: int, ours: Callable[[Generator], Any], theirs: Callable[[], Any]
) -> None:
    """Both draw the same from a seed, twice in a row, and leave their generators alike."""
    torch, generator = import_torch(), Generator(seed)
    torch.manual_seed(seed)
    for _ in range(2):
        assert_same_bits(ours(generator), theirs())
        assert_same_bits(generator.get_state(), torch.get_rng_state())
