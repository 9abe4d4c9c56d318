"""``np.random``: the run's own ``RandomState``, and generators as values, by NumPy's numbers."""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers, isfunction
from typing import Any

from chainrule.engine import Tensor
from chainrule.functions.numpy_random import NUMPY_RANDOM, Generator, RandomState
from chainrule.program.libraries.session import numpy_generator
from chainrule.program.libraries.things import computed_dtype, shown, thing
from chainrule.program.libraries.wrapping import array_answer, given
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Method
from chainrule.program.values import Builtin, Library, Value


def _draw(name: str, draw: Callable[..., Any], runtime: Runtime, args: Any, kwargs: Any) -> Value:
    runtime.budget.tick()
    given_ = [given(runtime, f"np.random.{name}", arg) for arg in args]
    if "dtype" in kwargs:
        wanted = computed_dtype(kwargs.pop("dtype"))
        kwargs["dtype"] = int if wanted is None else wanted.computed
    named = {key: given(runtime, f"np.random.{key}", value) for key, value in kwargs.items()}
    return array_answer(draw(*given_, **named))


def _public(kind: type) -> dict[str, Callable[..., Any]]:
    return {name: call for name, call in getmembers(kind, isfunction) if not name.startswith("_")}


def _method(name: str, call: Callable[..., Any]) -> Method:
    def run(runtime: Runtime, source: Any, *args: Value, **kwargs: Value) -> Value:
        return _draw(name, lambda *a, **k: call(source, *a, **k), runtime, args, kwargs)

    return Method(name, run, runtime=True)


LEGACY = _public(RandomState)


def _of_run(name: str) -> Builtin:
    def call(runtime: Runtime, *args: Value, **kwargs: Value) -> Value:
        source = numpy_generator(runtime, seeds=name == "seed")
        return _draw(
            name, lambda *a, **k: LEGACY[name](source, *a, **k), runtime, args or (
                (0,) if name == "seed" else ()), kwargs,
        )  # fmt: skip

    return Builtin(f"np.random.{name}", call, runtime=True)


def _seed_of(runtime: Runtime, seed: Value, what: str) -> Any:
    if seed is None:
        runtime.note(f"{what}() without a seed starts from 0 here, the same every time")
        return 0
    if type(seed) is not int and not isinstance(seed, Tensor):
        raise TypeError(f"{what}(): a seed is an integer, not '{runtime.type_name(seed)}'")
    return seed


def default_rng(runtime: Runtime, seed: Value = None) -> Generator:
    """``np.random.default_rng(0)``."""
    return seed if isinstance(seed, Generator) else Generator(
        _seed_of(runtime, seed, "default_rng")
    )  # fmt: skip


def random_state(runtime: Runtime, seed: Value = None) -> RandomState:
    """``np.random.RandomState(0)``."""
    return RandomState(_seed_of(runtime, seed, "RandomState"))


STATE = thing("numpy.random.RandomState", RandomState)
STATE.make = random_state
GENERATOR = thing("numpy.random.Generator", Generator)
shown(RandomState, lambda value: "RandomState(MT19937)")
shown(Generator, lambda value: "Generator(PCG64)")
for _kind in (RandomState, Generator):
    ATTRIBUTES[_kind] = {name: _method(name, call) for name, call in _public(_kind).items()}

RANDOM = Library("numpy.random", {
    **{name: _of_run(name) for name in NUMPY_RANDOM if name in LEGACY},
    "RandomState": STATE,
    "Generator": GENERATOR,
    "default_rng": Builtin("np.random.default_rng", default_rng, runtime=True),
}, {"get_state": "set the seed instead", "set_state": "set the seed instead",
    "PCG64": "write default_rng(seed)", "SeedSequence": "write default_rng(seed)"})  # fmt: skip
