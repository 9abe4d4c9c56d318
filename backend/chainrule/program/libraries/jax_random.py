"""``jax.random``: keys, and what is drawn with them, by JAX's own numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Tensor, allocate
from chainrule.functions.numpy_functions import NUMPY
from chainrule.program.classes import CLASSES
from chainrule.program.libraries import threefry
from chainrule.program.libraries.jax_arrays import (
    NDARRAY,
    TYPES,
    Immutable,
    Wide,
    as_jax,
    converted,
    described,
    kind_of_run,
    of_kind,
)
from chainrule.program.operators import as_index
from chainrule.program.runtime import Runtime
from chainrule.program.tables import ATTRIBUTES, Attribute
from chainrule.program.text import SHOWN
from chainrule.program.values import Builtin, Library, Value, builtins


class Keys(Immutable):
    """Keys, two words each, in the last axis: ``PRNGKey(0)``."""

    precedence = 7


class TypedKeys(Keys):
    """The same with a type of their own: ``key(0)``."""

    precedence = 8


def _words(value: Tensor) -> Any:
    return np.asarray(value._read()).astype(np.uint32)


def _key_texts(value: Any) -> tuple[str, str]:
    words = _words(value)
    return str(words), described(words, "dtype=uint32")


def _typed_texts(value: Any) -> tuple[str, str]:
    words = _words(value)
    shape = words.shape[:-1]
    text = f"Array({shape}, dtype=key<fry>) overlaying:\n{words}"
    return text, text


SHOWN[Keys], SHOWN[TypedKeys] = _key_texts, _typed_texts
for _kind in (Keys, TypedKeys):
    CLASSES[_kind] = NDARRAY
    ATTRIBUTES[_kind] = {**ATTRIBUTES[Immutable], "dtype": Attribute(lambda a: TYPES["uint32"])}
ATTRIBUTES[TypedKeys]["shape"] = Attribute(lambda a: a.shape[:-1])


def _made(kind: type[Keys], words: Any) -> Keys:
    keys: Keys = of_kind(kind, words.astype(np.int64))
    return keys


def _key(runtime: Runtime, key: Value) -> Any:
    """The two words of one key.

    Raises:
        TypeError: it is none.
    """
    words = _words(key) if isinstance(key, Tensor) else np.zeros(0)
    if words.shape != (2,):
        raise TypeError(
            "a key is needed first: key = jax.random.PRNGKey(0), or one of those that "
            "jax.random.split(key) gives"
        )
    return words


def _maker(kind: type[Keys]) -> Callable[..., Keys]:
    def make(runtime: Runtime, seed: Value, **options: Value) -> Keys:
        return _made(kind, threefry.key_of(as_index(runtime, seed)))

    return make


def _shape(runtime: Runtime, shape: Value) -> tuple[int, ...]:
    sizes = shape if isinstance(shape, tuple | list) else (shape,)
    found = tuple(as_index(runtime, size) for size in sizes)
    allocate(found)
    runtime.budget.charge(30 * math.prod(found))
    return found


def split(runtime: Runtime, key: Value, num: Value = 2) -> Keys:
    """New keys made of one."""
    return _made(type(key), threefry.split(_key(runtime, key), _shape(runtime, num)))


def fold_in(runtime: Runtime, key: Value, data: Value) -> Keys:
    """A new key made of one and a number."""
    return _made(type(key), threefry.fold_in(_key(runtime, key), as_index(runtime, data)))


def _array(runtime: Runtime, values: Any) -> Any:
    values = np.asarray(values)
    if values.dtype.kind == "f":
        values = values.astype(np.float64)
        if kind_of_run(runtime) is Wide:
            runtime.note("jax.random draws float32 here, also where jax_enable_x64 is set")
    return of_kind(kind_of_run(runtime), values)


def normal(runtime: Runtime, key: Value, shape: Value = (), dtype: Value = None) -> Value:
    """Standard normal numbers."""
    return _array(runtime, threefry.normal(_key(runtime, key), _shape(runtime, shape)))


def uniform(
    runtime: Runtime, key: Value, shape: Value = (), dtype: Value = None, minval: Value = 0.0,
    maxval: Value = 1.0,
) -> Value:  # fmt: skip
    """Numbers between two others."""
    words, sizes = _key(runtime, key), _shape(runtime, shape)
    return _array(runtime, threefry.uniform(words, sizes, float(minval), float(maxval)))


def randint(
    runtime: Runtime, key: Value, shape: Value, minval: Value, maxval: Value, dtype: Value = None
) -> Value:  # fmt: skip
    """Whole numbers from one up to, without, another."""
    low, high = as_index(runtime, minval), as_index(runtime, maxval)
    words, sizes = _key(runtime, key), _shape(runtime, shape)
    return _array(runtime, threefry.integers(words, sizes, low, high))


def permutation(runtime: Runtime, key: Value, x: Value, axis: Value = 0) -> Value:
    """The numbers below another, or the rows of an array, in some order."""
    words = _key(runtime, key)
    if not isinstance(x, Tensor) or not x.ndim:
        (count,) = _shape(runtime, x)
        return _array(runtime, threefry.permutation(words, count))
    (count,) = _shape(runtime, x.shape[axis])
    order = threefry.permutation(words, count)
    return as_jax(runtime, NUMPY["take"].call(x, order, axis), (x,))


def choice(
    runtime: Runtime, key: Value, a: Value, shape: Value = (), replace: Value = True,
    p: Value = None, axis: Value = 0,
) -> Value:  # fmt: skip
    """Some of the numbers below another, or some rows of an array."""
    rows = a if isinstance(a, Tensor) and a.ndim else None
    count = as_index(runtime, a) if rows is None else rows.shape[axis]
    words, sizes = _key(runtime, key), _shape(runtime, shape)
    if p is None and replace:
        places = threefry.integers(words, sizes, 0, count)
    elif p is None:
        places = threefry.permutation(words, count)[: math.prod(sizes)].reshape(sizes)
    elif replace:
        sums = np.cumsum(np.asarray(converted(runtime, p)._read(), np.float32))
        places = np.searchsorted(sums, sums[-1] * (1 - threefry.uniform(words, sizes)))
    else:
        scores = threefry.gumbel(words, (count,)) + np.log(np.asarray(p, np.float32))
        places = np.argsort(-scores, kind="stable")[: math.prod(sizes)].reshape(sizes)
    if rows is None:
        return _array(runtime, places)
    return as_jax(runtime, NUMPY["take"].call(rows, places, axis), (rows,))


def bernoulli(runtime: Runtime, key: Value, p: Value = 0.5, shape: Value = None) -> Value:
    """True with a probability."""
    chance = np.asarray(converted(runtime, p)._read(), np.float32)
    sizes = _shape(runtime, chance.shape if shape is None else shape)
    return _array(runtime, threefry.uniform(_key(runtime, key), sizes) < chance)


def categorical(
    runtime: Runtime, key: Value, logits: Value, axis: Value = -1, shape: Value = None
) -> Value:  # fmt: skip
    """The place of one element of each row, by the row's logits."""
    scores = np.asarray(converted(runtime, logits)._read(), np.float32)
    rows = tuple(np.delete(scores.shape, axis))
    wanted = rows if shape is None else _shape(runtime, shape)
    more = wanted[: len(wanted) - len(rows)]
    drawn = threefry.gumbel(_key(runtime, key), _shape(runtime, (*more, *scores.shape)))
    return _array(runtime, np.argmax(drawn + scores, axis))


