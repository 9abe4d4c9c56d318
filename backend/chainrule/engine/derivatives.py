"""Derivatives of functions: Jacobians, Hessians, and their products with vectors.

In come a function of tensors and the point; out come arrays. Named and called as in
``torch.autograd.functional``: with one tensor as ``inputs`` the function takes it and the answer is
one array; with several, the function takes them all and the answer has one entry for each.
What the result does not depend on has derivatives of zero.

Sources: reverse mode row by row for the Jacobian; Pearlmutter, "Fast exact multiplication by the
Hessian", 1994, for Hessian-vector products; and for ``jvp`` the double-backward trick: the
vector-Jacobian product is linear in its vector u, and the derivative of ⟨Jᵀu, v⟩ for u is J·v.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine.backward import grad
from chainrule.engine.errors import GradientError, ShapeError
from chainrule.engine.state import enable_grad
from chainrule.engine.tensor import Array, Tensor

Function = Callable[..., Tensor]
Inputs = ArrayLike | Tensor | tuple[ArrayLike | Tensor, ...]
Answer = Any
"""One array for one input; a tuple with one for each of several."""


def jacobian(function: Function, inputs: Inputs) -> Answer:
    """Every derivative of every element: for each input, of shape (*output, *input)."""
    leaves, output = _evaluate(function, inputs)
    rows: list[list[Array]] = [[] for _ in leaves]
    for upstream in np.eye(output.size).reshape((output.size, *output.shape)):
        for row, part in zip(rows, _gradients(output, leaves, upstream), strict=True):
            row.append(part)
    answers = [
        np.reshape(row, (*output.shape, *leaf.shape))
        for row, leaf in zip(rows, leaves, strict=True)
    ]
    return _as_given(inputs, answers)


def hessian(function: Function, inputs: Inputs) -> Answer:
    """The second derivatives of a single number: of shape (*input, *input).

    For several inputs, entry ``[i][j]`` has shape (*input i, *input j).

    Raises:
        GradientError: the function's result has several elements.
    """
    leaves, output = _evaluate(function, inputs)
    _require_number(output, "hessian")
    first = _gradients(output, leaves, None, create_graph=True)
    blocks = []
    for gradient, leaf in zip(first, leaves, strict=True):
        rows: list[list[Array]] = [[] for _ in leaves]
        for k in range(leaf.size):
            upstream = np.eye(1, leaf.size, k).reshape(leaf.shape)
            for row, part in zip(rows, _gradients(gradient, leaves, upstream), strict=True):
                row.append(part)
        shapes = [(*leaf.shape, *other.shape) for other in leaves]
        blocks.append([np.reshape(row, shape) for row, shape in zip(rows, shapes, strict=True)])
    return tuple(map(tuple, blocks)) if isinstance(inputs, tuple) else blocks[0][0]


def vjp(function: Function, inputs: Inputs, v: ArrayLike | Tensor) -> tuple[Tensor, Answer]:
    """The function's result, and Jᵀ·v for ``v`` of the result's shape: one reverse pass."""
    leaves, output = _evaluate(function, inputs)
    return output.detach(), _as_given(inputs, _gradients(output, leaves, v))


def jvp(function: Function, inputs: Inputs, v: Inputs) -> tuple[Tensor, Array]:
    """The function's result, and J·v, of its shape: how it changes in the direction ``v``."""
    leaves, output = _evaluate(function, inputs)
    start = Tensor(np.zeros(output.shape), requires_grad=True)
    products = _gradients(output, leaves, start, create_graph=True)
    along = _inner(products, _directions(v, leaves))
    return output.detach(), _gradients(along, [start], None)[0]


def hvp(function: Function, inputs: Inputs, v: Inputs) -> tuple[Tensor, Answer]:
    """The function's result, a single number, and the product of its Hessian with ``v``.

    Raises:
        GradientError: the function's result has several elements.
    """
    leaves, output = _evaluate(function, inputs)
    _require_number(output, "hvp")
    first = _gradients(output, leaves, None, create_graph=True)
    along = _inner(first, _directions(v, leaves))
    return output.detach(), _as_given(inputs, _gradients(along, leaves, None))


def _evaluate(function: Function, inputs: Inputs) -> tuple[list[Tensor], Tensor]:
    given: Sequence[Any] = inputs if isinstance(inputs, tuple) else (inputs,)
    leaves = [Tensor(value, requires_grad=True) for value in given]
    with enable_grad():
        output = function(*leaves)
    if not isinstance(output, Tensor):
        raise GradientError(f"the function must return a tensor, not {type(output).__name__}")
    return leaves, output


def _gradients(
    output: Tensor, leaves: list[Tensor], upstream: Any, *, create_graph: bool = False
) -> list[Any]:
    """The gradient for each leaf; zeros where there is no path."""
    found: Sequence[Any] = [None] * len(leaves)
    if output.requires_grad:
        found = grad(output, leaves, upstream, retain_graph=True, create_graph=create_graph)
    zeros = [np.zeros(leaf.shape) for leaf in leaves]
    if create_graph:
        return [
            Tensor(zero) if part is None else part for part, zero in zip(found, zeros, strict=True)
        ]
    return [
        zero if part is None else part._copied() for part, zero in zip(found, zeros, strict=True)
    ]


def _directions(v: Inputs, leaves: list[Tensor]) -> list[Tensor]:
    directions = [Tensor(part) for part in (v if isinstance(v, tuple) else (v,))]
    shapes, wanted = [d.shape for d in directions], [leaf.shape for leaf in leaves]
    if shapes != wanted:
        raise ShapeError(f"the direction's shapes {shapes} are not the inputs' {wanted}")
    return directions


def _inner(left: list[Tensor], right: list[Tensor]) -> Tensor:
    total = Tensor(0.0)
    for a, b in zip(left, right, strict=True):
        total = total + (a * b).sum()
    return total


def _require_number(output: Tensor, name: str) -> None:
    if output.size != 1:
        raise GradientError(f"{name}() needs a single number, but the shape is {output.shape}")


def _as_given(inputs: Inputs, answers: list[Array]) -> Answer:
    return tuple(answers) if isinstance(inputs, tuple) else answers[0]
