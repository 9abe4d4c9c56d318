"""The laws of operations on shapes, indices and matrices."""

from typing import Any

import numpy as np
from engine_law_torch import T
from engine_laws import FINITE, PLAIN, Along, Law, any_axis, elementwise, shapes
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

DIAGONALS = st.integers(-4, 4)
COUNTS = st.integers(1, 3)


# Elements moved.


def _reshaped(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(empty=False))
    a = numbers(shape)
    target = draw(st.permutations((*shape, 1)))
    return (a,), {"shape": draw(st.sampled_from((tuple(target), (-1,), (*target[:-1], -1))))}


def _flattened(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes())
    start = any_axis(draw, shape) % max(len(shape), 1)
    end = draw(st.integers(start, max(len(shape) - 1, 0)))
    return (numbers(shape),), {"start": start, "end": end}


def _two_axes(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(2))
    return (numbers(shape),), {k: any_axis(draw, shape) for k in ("axis0", "axis1")}


def _reordered(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes())
    return (numbers(shape),), {"axes": tuple(draw(st.permutations(range(len(shape)))))}


def _new_axis(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes())
    return (numbers(shape),), {"axis": draw(st.integers(-len(shape) - 1, len(shape)))}


def _expanded(draw: Any, numbers: Any) -> Any:
    known = draw(hnp.mutually_broadcastable_shapes(num_shapes=1, base_shape=draw(shapes())))
    shape, target = known.input_shapes[0], known.result_shape
    return (numbers(shape),), {"shape": target}


def _flipped(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1))
    axes = draw(st.sets(st.integers(0, len(shape) - 1)))
    return (numbers(shape),), {"axis": tuple(axes)}


def _joined(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1))
    axis, sizes = any_axis(draw, shape), draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    parts = [list(shape) for _ in sizes]
    for part, size in zip(parts, sizes, strict=True):
        part[axis] = size
    return tuple(numbers(tuple(part)) for part in parts), {"axis": axis}


def _stacked(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes())
    axis = draw(st.integers(-len(shape) - 1, len(shape)))
    return tuple(numbers(shape) for _ in range(draw(COUNTS))), {"axis": axis}


def _indexed(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1, empty=False))
    basic = hnp.basic_indices(shape, allow_newaxis=True, allow_ellipsis=True)
    repeated = hnp.integer_array_indices(shape, result_shape=shapes(1, 2))
    mask = hnp.arrays(np.bool_, shape)
    return (numbers(shape),), {"index": draw(basic.filter(_goes_forward) | repeated | mask)}


def _replaced(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1, empty=False))
    basic = hnp.basic_indices(shape, allow_newaxis=False, allow_ellipsis=True)
    index = draw(basic.filter(_goes_forward) | hnp.arrays(np.bool_, shape))
    part = np.zeros(shape)[index].shape
    return (numbers(shape), numbers(draw(st.sampled_from((part, part[1:], ()))))), {"index": index}


def _put(a: Any, b: Any, index: Any) -> Any:
    result = a.clone()
    result[T.as_tensor(index) if isinstance(index, np.ndarray) else index] = b
    return result


def _goes_forward(index: Any) -> bool:
    """PyTorch knows no negative steps."""
    items = index if isinstance(index, tuple) else (index,)
    return not any(isinstance(item, slice) and (item.step or 1) < 0 for item in items)


def _added_up(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1, empty=False))
    index = draw(hnp.integer_array_indices(shape, result_shape=shapes(1, 2)))
    return (numbers(index[0].shape),), {"index": index, "shape": shape}


def _scattered(a: Any, index: Any, shape: Any) -> Any:
    places = tuple(T.as_tensor(k) for k in index)
    return T.zeros(shape, dtype=a.dtype).index_put(places, a, accumulate=True)


def _getitem(a: Any, index: Any) -> Any:
    if isinstance(index, tuple):
        return a[tuple(T.as_tensor(i) if isinstance(i, np.ndarray) else i for i in index)]
    return a[T.as_tensor(index) if isinstance(index, np.ndarray) else index]


def _masked(draw: Any, numbers: Any) -> Any:
    a, b = draw(
        hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3)
    ).input_shapes
    return (numbers(a), draw(hnp.arrays(np.float64, b, elements=st.sampled_from((0.0, 1.0))))), {}


def _masked_rows(draw: Any, numbers: Any) -> Any:
    a = numbers(draw(shapes()))
    mask = a.shape[: draw(st.integers(0, a.ndim))]
    return (a, draw(hnp.arrays(np.float64, mask, elements=st.sampled_from((0.0, 1.0))))), {}