def gumbel(runtime: Runtime, key: Value, shape: Value = (), dtype: Value = None) -> Value:
    """Numbers of the standard Gumbel distribution."""
    return _array(runtime, threefry.gumbel(_key(runtime, key), _shape(runtime, shape)))


def exponential(runtime: Runtime, key: Value, shape: Value = (), dtype: Value = None) -> Value:
    """Numbers of the standard exponential distribution."""
    return _array(runtime, -np.log1p(-threefry.uniform(_key(runtime, key), _shape(runtime, shape))))


OTHER = "draw with normal(), uniform(), randint(), choice() or bernoulli()"
RANDOM = Library(
    "jax.random",
    builtins({
        "PRNGKey": _maker(Keys), "key": _maker(TypedKeys), "split": split, "fold_in": fold_in,
        "normal": normal, "uniform": uniform, "randint": randint, "permutation": permutation,
        "shuffle": permutation, "choice": choice, "bernoulli": bernoulli,
        "categorical": categorical, "gumbel": gumbel, "exponential": exponential,
    }) | {"key_data": Builtin("key_data", lambda key: _made(Keys, _words(key)))},
    dict.fromkeys(("truncated_normal", "gamma", "beta", "poisson", "laplace", "dirichlet"), OTHER),
)  # fmt: skip
