"""Randomness: makers of random leaves, the same on every machine.

NumPy promises that the numbers of ``RandomState`` never change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.program.errors import failure
from chainrule.program.library.makers import Maker, filled, finite_numbers, given, kind_of, shape_of
from chainrule.program.values import Argument, Value

if TYPE_CHECKING:
    from chainrule.program.calls import Arguments
    from chainrule.program.interpreter import Interpreter


def _generator(run: Interpreter, found: dict[str, Argument]) -> np.random.RandomState:
    """The stream of random numbers: the program's own, or a new one for a given seed."""
    if "seed" in found:
        return seeded(run, found["seed"])
    if run.random is None:
        run.random = np.random.RandomState(0)
    return run.random  # type: ignore[no-any-return]


def seeded(run: Interpreter, argument: Argument) -> np.random.RandomState:
    """A stream that starts at a seed."""
    seed = run.static(argument.value, argument.span)
    if type(seed) is not int or not 0 <= seed < 2**32:
        raise failure("bad_argument", "a seed is an integer from 0 to 2**32 - 1", argument.span)
    return np.random.RandomState(seed)


def normal(run: Interpreter, arguments: Arguments) -> Value:
    """``np.random.normal(loc, scale, size)``, ``torch.normal(mean, std, size)``."""
    center, width, shape = _distribution(
        run, arguments, "loc", "scale", {"mean": "loc", "std": "scale"}
    )
    return run.fresh(
        shape, lambda: center + width * _normal(run, shape, {}), "data", arguments.span
    )


def uniform(run: Interpreter, arguments: Arguments) -> Value:
    """``np.random.uniform(low, high, size)``."""
    low, high, shape = _distribution(run, arguments, "low", "high", {})
    return run.fresh(
        shape, lambda: low + (high - low) * _uniform(run, shape, {}), "data", arguments.span
    )


def _distribution(
    run: Interpreter, arguments: Arguments, first: str, second: str, other: dict[str, str]
) -> tuple[float, float, tuple[int, ...]]:
    """Two numbers, 0 and 1 by default, and a shape."""
    named = {other.get(name, name): a for name, a in arguments.named.items()}
    found = given(replace(arguments, named=named), first, second, "size")
    shape = shape_of(run, [found["size"]], found["size"].span) if "size" in found else ()
    numbers = dict(zip((first, second), (0.0, 1.0), strict=True))
    for name in (first, second):
        if name in found:
            (numbers[name],) = finite_numbers(run, found, (name,))
    return numbers[first], numbers[second], shape


def integers(run: Interpreter, arguments: Arguments) -> Value:
    """``randint(high, size)``, ``randint(low, high, size)``: whole numbers from low to high − 1."""
    *bounds, size = _split_size(arguments)
    named = {name: a for name, a in arguments.named.items() if name != "size"}
    found = given(replace(arguments, positional=bounds, named=named), "low", "high", required=1)
    low, high = 0, *finite_numbers(run, found, ("low",))
    if "high" in found:
        low, (high,) = high, finite_numbers(run, found, ("high",))
    if type(low) is not int or type(high) is not int or not -(2**31) <= low < high < 2**31:
        raise failure("bad_argument", "randint takes integers, low less than high", arguments.span)
    shape = shape_of(run, [size], size.span) if size else ()
    return run.fresh(
        shape, lambda: _generator(run, {}).randint(low, high, shape), "data", arguments.span
    )


def _split_size(arguments: Arguments) -> list[Any]:
    """The bounds and the size, which may come last without its name."""
    positional = arguments.positional
    if "size" in arguments.named:
        return [*positional, arguments.named["size"]]
    if len(positional) > 1 and (
        len(positional) == 3 or isinstance(positional[-1].value, tuple | list)
    ):
        return list(positional)
    return [*positional, None]


def random_like(fill: Callable[[Interpreter, tuple[int, ...], dict[str, Argument]], Any]) -> Maker:
    """``randn_like(x)`` and ``rand_like(x)``."""

    def make(run: Interpreter, arguments: Arguments) -> Value:
        found = given(arguments, "input", "seed", "requires_grad", required=1)
        shape = run.tensor(found["input"].value, found["input"].span).shape
        return run.fresh(shape, lambda: fill(run, shape, found), kind_of(found), arguments.span)

    return make


def set_seed(run: Interpreter, arguments: Arguments) -> Value:
    """``torch.manual_seed(n)`` and ``np.random.seed(n)``."""
    run.random = seeded(run, given(arguments, "seed", required=1)["seed"])
    return None


def _normal(run: Interpreter, shape: tuple[int, ...], found: dict[str, Argument]) -> Any:
    # Rounded, because the logarithm behind these differs in its last bits between processors.
    return np.round(_generator(run, found).standard_normal(shape), 12)


def _uniform(run: Interpreter, shape: tuple[int, ...], found: dict[str, Argument]) -> Any:
    return _generator(run, found).random_sample(shape)


randn = filled(_normal)
rand = filled(_uniform)
randn_like = random_like(_normal)
rand_like = random_like(_uniform)
