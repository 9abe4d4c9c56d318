"""``random``: Python's own generator by its own algorithm, so that a seed gives Python's numbers.

Each run has a generator of its own. A program that sets no seed gets that of seed 0, with a note.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from chainrule.program.classes import native_class
from chainrule.program.containers import collect
from chainrule.program.libraries.math import number
from chainrule.program.numbers import plain
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Method
from chainrule.program.values import OWN, Builtin, Library, Value, builtins

UNSEEDED = "random numbers begin with seed 0 here, as the program sets no seed"


def generator(runtime: Runtime) -> random.Random:
    """The generator behind the functions of the module."""
    found = runtime.state.get("random")
    if found is None:
        found = runtime.state["random"] = random.Random(0)  # noqa: S311
        runtime.note(UNSEEDED)
    return found


def seed(runtime: Runtime, a: Value = None, version: Value = 2) -> None:
    """Sets where the random numbers begin."""
    runtime.state["random"] = make(runtime, a)


def make(runtime: Runtime, x: Value = None) -> random.Random:
    """A generator of its own: ``random.Random(seed)``."""
    x = plain(x)
    if x is not None and type(x) not in (int, float, str, bool):
        name = runtime.type_name(x)
        raise TypeError(f"a seed is a number or a text, not '{name}'")
    return random.Random(0 if x is None else x)  # noqa: S311


Draw = Callable[..., Value]


def _numbers(name: str) -> Draw:
    def draw(runtime: Runtime, source: random.Random, *args: Value, **kwargs: Value) -> Value:
        given = [number(runtime, value) for value in args]
        named = {key: number(runtime, value) for key, value in kwargs.items()}
        return getattr(source, name)(*given, **named)

    return draw


def _whole(name: str) -> Draw:
    def draw(runtime: Runtime, source: random.Random, *args: Value) -> Value:
        given = [as_index(runtime, value) for value in args]
        if name == "getrandbits":
            runtime.budget.integer(*given)
        return getattr(source, name)(*given)

    return draw


def _sequence(runtime: Runtime, value: Value) -> Any:
    return value if type(value) in (list, tuple, str, range) else collect(runtime, value)


def choice(runtime: Runtime, source: random.Random, seq: Value) -> Value:
    """One item."""
    return source.choice(_sequence(runtime, seq))


def choices(
    runtime: Runtime, source: random.Random, population: Value, weights: Value = None, *,
    cum_weights: Value = None, k: Value = 1,
) -> list[Value]:  # fmt: skip
    """Some items, each drawn anew."""
    times = as_index(runtime, k)
    runtime.budget.items(max(times, 0))
    runtime.budget.charge(16 * max(times, 0))
    first, second = (
        None if given is None else [number(runtime, w) for w in collect(runtime, given)]
        for given in (weights, cum_weights)
    )
    return source.choices(_sequence(runtime, population), first, cum_weights=second, k=times)


def sample(
    runtime: Runtime, source: random.Random, population: Value, k: Value, *, counts: Value = None
) -> list[Value]:
    """Some items, none of them twice."""
    items = _sequence(runtime, population)
    times = as_index(runtime, k)
    runtime.budget.charge(16 * max(min(times, len(items)), 0))
    return source.sample(items, times)


def shuffle(runtime: Runtime, source: random.Random, x: Value) -> None:
    """Puts a list into a random order."""
    if type(x) is not list:
        raise TypeError(f"shuffle() needs a list, not '{runtime.type_name(x)}'")
    runtime.budget.charge(16 * len(x))
    source.shuffle(x)


DRAWS: dict[str, Draw] = {
    **{name: _numbers(name) for name in (
        "random", "uniform", "triangular", "gauss", "normalvariate", "lognormvariate",
        "expovariate", "betavariate", "gammavariate", "vonmisesvariate", "paretovariate",
        "weibullvariate")},
    **{name: _whole(name) for name in ("randint", "randrange", "getrandbits")},
    "choice": choice, "choices": choices, "sample": sample, "shuffle": shuffle,
}  # fmt: skip
"""What a generator draws; each gets the runtime and the generator first."""


def _module_function(draw: Draw) -> Draw:
    return lambda runtime, *args, **kwargs: draw(runtime, generator(runtime), *args, **kwargs)


def _reseed(runtime: Runtime, source: random.Random, a: Value = None) -> None:
    source.setstate(make(runtime, a).getstate())


RANDOM_CLASS = native_class("Random", random.Random)
OWN.add(random.Random)
RANDOM_CLASS.make = make
ATTRIBUTES[random.Random] = {
    **{name: Method(name, draw, runtime=True) for name, draw in DRAWS.items()},
    "seed": Method("seed", _reseed, runtime=True),
}
RANDOM = Library(
    "random",
    {
        **{name: Builtin(name, _module_function(draw), True) for name, draw in DRAWS.items()},
        **builtins({"seed": seed}),
        "Random": RANDOM_CLASS,
    },
    {"SystemRandom": "write random.Random(seed): the same numbers in every run"},
)
