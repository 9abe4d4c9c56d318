"""TensorFlow's functions by its names, on the functions of the package."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.functions.numpy_functions import NUMPY, NUMPY_LINALG
from chainrule.functions.randomness import default_generator
from chainrule.functions.table import TABLE
from chainrule.program.libraries.tensorflow_tensors import TensorFlowType, as_eager
from chainrule.program.libraries.things import computed_dtype
from chainrule.program.libraries.wrapping import given
from chainrule.program.runtime import Runtime
from chainrule.program.values import Builtin, Value

Call = Callable[..., Any]
IGNORED = ("name", "reduction_indices", "parallel_iterations", "output_type")
OTHERS = "TensorFlow draws other random numbers than these"


def tensor(value: Any) -> Any:
    """Numbers or nested lists as a tensor."""
    return value if isinstance(value, Tensor) else NUMPY["array"].call(value)


def _given(runtime: Runtime, name: str, value: Value) -> Value:
    return value if type(value) is TensorFlowType else given(runtime, f"tf.{name}", value)


def on_tensorflow(name: str, call: Call) -> Builtin:
    """A function of the package as one of TensorFlow's."""

    def run(runtime: Runtime, *args: Value, **kwargs: Value) -> Value:
        args = tuple([_given(runtime, name, arg) for arg in args])
        for key, value in kwargs.items():
            kwargs[key] = _given(runtime, name, value)
        return as_eager(call(*args, **kwargs), *args)

    return Builtin(f"tf.{name}", run, True, IGNORED)


def elementwise(name: str) -> Call:
    """A function of one tensor."""
    call = NUMPY[name].call if name in NUMPY else TABLE[name].call
    return lambda x: call(tensor(x))


def _pairwise(name: str) -> Call:
    call = NUMPY[name].call if name in NUMPY else TABLE[name].call
    return lambda x, y: call(tensor(x), tensor(y))


def _reduction(name: str) -> Call:
    def reduce(input_tensor: Any, axis: Any = None, keepdims: bool = False) -> Any:
        where = tuple(axis) if isinstance(axis, list) else axis
        return NUMPY[name].call(tensor(input_tensor), axis=where, keepdims=keepdims)

    return reduce