def _gathered(draw: Any, numbers: Any) -> Any:
    shape = draw(shapes(1, empty=False))
    axis = any_axis(draw, shape)
    picked = tuple(draw(st.integers(0, n)) for n in shape)
    places = st.integers(0, shape[axis] - 1).map(float)
    return (numbers(shape), draw(hnp.arrays(np.float64, picked, elements=places))), {"axis": axis}


MOVED = [
    Law("reshape", _reshaped, lambda a, shape: a.reshape(shape)),
    Law("flatten", _flattened, lambda a, start, end: a.flatten(start, end)),
    Law("transpose", _two_axes, lambda a, axis0, axis1: a.transpose(axis0, axis1)),
    Law("permute", _reordered, lambda a, axes: a.permute(axes)),
    Law("squeeze", Along(), lambda a, axis: a.squeeze(axis)),
    Law("unsqueeze", _new_axis, lambda a, axis: a.unsqueeze(axis)),
    Law("expand", _expanded, lambda a, shape: a.expand(shape), elements=PLAIN),
    Law("flip", _flipped, lambda a, axis: a.flip(axis)),
    Law("cat", _joined, lambda *t, axis: T.cat(t, axis)),
    Law("stack", _stacked, lambda *t, axis: T.stack(t, axis)),
    Law("getitem", _indexed, _getitem),
    Law("index_put", _replaced, _put),
    Law("clone", elementwise((-2.0, 2.0)), T.clone),
    Law("scatter", _added_up, _scattered, elements=PLAIN),
    Law("masked_select", _masked, lambda a, mask: T.masked_select(a, mask != 0), slots=(0,)),
    Law("masked_index", _masked_rows, lambda a, mask: a[mask != 0], slots=(0,)),
    Law("gather", _gathered, lambda a, b, axis: T.gather(a, axis, b.long()), slots=(0,)),
]

# Matrices.


def _matrices(draw: Any, numbers: Any) -> Any:
    known = draw(
        hnp.mutually_broadcastable_shapes(
            signature="(n?,k),(k,m?)->(n?,m?)", max_dims=1, max_side=3, min_side=0
        )
    )
    return tuple(map(numbers, known.input_shapes)), {}


def _vectors(draw: Any, numbers: Any) -> Any:
    return tuple(numbers((draw(st.integers(0, 3)),)) for _ in range(2)), {}


def _matrix(*, least: int = 2, most: int = 2, diagonal: bool = False) -> Any:
    def draw_call(draw: Any, numbers: Any) -> Any:
        params = {"diagonal": draw(DIAGONALS)} if diagonal else {}
        return (numbers(draw(shapes(least, most))),), params

    return draw_call


def _regular(draw: Any, numbers: Any) -> Any:
    """A square matrix, or several, far from singular."""
    n = draw(COUNTS)
    a = numbers((*draw(shapes(0, 1)), n, n))
    return a / n + 5.0 * np.eye(n, dtype=a.dtype)


def _square(draw: Any, numbers: Any) -> Any:
    return (_regular(draw, numbers),), {}


def _equations(draw: Any, numbers: Any) -> Any:
    a = _regular(draw, numbers)
    right = (*a.shape[:-1],) if draw(st.booleans()) else (*a.shape[:-1], draw(st.integers(0, 2)))
    return (a, numbers(right)), {}


EQUATIONS = (
    "ij,jk->ik",
    "ij,ij",
    "ii->i",
    "ii",
    "ij->",
    "ij->ji",
    "i,j->ij",
    "...j,j->...",
    "bij,bjk->bik",
    "ij,kj,il->kl",
)


def _einsum(draw: Any, numbers: Any) -> Any:
    equation = draw(st.sampled_from(EQUATIONS))
    sizes = {letter: draw(st.integers(0, 3)) for letter in "bijkl"}
    terms = equation.split("->")[0].split(",")
    dots = draw(shapes(0, 2))
    return tuple(
        numbers((*(dots if "." in term else ()), *(sizes[c] for c in term if c != ".")))
        for term in terms
    ), {"equation": equation}


MATRICES = [
    Law("matmul", _matrices, T.matmul, elements=PLAIN),
    Law("outer", _vectors, T.outer, elements=PLAIN),
    Law("trace", _matrix(), T.trace, elements=PLAIN),
    Law("diag", _matrix(least=1, diagonal=True), T.diag),
    Law("tril", _matrix(most=3, diagonal=True), T.tril),
    Law("triu", _matrix(most=3, diagonal=True), T.triu),
    Law("inv", _square, T.linalg.inv, elements=FINITE, noise=1.0),
    Law("det", _square, T.linalg.det, elements=FINITE, noise=100.0),
    Law("solve", _equations, T.linalg.solve, elements=FINITE, noise=1.0),
    Law("einsum", _einsum, lambda *t, equation: T.einsum(equation, *t), elements=FINITE),
]
