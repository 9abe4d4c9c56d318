"""``autograd.misc``: parameters as one vector, and optimisers of HIPS autograd's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule import functional as F
from chainrule.program.libraries.written.natives import converted


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [part for name in sorted(value) for part in _parts(value[name])]
    if isinstance(value, tuple | list):
        return [part for each in value for part in _parts(each)]
    return [F.reshape(converted(value), -1)]


def _filled(value: Any, vector: Any, start: int) -> tuple[Any, int]:
    """The containers of a value with numbers from a vector, and where the next ones stand."""
    if isinstance(value, dict):
        found = {}
        for name in sorted(value):
            found[name], start = _filled(value[name], vector, start)
        return {name: found[name] for name in value}, start
    if isinstance(value, tuple | list):
        parts = []
        for each in value:
            part, start = _filled(each, vector, start)
            parts.append(part)
        return (tuple(parts) if isinstance(value, tuple) else parts), start
    shape = converted(value).shape
    count = 1
    for size in shape:
        count = count * size
    return F.reshape(vector[start : start + count], shape), start + count


def flatten(value: Any) -> tuple[Any, Callable[[Any], Any]]:
    """The numbers in nested containers as one vector, and the way back."""
    return F.cat(_parts(value)), lambda vector: _filled(value, vector, 0)[0]


def _optimised(
    grad: Any, init_params: Any, callback: Any, num_iters: int, step: Callable[..., Any]
) -> Any:
    """Parameters after so many steps; ``step`` says how a vector moves along its gradient."""
    x, unflatten = flatten(init_params)
    for i in range(num_iters):
        found = grad(unflatten(x), i)
        g = flatten(found)[0]
        if callback:
            callback(unflatten(x), i, found)
        x = x + step(g, i)
    return unflatten(x)


def sgd(
    grad: Any, init_params: Any, callback: Any = None, num_iters: int = 200,
    step_size: float = 0.1, mass: float = 0.9,
) -> Any:  # fmt: skip
    """Stochastic gradient descent with momentum."""
    kept = {"velocity": 0.0}

    def step(g: Any, i: int) -> Any:
        kept["velocity"] = mass * kept["velocity"] - (1.0 - mass) * g
        return step_size * kept["velocity"]

    return _optimised(grad, init_params, callback, num_iters, step)


def rmsprop(
    grad: Any, init_params: Any, callback: Any = None, num_iters: int = 100,
    step_size: float = 0.1, gamma: float = 0.9, eps: float = 1e-8,
) -> Any:  # fmt: skip
    """Steps divided by a running root mean square of the gradients."""
    kept = {"squares": 1.0}

    def step(g: Any, i: int) -> Any:
        kept["squares"] = kept["squares"] * gamma + g**2 * (1 - gamma)
        return -step_size * g / (F.sqrt(kept["squares"]) + eps)

    return _optimised(grad, init_params, callback, num_iters, step)


def adam(
    grad: Any, init_params: Any, callback: Any = None, num_iters: int = 100,
    step_size: float = 0.001, b1: float = 0.9, b2: float = 0.999, eps: float = 1e-8,
) -> Any:  # fmt: skip
    """Momentum and root mean square, both corrected for their start (Kingma and Ba, 2014)."""
    kept = {"mean": 0.0, "squares": 0.0}

    def step(g: Any, i: int) -> Any:
        kept["mean"] = (1 - b1) * g + b1 * kept["mean"]
        kept["squares"] = (1 - b2) * g**2 + b2 * kept["squares"]
        mean = kept["mean"] / (1 - b1 ** (i + 1))
        squares = kept["squares"] / (1 - b2 ** (i + 1))
        return -step_size * mean / (F.sqrt(squares) + eps)

    return _optimised(grad, init_params, callback, num_iters, step)
