"""Our own vocabulary: what a program has without an import, unless it defines the name itself.

Every function of the table by its name, leaves by ``data`` and ``param``, random numbers by a seed,
groups, gradients of values; where Python has a function of the name, that is what it is for
everything but tensors. The libraries' usual short names are there, too: ``np``, ``torch``, ``F``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate, grad
from chainrule.engine.state import state
from chainrule.functions.arguments import shape_of
from chainrule.functions.table import TABLE
from chainrule.program.containers import weigh
from chainrule.program.errors import failure
from chainrule.program.libraries.contexts import CONTEXTS
from chainrule.program.libraries.vocabulary import TORCH_FUNCTIONS
from chainrule.program.literals import tensor_of
from chainrule.program.numbers import Number, plain
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Context, Value

# Leaves


def _leaf(runtime: Runtime, values: Any, requires_grad: bool) -> Tensor:
    leaf = tensor_of(runtime.dialect, np.asarray(values, dtype=np.float64), requires_grad)
    leaf.written_at = runtime.span
    return leaf


def _numbers(runtime: Runtime, values: Value, name: str) -> Any:
    if isinstance(values, Tensor):
        return values.detach().numpy()
    weigh(runtime, values)
    try:
        return np.array(_plain(values), dtype=np.float64)
    except (TypeError, ValueError):
        raise failure(
            "not_a_tensor",
            f"{name}() needs numbers, in lists whose rows are equally long",
            None,
            "stack([...]) makes one tensor of several",
        ) from None


def _plain(values: Value) -> Any:
    if isinstance(values, list | tuple):
        return [_plain(value) for value in values]
    return values.item() if isinstance(values, Tensor) else values


def data(runtime: Runtime, values: Value, requires_grad: Value = False, **_: Value) -> Tensor:
    """An input, without a gradient."""
    return _leaf(runtime, _numbers(runtime, values, "data"), bool(requires_grad))


def param(runtime: Runtime, values: Value, requires_grad: Value = True, **_: Value) -> Tensor:
    """A parameter: a leaf with a gradient."""
    return _leaf(runtime, _numbers(runtime, values, "param"), bool(requires_grad))


# Random numbers


def _random(draw: Callable[[np.random.RandomState, Any], Any]) -> Callable[..., Tensor]:
    def make(
        runtime: Runtime,
        *sizes: Value,
        seed: Value = None,
        requires_grad: Value = False,
        **_: Value,
    ) -> Tensor:
        shape = shape_of(draw.__name__, tuple(plain(size) for size in sizes))
        allocate(shape)
        if seed is not None:
            seed = plain(seed)
            if type(seed) is not int or not 0 <= seed < 2**32:
                raise failure("bad_argument", "a seed is an integer from 0 to 2**32 - 1")
            source = np.random.RandomState(seed)
        else:
            source = runtime.state.setdefault("own random", np.random.RandomState(0))
        return _leaf(runtime, draw(source, shape), bool(requires_grad))

    make.__doc__ = draw.__doc__
    return make


def randn(source: np.random.RandomState, shape: Any) -> Any:
    """Normal random numbers, the same on every machine."""
    # Rounded, because the logarithm behind these differs in its last bits between processors.
    return np.round(source.standard_normal(shape), 12)


def rand(source: np.random.RandomState, shape: Any) -> Any:
    """Random numbers from 0 to 1, the same on every machine."""
    return source.random_sample(shape)


def seed(runtime: Runtime, seed: Value) -> None:
    """Where the random numbers that follow start."""
    runtime.state["own random"] = np.random.RandomState(plain(seed))


# Groups and gradients


def group(runtime: Runtime, name: Value) -> Context:
    """Draws what is computed inside as one group."""
    before: list[Any] = []

    def enter(_runtime: Runtime) -> None:
        outer = state.recording
        before.append(outer)
        path = f"{outer.group}/{name}" if outer.group else str(name)
        state.recording = outer._replace(group=path)

    def leave(_runtime: Runtime) -> None:
        state.recording = state.recording._replace(group=before.pop().group)

    return Context("group", enter, leave)


def gradient(runtime: Runtime, y: Value, x: Value) -> Value:
    """The gradient of a number for what it was computed from, as a value to go on with."""
    if not isinstance(y, Tensor) or not isinstance(x, Tensor):
        raise failure("not_a_tensor", "grad() takes two tensors: the result, and what it is of")
    outer = state.recording
    state.recording = outer._replace(group=f"{outer.group}/grad" if outer.group else "grad")
    try:
        (found,) = grad(y, x, create_graph=True)
    finally:
        state.recording = outer
    if found is None:
        raise failure("bad_argument", "the first argument does not depend on the second")
    return found


# Python's names


def _where_tensor(name: str, python: Builtin) -> Builtin:
    """Python's function, and for tensors of a bare program ours."""

    def call(runtime: Runtime, *args: Value, **kwargs: Value) -> Value:
        if args and _is_ours(runtime, name, args, kwargs):
            ours = TORCH_FUNCTIONS[name]
            return ours.call(runtime, *args, **kwargs)
        return (
            python.call(runtime, *args, **kwargs)
            if python.runtime
            else python.call(*args, **kwargs)
        )

    return Builtin(name, call, True, python.ignores, python.doc)


