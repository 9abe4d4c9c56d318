"""One or more small computations with every operation, as the exports' tests need them."""

from collections.abc import Callable

import chainrule
import numpy as np
from chainrule import Tensor, tensor

Sample = Callable[[], Tensor]


def leaf(name: str, data: object = 1.0) -> Tensor:
    """A named leaf that gets a gradient."""
    result = tensor(data, requires_grad=True)
    result.name = name
    return result


def a() -> Tensor:
    """A matrix of different numbers between 0 and 1."""
    return leaf("a", [[0.2, 0.7, 0.4], [0.9, 0.3, 0.6]])


def b() -> Tensor:
    """Another one that is broadcast."""
    return leaf("b", [0.5, 0.25, 0.8])


def square() -> Tensor:
    """A matrix with an inverse."""
    return leaf("m", [[2.0, 0.5, 0.1], [0.3, 1.5, 0.2], [0.4, 0.6, 3.0]])


def unary(name: str, shift: float = 0.0) -> list[Sample]:
    """A function of one tensor, followed by another operation."""
    return [lambda: getattr(chainrule, name)(a() + shift) * b()]


def binary(name: str) -> list[Sample]:
    """A function of two tensors that are broadcast."""
    return [lambda: getattr(chainrule, name)(a(), b()) * 3.0]


def reduction(name: str, *more: dict[str, object]) -> list[Sample]:
    """A reduction over everything, over an axis, over both with the axes kept."""
    options: list[dict[str, object]] = [{}, {"axis": 0}, {"axis": -1, "keepdims": True}, *more]
    options += [{"axis": (0, 1)}, {"keepdims": True}]
    return [lambda o=o: getattr(chainrule, name)(a(), **o) * 2.0 for o in options]  # type: ignore[misc]


def loss(name: str, *more: dict[str, object]) -> list[Sample]:
    """A loss with every way to reduce it."""
    options: list[dict[str, object]] = [{"reduction": r} for r in ("mean", "sum", "none")]
    target = tensor([[0.0, 1.0, 0.3], [1.0, 0.0, 0.6]])
    return [lambda o=o: getattr(chainrule, name)(a(), target, **o) for o in [*options, *more]]  # type: ignore[misc]


UNARY = (
    "exp expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh atanh erf "
    "sigmoid logsigmoid relu selu silu mish neg abs reciprocal square sqrt sign floor ceil round"
)
BINARY = "logaddexp atan2 xlogy add sub mul div remainder hypot maximum minimum"

