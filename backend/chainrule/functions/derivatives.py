"""Derivatives of functions by the names of ``torch.autograd.functional``, and ``gradcheck``.

The answers are tensors, as in PyTorch; ``chainrule.jacobian`` and its like answer with arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import GradientError, Tensor, derivatives, enable_grad, grad
from chainrule.engine import tensor as new_tensor
from chainrule.engine.check import gradcheck as measure
from chainrule.engine.differences import AGREES
from chainrule.functions.arguments import op, require, values_of
from chainrule.functions.composition import declared


def _as_tensors(answer: Any) -> Any:
    if isinstance(answer, tuple):
        return tuple(map(_as_tensors, answer))
    return answer if isinstance(answer, Tensor) else new_tensor(answer)


def _arrays(inputs: Any) -> Any:
    return tuple(map(values_of, inputs)) if isinstance(inputs, tuple) else values_of(inputs)


def _by_output(function: Callable[..., Any], inputs: Any, answer: Callable[..., Any]) -> Any:
    """The answer for the function's result, or for each of several."""
    given = inputs if isinstance(inputs, tuple) else (inputs,)
    trial = function(*(Tensor(values_of(x)) for x in given))
    if not isinstance(trial, tuple | list):
        return answer(function)
    return tuple(answer(lambda *args, k=k: function(*args)[k]) for k in range(len(trial)))


@declared("", "J = torch.autograd.functional.jacobian(f, x)")
def jacobian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    strategy: str = "reverse-mode",
) -> Any:
    """Every derivative of every element of a function's result."""
    _without_graph("jacobian", create_graph)
    point = _arrays(inputs)
    return _by_output(func, inputs, lambda f: _as_tensors(derivatives.jacobian(f, point)))


@declared("", "H = torch.autograd.functional.hessian(f, x)")
def hessian(
    func: Callable[..., Any],
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
) -> Any:
    """The second derivatives of a function whose result is a single number."""
    _without_graph("hessian", create_graph)
    return _as_tensors(derivatives.hessian(func, _arrays(inputs)))


@declared("", "y, g = torch.autograd.functional.vjp(f, x, v)")
def vjp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Tensor, Any]:
    """A function's result, and the product of a vector with its Jacobian."""
    _without_graph("vjp", create_graph)
    found = derivatives.vjp(func, _arrays(inputs), 1.0 if v is None else values_of(v))
    return found[0], _as_tensors(found[1])


@declared("", "y, t = torch.autograd.functional.jvp(f, x, v)")
def jvp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Tensor, Any]:
    """A function's result, and the product of its Jacobian with a vector."""
    _without_graph("jvp", create_graph)
    point = _arrays(inputs)
    if v is None:
        require(
            not isinstance(point, tuple) and point.size == 1,
            "The vector v can only be None if the input to the user-provided function "
            "is a single Tensor with a single element.",
        )
        v = np.ones(point.shape)
    found = derivatives.jvp(func, point, _arrays(v))
    return found[0], _as_tensors(found[1])


@declared("", "y, h = torch.autograd.functional.hvp(f, x, v)")
def hvp(
    func: Callable[..., Any], inputs: Any, v: Any, create_graph: bool = False, strict: bool = False
) -> tuple[Tensor, Any]:
    """A function's result, and the product of its Hessian with a vector."""
    _without_graph("hvp", create_graph)
    found = derivatives.hvp(func, _arrays(inputs), _arrays(v))
    return found[0], _as_tensors(found[1])


def _without_graph(name: str, create_graph: bool) -> None:
    require(
        not create_graph,
        f"{name}(): create_graph is not available here; use grad(..., create_graph=True)",
    )


@declared("", "ok = torch.autograd.gradcheck(f, (x,))")
def gradcheck(
    func: Callable[..., Any],
    inputs: Any,
    eps: float | None = None,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
) -> bool:
    """Whether the gradients of a function agree with finite differences.

    Args:
        func: from tensors to a tensor.
        inputs: where it is checked: a tensor or its numbers, or a tuple of several.
        eps: PyTorch's step; here it is chosen for each element.
        atol: PyTorch's tolerances; here a difference counts that the measurement can tell.
        rtol: the same.
        raise_exception: whether what differs is an error, else the answer is ``False``.

    Raises:
        GradientError: they do not; says for which input and where (unless it shall only answer).
    """
    several = isinstance(inputs, tuple) or (
        isinstance(inputs, list) and any(isinstance(x, Tensor | np.ndarray) for x in inputs)
    )
    for k, found in enumerate(measure(func, *map(values_of, inputs if several else (inputs,)))):
        if found.verdict != AGREES:
            if not raise_exception:
                return False
            raise GradientError(
                f"the gradient of input {k} {found.verdict} at {found.worst}: "
                f"the relative error is {found.error:.2g}"
            )
    return True


@declared("", "ok = torch.autograd.gradgradcheck(f, (x,))")
def gradgradcheck(
    func: Callable[..., Any],
    inputs: Any,
    grad_outputs: Any = None,
    eps: float | None = None,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
) -> bool:
    """Whether the second derivatives of a function agree with finite differences of its gradients.

    Args:
        func: from tensors to a tensor.
        inputs: where it is checked: a tensor or its numbers, or a tuple of several.
        grad_outputs: what the gradients are of: the result times this; uneven numbers by default.
        eps: as for ``gradcheck``.
        atol: the same.
        rtol: the same.
        raise_exception: whether what differs is an error, else the answer is ``False``.

    Raises:
        GradientError: they do not.
    """
    given = tuple(inputs) if isinstance(inputs, tuple | list) else (inputs,)
    output = func(*given)
    start = np.cos(np.arange(output.size)).reshape(output.shape)
    start = values_of(grad_outputs) if grad_outputs is not None else start

    def slopes(*point: Tensor) -> Tensor:
        leaves = [x if x.requires_grad else Tensor(x, requires_grad=True) for x in point[:-1]]
        with enable_grad():
            found = grad(func(*leaves), leaves, point[-1], create_graph=True)
        gradients = [g for g in found if g is not None]
        return op.cat(*[op.reshape(g, shape=(-1,)) for g in gradients], axis=0)

    return gradcheck(slopes, (*given, start), eps, atol, rtol, raise_exception)
