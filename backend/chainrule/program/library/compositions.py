"""Compositions: functions of PyTorch and NumPy that are several operations here.

Each is written with the operations that it consists of; its arguments and their kinds are those of
its signature. A call is drawn as a group, so that a reader sees what is inside of it.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from chainrule.engine import Tensor
from chainrule.program.library.composing import Steps, composition

# Layers


@composition(
    "input @ weight.T + bias",
    "x = [[1.0, 2.0]]\nW = [[0.5, -1.0], [2.0, 0.0]]\nb = [0.1, 0.2]\ny = linear(x, W, b)",
)
def linear(op: Steps, input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """A dense layer as PyTorch has it: every row of the weights belongs to one output."""
    product = op.matmul(input, op.transpose(weight) if weight.ndim > 1 else weight)
    return product if bias is None else op.add(product, bias)


@composition(
    "(input - mean) / sqrt(var + eps)", "x = [[1.0, 2.0, 6.0]]\ny = layer_norm(x, (3,)) ** 2"
)
def layer_norm(
    op: Steps,
    input: Tensor,
    normalized_shape: tuple[int, ...],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Every row less its mean, over its standard deviation."""
    count = len(normalized_shape)
    op.require(
        count > 0 and input.shape[-count:] == normalized_shape,
        f"normalized_shape {normalized_shape} is not the end of the shape {input.shape}",
    )
    axes = tuple(range(-count, 0))
    centred = op.sub(input, op.mean(input, axis=axes, keepdims=True))
    variance = op.var(input, axis=axes, correction=0, keepdims=True)
    y = op.div(centred, op.sqrt(op.add(variance, eps)))
    y = y if weight is None else op.mul(y, weight)
    return y if bias is None else op.add(y, bias)


@composition(
    "softmax(query @ key.T / sqrt(d)) @ value",
    "q = [[1.0, 0.0], [0.5, 2.0]]\ny = scaled_dot_product_attention(q, q, q)",
)
def scaled_dot_product_attention(
    op: Steps,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
) -> Tensor:
    """The values, weighted by how well their keys fit the query."""
    op.require(dropout_p == 0, "dropout is random; leave dropout_p at 0")
    op.require(min(query.ndim, key.ndim) > 1, "query and key are matrices")
    scores = op.div(op.matmul(query, op.transpose(key)), sqrt(query.shape[-1]))
    if is_causal:
        sizes = query.shape[-2], key.shape[-2]
        earlier = op.run.fresh(sizes, lambda: np.tri(*sizes), "data", op.span)
        scores = op.where(earlier, scores, float("-inf"))
    if attn_mask is not None:
        chosen = attn_mask.is_mask
        scores = op.where(attn_mask, scores, float("-inf")) if chosen else op.add(scores, attn_mask)
    return op.matmul(op.softmax(scores, axis=-1), value)


@composition("input / norm(input)", "x = [[3.0, 4.0]]\ny = normalize(x)")
def normalize(
    op: Steps, input: Tensor, p: float = 2.0, axis: int = 1, eps: float = 1e-12
) -> Tensor:
    """The tensor over its norm along an axis."""
    op.axis(input, axis)
    return op.div(input, op.clamp(op.norm(input, p=p, axis=axis, keepdims=True), min=eps, max=None))


# Losses