SAMPLES: dict[str, list[Sample]] = {
    **{name: unary(name) for name in UNARY.split()},
    "acosh": unary("acosh", 1.5),
    **{name: binary(name) for name in BINARY.split()},
    "leaky_relu": [
        lambda: chainrule.leaky_relu(a() - 0.5),
        lambda: chainrule.leaky_relu(a() - 0.5, negative_slope=0.2),
    ],
    "elu": [lambda: chainrule.elu(a() - 0.5), lambda: chainrule.elu(a() - 0.5, alpha=0.5)],
    "gelu": [lambda: chainrule.gelu(a()), lambda: chainrule.gelu(a(), approximate="tanh")],
    "softplus": [
        lambda: chainrule.softplus(a()),
        lambda: chainrule.softplus(a(), beta=2.0, threshold=1.0),
    ],
    "softmax": [lambda: chainrule.softmax(a()) * b(), lambda: chainrule.softmax(a(), axis=0) * b()],
    "log_softmax": [lambda: chainrule.log_softmax(a(), axis=0) * b()],
    "pow": [lambda: a() ** 3, lambda: a() ** -0.5, lambda: (-a()) ** 2],
    "pow_tensor": [lambda: a() ** b(), lambda: 2.0 ** a()],
    **{
        name: [lambda name=name: chainrule.where(getattr(chainrule, name)(a(), b()), a(), b())]  # type: ignore[misc]
        for name in ("gt", "ge", "lt", "le", "eq", "ne")
    },
    "logical_and": [lambda: chainrule.where(chainrule.logical_and(a() > 0.3, a() < 0.8), a(), b())],
    "logical_or": [lambda: chainrule.where(chainrule.logical_or(a() < 0.3, a() > 0.8), a(), b())],
    "logical_not": [lambda: chainrule.where(chainrule.logical_not(a() > 0.3), a(), b())],
    "where": [lambda: chainrule.where(tensor([[1.0, 0.0, 1.0]]), a(), b())],
    "einsum": [
        lambda: chainrule.einsum("ij,kj->ik", a(), a()),
        lambda: chainrule.einsum("ij->j", a()),
    ],
    "getitem": [
        lambda: a()[0],
        lambda: a()[:, 1:],
        lambda: a()[..., ::2],
        lambda: a()[:, ::-1],
        lambda: a()[[0, 0, 1]],
        lambda: a()[None, 1, -1],
        lambda: a()[np.array([[True, False, True], [False, True, False]])],
    ],
    "scatter": [
        lambda: chainrule.scatter(leaf("v", [1.0, 2.0, 3.0]), index=([0, 1, 0],), shape=(4,)),
    ],
    "masked_select": [lambda: chainrule.masked_select(a(), a() > 0.5)],
    "gather": [lambda: chainrule.gather(a(), 1, tensor([[0.0, 2.0], [1.0, 1.0]]))],
    "matmul": [
        lambda: a() @ square(),
        lambda: a() @ b(),
        lambda: b() @ b(),
        lambda: tensor(np.ones((4, 2, 2))) @ a(),
    ],
    "outer": [lambda: chainrule.outer(b(), b())],
    "trace": [lambda: chainrule.trace(square())],
    "diag": [lambda: chainrule.diag(b()), lambda: chainrule.diag(square(), diagonal=1)],
    "tril": [lambda: chainrule.tril(square()), lambda: chainrule.tril(square(), diagonal=-1)],
    "triu": [lambda: chainrule.triu(square(), diagonal=1)],
    "inv": [lambda: chainrule.inv(square())],
    "det": [lambda: chainrule.det(square())],
    "solve": [lambda: chainrule.solve(square(), a().T), lambda: chainrule.solve(square(), b())],
    "mse": loss("mse"),
    "huber": loss("huber", {"delta": 0.1}),
    "bce": loss("bce"),
    "bce_with_logits": loss("bce_with_logits"),
    "cross_entropy": [
        lambda: chainrule.cross_entropy(a(), tensor([0.0, 2.0])),
        lambda: chainrule.cross_entropy(a(), tensor([0.0, 2.0]), reduction="sum"),
        lambda: chainrule.cross_entropy(a(), tensor([[0.5, 0.5, 0.0], [0.1, 0.2, 0.7]])),
    ],
    "reshape": [lambda: a().reshape(3, 2), lambda: a().reshape(-1)],
    "flatten": [lambda: chainrule.flatten(a())],
    "transpose": [lambda: a().T, lambda: chainrule.transpose(a(), 1, 0)],
    "permute": [
        lambda: chainrule.permute(a().reshape(1, 2, 3), (2, 0, 1)),
        lambda: chainrule.permute(a().reshape(1, 2, 3)),
    ],
    "squeeze": [
        lambda: chainrule.squeeze(a().reshape(1, 2, 3)),
        lambda: chainrule.squeeze(a().reshape(1, 2, 3, 1), axis=0),
    ],
    "unsqueeze": [lambda: chainrule.unsqueeze(a(), 1)],
    "expand": [lambda: chainrule.expand(b(), (4, 3))],
    "flip": [lambda: chainrule.flip(a()), lambda: chainrule.flip(a(), axis=1)],
    "cat": [lambda: chainrule.cat([a(), a()], axis=1)],
    "stack": [lambda: chainrule.stack([b(), b()]), lambda: chainrule.stack([a(), a()], axis=-1)],
    "to": [lambda: a().to("float32")],
    "detach": [lambda: a() * chainrule.detach(a())],
    "sum": reduction("sum"),
    "mean": reduction("mean"),
    "prod": reduction("prod"),
    "max": reduction("max"),
    "min": reduction("min"),
    "var": reduction("var", {"correction": 0}),
    "std": reduction("std", {"correction": 0}),
    "norm": reduction("norm", {"p": 1}, {"p": 3, "axis": 1}, {"p": "inf"}),
    "logsumexp": reduction("logsumexp"),
    "cumsum": [lambda: chainrule.cumsum(a(), axis=1), lambda: chainrule.cumsum(a())],
    "clamp": [
        lambda: chainrule.clamp(a(), 0.3, 0.7),
        lambda: chainrule.clamp(a(), min=0.3),
        lambda: chainrule.clamp(a(), max=0.7),
    ],
    "clamp_tensor": [lambda: chainrule.clamp(a(), b() - 0.2, b())],
}
"""By operation; a sample may use other operations, too."""