def _is_ours(
    runtime: Runtime, name: str, args: tuple[Value, ...], kwargs: dict[str, Value]
) -> bool:
    """Whether a call means tensors: it is given one, or a list as only ours takes it."""
    if isinstance(args[0], Tensor):
        return _is_bare(runtime, args) and not (name in OF_SEVERAL and _are_numbers(args))
    return (
        type(args[0]) in (list, tuple)
        and runtime.dialect.kind == "bare"
        and (name in OF_ONE or not kwargs.keys().isdisjoint(OURS))
    )


def _is_bare(runtime: Runtime, args: tuple[Value, ...]) -> bool:
    return runtime.dialect.kind == "bare" or isinstance(args[0], Number)


def _are_numbers(args: tuple[Value, ...]) -> bool:
    """Whether it is the largest of single numbers, not a tensor's along an axis."""
    return len(args) > 1 and not args[0].ndim and not all(isinstance(a, Tensor) for a in args)


OF_SEVERAL = ("max", "min")
"""Of these, Python's also take the values one by one."""
OF_ONE = ("round", "abs")
"""Of these, Python's take no list at all."""
OURS = ("axis", "dim", "keepdim", "keepdims", "decimals")
SHARED = ("sum", "max", "min", "round", "all", "any", "abs")
"""Names that Python and tensors share with other meanings."""

OWN_MAKERS: dict[str, Callable[..., Value]] = {
    "data": data,
    "tensor": data,
    "param": param,
    "randn": _random(randn),
    "rand": _random(rand),
    "seed": seed,
    "manual_seed": seed,
    "group": group,
    "grad": gradient,
}


def own(builtins: dict[str, Value], libraries: dict[str, Value]) -> dict[str, Value]:
    """Every name that a program has without an import."""
    names: dict[str, Value] = {
        name: TORCH_FUNCTIONS[name]
        for name, function in TABLE.items()
        if name.isidentifier() and name not in builtins and not name.startswith("_") and function
    }
    names |= {"pi": math.pi, "inf": math.inf, "nan": math.nan, "newaxis": None}
    names |= {name: Builtin(name, call, runtime=True) for name, call in OWN_MAKERS.items()}
    names |= {name: CONTEXTS[name] for name in ("no_grad", "enable_grad")}
    names |= {
        short: libraries[full]
        for short, full in (
            ("np", "numpy"),
            ("numpy", "numpy"),
            ("torch", "torch"),
            ("F", "torch.nn.functional"),
            ("nn", "torch.nn"),
            ("optim", "torch.optim"),
            ("math", "math"),
            ("jnp", "jax.numpy"),
        )
        if full in libraries
    }
    shared = {name: _where_tensor(name, builtins[name]) for name in SHARED if name in builtins}
    return {**names, **builtins, **shared}