@composition("mean(abs(input - target))", "x = [1.0, 3.0]\nloss = l1_loss(x, data([0.5, 4.0]))")
def l1_loss(op: Steps, input: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """The mean of the absolute differences."""
    return op.reduce(op.abs(op.sub(input, target)), reduction)


@composition(
    "mean(where(abs(d) < beta, d ** 2 / 2 / beta, abs(d) - beta / 2))",
    "x = [1.0, 3.0]\nloss = smooth_l1_loss(x, data([0.5, 9.0]))",
)
def smooth_l1_loss(
    op: Steps, input: Tensor, target: Tensor, reduction: str = "mean", beta: float = 1.0
) -> Tensor:
    """Half the squared difference where that is small, else the absolute one."""
    op.require(beta > 0, "beta is positive")
    loss = op.huber(input, target, reduction=reduction, delta=beta)
    return loss if beta == 1 else op.div(loss, beta)


@composition(
    "mean(-input[target])",
    "x = [[0.5, 2.0], [1.0, -1.0]]\nloss = nll_loss(log_softmax(x, axis=1), data([1, 0]))",
)
def nll_loss(op: Steps, input: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    """The mean of −log p of the right classes, for logarithms of probabilities."""
    op.require(
        input.ndim == 2 and target.ndim == 1 and len(target) == len(input),
        f"rows of log-probabilities and one class for each, not {input.shape} and {target.shape}",
    )
    picked = op.gather(input, op.reshape(target, shape=(target.size, 1)), axis=1)
    return op.reduce(op.neg(op.reshape(picked, shape=(-1,))), reduction)


@composition(
    "mean(target * (log(target) - input))",
    "x = [[0.5, 2.0]]\nloss = kl_div(log_softmax(x, axis=1), data([[0.2, 0.8]]))",
)
def kl_div(
    op: Steps, input: Tensor, target: Tensor, reduction: str = "mean", log_target: bool = False
) -> Tensor:
    """How far log-probabilities are from a target distribution."""
    op.require(reduction in ("mean", "sum", "none", "batchmean"), "no such reduction")
    if log_target:
        losses = op.mul(op.exp(target), op.sub(target, input))
    else:
        losses = op.sub(op.xlogy(target, target), op.mul(target, input))
    if reduction != "batchmean":
        return op.reduce(losses, reduction)
    op.require(input.ndim > 0, "batchmean needs rows")
    return op.div(op.sum(losses), float(input.shape[0]))


@composition(
    "sum(a * b) / (norm(a) * norm(b))",
    "x = [[1.0, 2.0]]\ny = [[2.0, 1.0]]\nresult = cosine_similarity(x, y)",
)
def cosine_similarity(op: Steps, a: Tensor, b: Tensor, axis: int = 1, eps: float = 1e-8) -> Tensor:
    """The cosine of the angle between vectors along an axis."""
    op.axis(a, axis)
    op.axis(b, axis)
    lengths = [op.clamp(op.norm(x, axis=axis), min=eps, max=None) for x in (a, b)]
    return op.div(op.sum(op.mul(a, b), axis=axis), op.mul(*lengths))


# Small functions


@composition("1 / sqrt(input)", "x = [4.0, 9.0]\ny = rsqrt(x)", method=True)
def rsqrt(op: Steps, input: Tensor) -> Tensor:
    """One over the square root."""
    return op.reciprocal(op.sqrt(input))


@composition("input / (1 + abs(input))", "x = [-1.0, 3.0]\ny = softsign(x)")
def softsign(op: Steps, input: Tensor) -> Tensor:
    """a / (1 + |a|)."""
    return op.div(input, op.add(1.0, op.abs(input)))


@composition("input - tanh(input)", "x = [-1.0, 3.0]\ny = tanhshrink(x)")
def tanhshrink(op: Steps, input: Tensor) -> Tensor:
    """a − tanh(a)."""
    return op.sub(input, op.tanh(input))


@composition("floor(a / b)", "x = [7.0, -7.0]\ny = floor_divide(x, 2)", method=True)
def floor_divide(op: Steps, a: Tensor, b: Tensor) -> Tensor:
    """The quotient, rounded down."""
    return op.floor(op.div(a, b))


@composition("beta * input + alpha * (a @ b)", "x = [[1.0, 2.0], [0.5, 0.0]]\ny = addmm(x, x, x)")
def addmm(
    op: Steps, input: Tensor, a: Tensor, b: Tensor, beta: float = 1.0, alpha: float = 1.0
) -> Tensor:
    """A matrix product added to a matrix."""
    product = op.matmul(a, b)
    product = product if alpha == 1 else op.mul(product, alpha)
    return op.add(input if beta == 1 else op.mul(input, beta), product)
