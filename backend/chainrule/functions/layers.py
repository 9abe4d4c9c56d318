"""Layers as functions: products with weights, normalisations."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from chainrule.engine import Tensor, no_grad
from chainrule.engine.kinds import is_integer
from chainrule.functions.arguments import (
    Numbers,
    as_tensor,
    axis_of,
    op,
    require,
    require_shape,
    values_of,
)
from chainrule.functions.composition import composed


@composed("input @ weight.T + bias", "y = F.linear(x, weight, bias)")
def linear(input: Numbers, weight: Numbers, bias: Numbers | None = None) -> Tensor:
    """A dense layer: every row of the weights belongs to one output."""
    w = as_tensor(weight)
    require_shape(w.ndim in (1, 2), f"linear(): weight is a matrix, not of shape {w.shape}")
    product = op.matmul(input, op.transpose(w) if w.ndim > 1 else w)
    return product if bias is None else op.add(product, bias)


@composed(
    "einsum('bi,oij,bj->bo', input1, weight, input2) + bias",
    "y = F.bilinear(x, x, torch.ones(1, 3, 3))",
)
def bilinear(
    input1: Numbers, input2: Numbers, weight: Numbers, bias: Numbers | None = None
) -> Tensor:
    """Both inputs times each of the matrices: x₁ᵀ·W·x₂ for every output."""
    product = op.einsum(
        as_tensor(input1), as_tensor(weight), as_tensor(input2), equation="...i,oij,...j->...o"
    )
    return product if bias is None else op.add(product, bias)


@composed("input / max(norm(input), eps)", "y = F.normalize(x, dim=-1)")
def normalize(input: Numbers, p: float = 2.0, dim: Any = 1, eps: float = 1e-12) -> Tensor:
    """The tensor over its norm along an axis."""
    a = as_tensor(input)
    if is_integer(dim):
        axis_of("normalize", a, dim)
    return op.div(a, op.clamp(op.norm(a, p=p, axis=dim, keepdims=True), min=eps, max=None))


def _scaled(y: Tensor, weight: Numbers | None, bias: Numbers | None) -> Tensor:
    y = y if weight is None else op.mul(y, weight)
    return y if bias is None else op.add(y, bias)


def _standardised(a: Tensor, axes: tuple[int, ...], eps: float) -> Tensor:
    centred = op.sub(a, op.mean(a, axis=axes, keepdims=True))
    variance = op.var(a, axis=axes, correction=0, keepdims=True)
    return op.div(centred, op.sqrt(op.add(variance, eps)))


@composed("(input - mean) / sqrt(var + eps)", "y = F.layer_norm(x, (3,))")
def layer_norm(
    input: Numbers,
    normalized_shape: Any,
    weight: Numbers | None = None,
    bias: Numbers | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Every row less its mean, over its standard deviation."""
    a = as_tensor(input)
    shape = (normalized_shape,) if is_integer(normalized_shape) else tuple(normalized_shape)
    count = len(shape)
    require_shape(
        0 < count <= a.ndim and a.shape[-count:] == shape,
        f"Given normalized_shape={list(shape)}, expected input with shape "
        f"[*, {', '.join(map(str, shape))}], but got input of size {list(a.shape)}",
    )
    return _scaled(_standardised(a, tuple(range(-count, 0)), eps), weight, bias)


@composed("input / sqrt(mean(input ** 2) + eps)", "y = F.rms_norm(x, (3,))")
def rms_norm(
    input: Numbers, normalized_shape: Any, weight: Numbers | None = None, eps: float | None = None
) -> Tensor:
    """Every row over the root of its mean square."""
    a = as_tensor(input)
    shape = (normalized_shape,) if is_integer(normalized_shape) else tuple(normalized_shape)
    require_shape(
        0 < len(shape) <= a.ndim and a.shape[-len(shape) :] == shape,
        f"rms_norm(): normalized_shape {shape} is not the end of the shape {a.shape}",
    )
    small = float(np.finfo(a.dtype).eps) if eps is None else eps
    square = op.mean(op.square(a), axis=tuple(range(-len(shape), 0)), keepdims=True)
    return _scaled(op.div(a, op.sqrt(op.add(square, small))), weight, None)


def _by_channel(a: Tensor, value: Numbers) -> Tensor:
    t = as_tensor(value)
    return t if a.ndim == 2 else op.reshape(t, shape=(-1, *(1,) * (a.ndim - 2)))


