"""PyTorch as an oracle: values and gradients of the same call."""

import numpy as np
import pytest
from engine_samples import Sample

NEEDS_TORCH = "PyTorch is not installed: make test WITH_TORCH=1"


def import_torch():
    """The module, or a skipped test that says how to get it."""
    return pytest.importorskip("torch", reason=NEEDS_TORCH)


def import_operations():
    """PyTorch's descriptions of its own operations, with sample inputs of each."""
    import_torch()
    from torch.testing._internal import common_methods_invocations, common_utils

    common_utils.extract_test_fn = lambda: None  # it would go through the stack for every sample
    return common_methods_invocations.op_db


def weights(shape: tuple[int, ...]) -> np.ndarray:
    """An uneven upstream gradient, so that no error can hide in a sum."""
    return np.cos(np.arange(1.0, np.prod(shape, dtype=int) + 1.0)).reshape(shape)


def torch_gradients(sample: Sample, dtype: str = "float64"):
    """The sample's value, the gradients of its differentiable inputs, and the leaves."""
    torch = import_torch()
    leaves = [
        torch.tensor(
            value if value.dtype.kind in "bi" else value.astype(dtype),
            requires_grad=slot in sample.slots,
        )
        for slot, value in enumerate(sample.inputs)
    ]
    output = sample.torch(*leaves)
    wanted = [leaves[slot] for slot in sample.slots]
    upstream = torch.tensor(weights(tuple(output.shape)).astype(dtype))
    if not wanted:
        return output, [], wanted
    gradients = torch.autograd.grad(
        output, wanted, upstream, create_graph=True, allow_unused=True, materialize_grads=True
    )
    return output, list(gradients), wanted
