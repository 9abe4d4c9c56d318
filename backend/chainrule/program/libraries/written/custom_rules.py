"""Functions with gradients of their own, as JAX, HIPS autograd and TensorFlow have them written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule import functional as F
from chainrule.program.libraries.written.natives import (
    converted,
    differentiable,
    entered,
    gradients,
    left,
    ruled,
)

Function = Callable[..., Any]


class custom_vjp:
    """``@jax.custom_vjp``: ``defvjp`` gives the way forward and the way back."""

    def __init__(self, fun: Function, nondiff_argnums: Any = ()) -> None:
        self.fun = fun
        self.__name__ = fun.__name__
        self.places = tuple(nondiff_argnums)
        self.forward: Any = None
        self.backward: Any = None
        self.is_inside = False

    def defvjp(self, fwd: Function, bwd: Function, **options: Any) -> None:
        """How the function is computed with what the way back needs, and the way back."""
        self.forward = fwd
        self.backward = bwd

    def __call__(self, *args: Any) -> Any:
        """The value, with the gradient that was given."""
        if self.forward is None or self.is_inside:
            return self.fun(*args)
        kept = {}
        aside = [args[place] for place in self.places]
        given = [converted(arg) for place, arg in enumerate(args) if place not in self.places]

        def whole(passed: Any) -> list[Any]:
            rest = list(passed)
            return [args[k] if k in self.places else rest.pop(0) for k in range(len(args))]

        def compute(*passed: Any) -> Any:
            self.is_inside = True
            try:
                out, kept["residuals"] = self.forward(*whole(passed))
            finally:
                self.is_inside = False
            return out

        def back(*found: Any) -> Any:
            g = found[0] if len(found) == 1 else tuple(found)
            return self.backward(*aside, kept["residuals"], g)

        return ruled(self.fun.__name__, self, given, compute, back)


class custom_jvp:
    """``@jax.custom_jvp``: ``defjvp`` gives the derivative in a direction."""

    def __init__(self, fun: Function, **options: Any) -> None:
        self.fun = fun
        self.__name__ = fun.__name__
        self.rule: Any = None

    def defjvp(self, jvp: Function, **options: Any) -> Function:
        """The rule: from the arguments and their changes to the value and its change."""
        self.rule = jvp
        return jvp

    def __call__(self, *args: Any) -> Any:
        """The value, with the derivative that was given."""
        if self.rule is None:
            return self.fun(*args)
        given = [converted(arg) for arg in args]

        def back(g: Any) -> Any:
            # The rule is linear in the changes: the way back is its gradient for them.
            entered()
            try:
                changes = [differentiable(arg * 0.0, self.fun, k) for k, arg in enumerate(given)]
                _, change = self.rule(tuple(given), tuple(changes))
                return gradients(F.sum(change * g), changes)
            finally:
                left()

        return ruled(self.fun.__name__, self, given, self.fun, back)


class primitive:
    """``@primitive``: a function whose gradients ``defvjp`` gives."""

    def __init__(self, f_raw: Function) -> None:
        self.fun = f_raw
        self.__name__ = f_raw.__name__
        self.rules: dict[int, Any] = {}

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The value, with the gradients that were given."""
        given = [converted(arg) if place in self.rules else arg for place, arg in enumerate(args)]
        kept = {}

        def compute(*passed: Any) -> Any:
            kept["answer"] = self.fun(*passed, **kwargs)
            return kept["answer"]

        def back(g: Any) -> Any:
            answer = kept["out"]
            return [
                self.rules[place](answer, *given, **kwargs)(g) if self.rules.get(place) else None
                for place in range(len(given))
            ]

        kept["out"] = ruled(self.fun.__name__, self, given, compute, back)
        return kept["out"]


def defvjp(fun: Any, *vjpmakers: Any, argnums: Any = None) -> None:
    """Gives a primitive the rules for its arguments: each takes the answer and the arguments."""
    places = range(len(vjpmakers)) if argnums is None else argnums
    for place, maker in zip(places, vjpmakers, strict=True):
        fun.rules[place] = maker


def custom_gradient(f: Function) -> Function:
    """``@tf.custom_gradient``: the function answers its value and the way back."""

    def call(*args: Any) -> Any:
        kept = {}

        def compute(*given: Any) -> Any:
            value, kept["back"] = f(*given)
            return value

        def back(*upstream: Any) -> Any:
            return kept["back"](*upstream)

        return ruled(f.__name__, f, [converted(arg) for arg in args], compute, back)

    return call