@composed("(input - mean) / sqrt(var + eps)", "y = F.batch_norm(x, None, None, training=True)")
def batch_norm(
    input: Numbers,
    running_mean: Numbers | None,
    running_var: Numbers | None,
    weight: Numbers | None = None,
    bias: Numbers | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Every channel less its mean over its deviation: the batch's in training, else the running.

    In training the running statistics move towards the batch's, in place.
    """
    a = as_tensor(input)
    require_shape(a.ndim >= 2, f"expected 2D or more input (got {a.ndim}D input)")
    axes = (0, *range(2, a.ndim))
    count = prod(a.shape[k] for k in axes)
    if training:
        require_shape(
            count > 1,
            f"Expected more than 1 value per channel when training, got input size {a.shape}",
        )
        y = _standardised(a, axes, eps)
        _move_statistics(a, axes, count, running_mean, running_var, momentum)
    else:
        require(
            running_mean is not None and running_var is not None,
            "Expected running_mean and running_var to be defined when training=False",
        )
        centred = op.sub(a, _by_channel(a, running_mean))
        y = op.div(centred, op.sqrt(op.add(_by_channel(a, running_var), eps)))
    scale, shift = (None if x is None else _by_channel(a, x) for x in (weight, bias))
    return _scaled(y, scale, shift)


def _move_statistics(
    a: Tensor, axes: tuple[int, ...], count: int, mean: Any, variance: Any, momentum: float
) -> None:
    """The running mean and variance, moved towards those of the batch."""
    values = values_of(a)
    with no_grad():
        for running, found in (
            (mean, values.mean(axis=axes)),
            (variance, values.var(axis=axes) * (count / (count - 1))),
        ):
            if isinstance(running, Tensor):
                running.copy_((1 - momentum) * values_of(running) + momentum * found)


@composed("(input - mean) / sqrt(var + eps)", "y = F.group_norm(torch.randn(2, 4, 3), 2)")
def group_norm(
    input: Numbers,
    num_groups: int,
    weight: Numbers | None = None,
    bias: Numbers | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """The channels of a sample in groups, each less its mean, over its deviation."""
    a = as_tensor(input)
    require_shape(a.ndim >= 2, f"Expected at least 2 dimensions for input tensor, not {a.ndim}")
    require(
        num_groups > 0 and a.shape[1] % num_groups == 0,
        f"Expected number of channels in input to be divisible by num_groups, but got input of "
        f"shape {list(a.shape)} and num_groups={num_groups}",
    )
    apart = op.reshape(a, shape=(a.shape[0], num_groups, prod(a.shape[1:]) // num_groups))
    y = op.reshape(_standardised(apart, (2,), eps), shape=a.shape)
    scale, shift = (None if x is None else _by_channel(a, x) for x in (weight, bias))
    return _scaled(y, scale, shift)


@composed("(input - mean) / sqrt(var + eps)", "y = F.instance_norm(torch.randn(2, 4, 3))")
def instance_norm(
    input: Numbers,
    running_mean: Numbers | None = None,
    running_var: Numbers | None = None,
    weight: Numbers | None = None,
    bias: Numbers | None = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Every channel of every sample less its mean, over its deviation."""
    a = as_tensor(input)
    require_shape(a.ndim >= 3, f"expected at least 3 axes, not the shape {a.shape}")
    if not use_input_stats:
        return batch_norm(a, running_mean, running_var, weight, bias, False, momentum, eps)
    axes = tuple(range(2, a.ndim))
    require_shape(
        prod(a.shape[2:]) > 1,
        f"Expected more than 1 spatial element when training, got input size {a.shape}",
    )
    if running_mean is not None:
        values, n = values_of(a), prod(a.shape[2:])
        pairs = (
            (running_mean, values.mean(axis=axes).mean(axis=0)),
            (running_var, (values.var(axis=axes) * (n / (n - 1))).mean(axis=0)),
        )
        with no_grad():
            for running, found in pairs:
                if isinstance(running, Tensor):
                    running.copy_((1 - momentum) * values_of(running) + momentum * found)
    scale, shift = (None if x is None else _by_channel(a, x) for x in (weight, bias))
    return _scaled(_standardised(a, axes, eps), scale, shift)


@composed("input / (k + alpha * mean(input ** 2)) ** beta", "y = F.local_response_norm(image, 2)")
def local_response_norm(
    input: Numbers, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0
) -> Tensor:
    """Every element over what its neighbours among the channels have."""
    a = as_tensor(input)
    require_shape(a.ndim >= 3, f"Expected 3D or higher dimensionality input (got {a.ndim})")
    apart = op.reshape(op.square(a), shape=(a.shape[0], a.shape[1], prod(a.shape[2:])))
    padded = op.pad(apart, padding=(0, 0, size // 2, (size - 1) // 2))
    near = op.windows(op.transpose(padded), size=(size,), stride=(1,), dilation=(1,))
    mean = op.reshape(op.transpose(op.mean(near, axis=-1)), shape=a.shape)
    return op.div(a, op.pow(op.add(op.mul(mean, alpha), k), exponent=beta))