def reduce_logsumexp(input_tensor: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """The logarithm of a sum of exponentials, without overflow."""
    return TABLE["logsumexp"].call(tensor(input_tensor), axis, keepdims)


def argmax(input: Any, axis: Any = 0) -> Any:
    """The place of the largest element along an axis; the first one by default."""
    return NUMPY["argmax"].call(tensor(input), axis)


def argmin(input: Any, axis: Any = 0) -> Any:
    """The place of the smallest element along an axis; the first one by default."""
    return NUMPY["argmin"].call(tensor(input), axis)


def transpose(a: Any, perm: Any = None) -> Any:
    """Other order of the axes; all reversed by default."""
    return NUMPY["transpose"].call(tensor(a), None if perm is None else tuple(perm))


def matmul(a: Any, b: Any, transpose_a: bool = False, transpose_b: bool = False) -> Any:
    """The product of matrices."""
    one = NUMPY["swapaxes"].call(tensor(a), -1, -2) if transpose_a else tensor(a)
    two = NUMPY["swapaxes"].call(tensor(b), -1, -2) if transpose_b else tensor(b)
    return TABLE["matmul"].call(one, two)


def cast(x: Any, dtype: Any) -> Any:
    """The same numbers, of another kind."""
    wanted = computed_dtype(dtype)
    return TABLE["to"].call(tensor(x), wanted.computed.name) if wanted is not None else tensor(x)


def _filled(name: str) -> Call:
    def make(shape: Any = (), dtype: Any = None) -> Any:
        made = NUMPY[name].call(tuple(shape) if isinstance(shape, list | tuple) else shape)
        return made if dtype is None else cast(made, dtype)

    return make


def arange(start: Any, limit: Any = None, delta: Any = 1, dtype: Any = None) -> Any:
    """Numbers at equal distances."""
    low, high = (0, start) if limit is None else (start, limit)
    made = NUMPY["arange"].call(low, high, delta)
    return made if dtype is None else cast(made, dtype)


def one_hot(indices: Any, depth: Any, on_value: Any = 1.0, off_value: Any = 0.0) -> Any:
    """One value at each label's place, another elsewhere."""
    found = NUMPY["equal"].call(
        NUMPY["expand_dims"].call(tensor(indices), -1), NUMPY["arange"].call(depth)
    )
    return NUMPY["where"].call(found, on_value, off_value)


def gather(params: Any, indices: Any, axis: int = 0) -> Any:
    """The rows of these numbers."""
    return NUMPY["take"].call(tensor(params), indices, axis)


def slice_(input_: Any, begin: Any, size: Any) -> Any:
    """So many elements along each axis, from places on; all that follow where the size is -1."""
    found = tensor(input_)
    starts, sizes = (np.asarray(tensor(part)).astype(int).tolist() for part in (begin, size))
    pairs = zip(starts, sizes, strict=True)
    return found[tuple(slice(start, None if n < 0 else start + n) for start, n in pairs)]


def gather_nd(params: Any, indices: Any) -> Any:
    """The elements, or slices, at these places: the last axis of the indices says where."""
    places = np.asarray(tensor(indices)).astype(int)
    return tensor(params)[tuple(np.moveaxis(places, -1, 0))]


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    """One of two values for each element; the true places where there are none."""
    if x is None:
        return NUMPY["argwhere"].call(condition)
    return NUMPY["where"].call(condition, x, y)


def unstack(value: Any, num: Any = None, axis: int = 0) -> Any:
    """The slices along an axis."""
    return list(TABLE["unbind"].call(tensor(value), axis))


def split(value: Any, num_or_size_splits: Any, axis: int = 0) -> Any:
    """Parts along an axis: so many of one size, or of these sizes."""
    sizes = num_or_size_splits
    value = tensor(value)
    size = value.shape[axis] // sizes if isinstance(sizes, int) else list(sizes)
    return list(TABLE["split"].call(value, size, axis))


def norm(tensor_: Any, ord: Any = "euclidean", axis: Any = None, keepdims: bool = False) -> Any:
    """The root of the sum of squares."""
    power = 2 if ord == "euclidean" else ord
    return TABLE["norm"].call(tensor(tensor_), power, axis, keepdims)


def clip_by_value(t: Any, clip_value_min: Any, clip_value_max: Any) -> Any:
    """Each element between two others."""
    return NUMPY["clip"].call(tensor(t), clip_value_min, clip_value_max)


def clip_by_norm(t: Any, clip_norm: Any, axes: Any = None) -> Any:
    """A tensor, shortened to a length where it is longer."""
    found = tensor(t)
    length = TABLE["norm"].call(found, 2, axes, axes is not None)
    return found * clip_norm / TABLE["maximum"].call(length, tensor(clip_norm))


# Random numbers


def set_seed(runtime: Runtime, seed: Value) -> None:
    """``tf.random.set_seed``."""
    runtime.note(OTHERS)
    default_generator().manual_seed(seed)


def _random(draw: Callable[..., Any]) -> Builtin:
    def run(runtime: Runtime, shape: Value = (), *args: Value, **kwargs: Value) -> Value:
        runtime.note(OTHERS)
        sizes = tuple(int(size) for size in given(runtime, "tf.random", shape))
        kwargs = {key: value for key, value in kwargs.items() if key not in ("dtype", "seed")}
        return as_eager(draw(sizes, *args, **kwargs))

    return Builtin("tf.random", run, True, IGNORED)


def drawn(runtime: Runtime, shape: Value, how: Value = "uniform") -> Value:
    """Numbers that the weights of a layer begin with."""
    return RANDOM[how].call(runtime, shape)


def _normal(shape: Any, mean: Any = 0.0, stddev: Any = 1.0, *rest: Any) -> Any:
    return TABLE["randn"].call(*shape, size=None if shape else ()) * stddev + mean


def _uniform(shape: Any, minval: Any = 0.0, maxval: Any = 1.0, *rest: Any) -> Any:
    if type(minval) is int and type(maxval) is int and maxval - minval > 1:
        return TABLE["randint"].call(minval, maxval, shape)
    return TABLE["rand"].call(*shape, size=None if shape else ()) * (maxval - minval) + minval


RANDOM: dict[str, Any] = {
    "normal": _random(_normal), "uniform": _random(_uniform),
    "truncated_normal": _random(_normal), "set_seed": Builtin("set_seed", set_seed, runtime=True),
}  # fmt: skip


# Tables

ELEMENTWISE = {
    "exp": "exp", "log": "log", "sin": "sin", "cos": "cos", "tan": "tan", "tanh": "tanh",
    "abs": "abs", "sqrt": "sqrt", "square": "square", "sign": "sign", "floor": "floor",
    "negative": "negative", "sigmoid": "sigmoid", "round": "round", "log1p": "log1p",
    "reciprocal": "reciprocal", "rsqrt": "rsqrt", "zeros_like": "zeros_like", "erf": "erf",
    "ones_like": "ones_like", "stop_gradient": "stop_gradient", "sinh": "sinh", "cosh": "cosh",
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "logical_not": "logical_not",
    "ceil": "ceil", "is_nan": "isnan", "softplus": "softplus", "expm1": "expm1",
    "log_sigmoid": "logsigmoid",
}  # fmt: skip
PAIRWISE = {
    "add": "add", "subtract": "subtract", "multiply": "multiply", "divide": "divide",
    "maximum": "maximum", "minimum": "minimum", "pow": "power", "equal": "equal",
    "greater": "greater", "less": "less", "greater_equal": "greater_equal", "mod": "mod",
    "less_equal": "less_equal", "not_equal": "not_equal", "logical_and": "logical_and",
    "logical_or": "logical_or", "atan2": "arctan2", "floordiv": "floor_divide",
}  # fmt: skip
REDUCTIONS = {
    "reduce_sum": "sum", "reduce_mean": "mean", "reduce_max": "max", "reduce_min": "min",
    "reduce_prod": "prod", "reduce_std": "std", "reduce_variance": "var", "reduce_any": "any",
    "reduce_all": "all",
}  # fmt: skip
CALLS: dict[str, Call] = {
    **{name: elementwise(inner) for name, inner in ELEMENTWISE.items()},
    **{name: _pairwise(inner) for name, inner in PAIRWISE.items()},
    **{name: _reduction(inner) for name, inner in REDUCTIONS.items()},
    "reduce_logsumexp": reduce_logsumexp,
    "argmax": argmax,
    "argmin": argmin,
    "cast": cast,
    "transpose": transpose,
    "matmul": matmul,
    "zeros": _filled("zeros"),
    "ones": _filled("ones"),
    "range": arange,
    "one_hot": one_hot,
    "gather": gather,
    "where": where,
    "unstack": unstack,
    "split": split,
    "norm": norm,
    "clip_by_value": clip_by_value,
    "clip_by_norm": clip_by_norm,
    "fill": lambda dims, value: NUMPY["full"].call(tuple(dims), value),
    "eye": lambda num_rows, num_columns=None, dtype=None: NUMPY["eye"].call(num_rows, num_columns),
    "linspace": lambda start, stop, num: NUMPY["linspace"].call(start, stop, num),
    "identity": lambda input: TABLE["clone"].call(tensor(input)),
    "reshape": lambda tensor_, shape: NUMPY["reshape"].call(tensor(tensor_), tuple(shape)),
    "expand_dims": lambda input, axis: NUMPY["expand_dims"].call(tensor(input), axis),
    "squeeze": lambda input, axis=None: NUMPY["squeeze"].call(tensor(input), axis),
    "concat": lambda values, axis=0: NUMPY["concatenate"].call(list(map(tensor, values)), axis),
    "stack": lambda values, axis=0: NUMPY["stack"].call(list(map(tensor, values)), axis),
    "tile": lambda input, multiples: NUMPY["tile"].call(tensor(input), tuple(multiples)),
    "repeat": lambda input, repeats, axis=None: NUMPY["repeat"].call(tensor(input), repeats, axis),
    "tensordot": lambda a, b, axes: NUMPY["tensordot"].call(tensor(a), tensor(b), axes),
    "einsum": lambda equation, *inputs: NUMPY["einsum"].call(equation, *map(tensor, inputs)),
    "cumsum": lambda x, axis=0: NUMPY["cumsum"].call(tensor(x), axis),
    "reverse": lambda tensor_, axis: NUMPY["flip"].call(tensor(tensor_), tuple(axis)),
    "sort": lambda values, axis=-1: NUMPY["sort"].call(tensor(values), axis),
    "shape": lambda input: NUMPY["array"].call(tensor(input).shape),
    "rank": lambda input: NUMPY["array"].call(tensor(input).ndim),
    "size": lambda input: NUMPY["array"].call(int(NUMPY["size"].call(tensor(input)))),
    "slice": slice_,
    "gather_nd": gather_nd,
    "boolean_mask": lambda tensor_, mask: tensor(tensor_)[tensor(mask)],
    "meshgrid": lambda *args, indexing="xy": list(
        NUMPY["meshgrid"].call(*map(tensor, args), indexing=indexing)
    ),
    "broadcast_to": lambda input, shape: NUMPY["broadcast_to"].call(tensor(input), tuple(shape)),
    "add_n": lambda inputs: sum(map(tensor, inputs[1:]), tensor(inputs[0])),
}
"""Functions of the top module; most stand in ``tf.math``, too."""
LINEAR_ALGEBRA: dict[str, Call] = {
    "matmul": matmul, "norm": norm, "inv": lambda input: NUMPY_LINALG["inv"].call(tensor(input)),
    "det": lambda input: NUMPY_LINALG["det"].call(tensor(input)),
    "solve": lambda matrix, rhs: NUMPY_LINALG["solve"].call(tensor(matrix), tensor(rhs)),
    "trace": lambda x: NUMPY["trace"].call(tensor(x)), "matrix_transpose": transpose,
    "diag_part": lambda input: NUMPY["diagonal"].call(tensor(input)),
    "diag": lambda diagonal: NUMPY["diag"].call(tensor(diagonal)),
    "eye": CALLS["eye"], "tensordot": CALLS["tensordot"],
}  # fmt: skip
