"""The laws of operations on windows and on parts: convolutions, pools, margins, positions."""

from typing import Any

import numpy as np
from engine_law_torch import F, T
from engine_laws import PLAIN, Difference, Law, elementwise
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

FINITE = tuple(x for x in PLAIN if abs(x) < 3)
"""A product of 0 and infinity depends on which zeros a library multiplies."""


def _some(draw: Any, axes: int, least: int = 1, most: int = 2) -> Any:
    numbers = st.integers(least, most)
    return draw(numbers | st.tuples(*[numbers] * axes))


def _convolved(axes: int) -> Any:
    def draw_call(draw: Any, numbers: Any) -> Any:
        groups, ins, outs = (draw(st.integers(1, 2)) for _ in range(3))
        # Over three axes the volumes are small: differences are taken for every element.
        size = tuple(draw(st.integers(1, 3 if axes < 3 else 2)) for _ in range(axes))
        lengths = tuple(draw(st.integers(5, 6)) if axes < 3 else 3 for _ in range(axes))
        a = numbers((draw(st.integers(0, 2)), groups * ins, *lengths))
        weight = numbers((groups * outs, ins, *size))
        padding = draw(st.sampled_from((0, 1, (1,) * axes)))
        steps = {"stride": _some(draw, axes), "dilation": _some(draw, axes)}
        return (a, weight), {**steps, "padding": padding, "groups": groups}

    return draw_call


def _sent(axes: int) -> Any:
    def draw_call(draw: Any, numbers: Any) -> Any:
        groups, ins, outs = (draw(st.integers(1, 2)) for _ in range(3))
        size = tuple(draw(st.integers(2, 3 if axes < 3 else 2)) for _ in range(axes))
        lengths = tuple(draw(st.integers(2, 3 if axes < 3 else 2)) for _ in range(axes))
        a = numbers((draw(st.integers(1, 2)), groups * ins, *lengths))
        weight = numbers((groups * ins, outs, *size))
        stride, dilation = _some(draw, axes), draw(st.integers(1, 3))
        least = stride if isinstance(stride, int) else min(stride)
        extra = draw(st.integers(0, max(least, dilation) - 1))
        padding = draw(st.integers(0, 1))
        steps = {"stride": stride, "padding": padding, "output_padding": extra}
        return (a, weight), {**steps, "groups": groups, "dilation": dilation}

    return draw_call


def _pooled(axes: int, **strategies: Any) -> Any:
    def draw_call(draw: Any, numbers: Any) -> Any:
        lengths = tuple(
            draw(st.integers(5, 6) if axes < 3 else st.integers(3, 4)) for _ in range(axes)
        )
        a = numbers((*((2,) if draw(st.booleans()) else ()), 1, *lengths))
        params = {
            "kernel_size": _some(draw, axes, 2, 3 if axes < 3 else 2),
            "stride": draw(st.sampled_from((None, 1, 2, 3))),
            "padding": draw(st.sampled_from((0, 1))),
            "ceil_mode": draw(st.booleans()),
        }
        return (a,), params | {name: draw(found) for name, found in strategies.items()}

    return draw_call


def _margin(draw: Any, numbers: Any) -> Any:
    mode = draw(st.sampled_from(("constant", "reflect", "replicate", "circular")))
    shape = tuple(draw(st.integers(3, 4)) for _ in range(3))
    least = -1 if mode == "constant" else 0
    axes = draw(st.integers(1, 2))
    # PyTorch pads the last axis of (channels, length), or the last two of three.
    shape = shape[3 - axes - 1 :]
    padding = tuple(draw(st.integers(least, 2)) for _ in range(2 * axes))
    value = draw(st.sampled_from((0.0, 1.5))) if mode == "constant" else 0.0
    return (numbers(shape),), {"padding": padding, "mode": mode, "value": value}


def _slid(draw: Any, numbers: Any) -> Any:
    params = {k: (draw(st.integers(1, 2)),) * 2 for k in ("size", "stride", "dilation")}
    return (numbers((2, 1, 4, 5)),), params


def _unfolded(a: Any, size: Any, stride: Any, dilation: Any) -> Any:
    columns = F.unfold(a, size, dilation, 0, stride)
    places = [
        (n - d * (k - 1) - 1) // s + 1
        for n, k, s, d in zip(a.shape[2:], size, stride, dilation, strict=True)
    ]
    return columns.reshape(*a.shape[:2], *size, *places).permute(0, 1, 4, 5, 2, 3)


def _laid(draw: Any, numbers: Any) -> Any:
    size, stride, dilation = ((draw(st.integers(1, 2)),) * 2 for _ in range(3))
    places = (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    least = [
        (n - 1) * s + d * (k - 1) + 1
        for n, k, s, d in zip(places, size, stride, dilation, strict=True)
    ]
    shape = tuple(n + draw(st.integers(0, s - 1)) for n, s in zip(least, stride, strict=True))
    a = numbers((2, 1, *places, *size))
    return (a,), {"shape": shape, "stride": stride, "dilation": dilation}


def _folded(a: Any, shape: Any, stride: Any, dilation: Any) -> Any:
    size = a.shape[4:]
    columns = a.permute(0, 1, 4, 5, 2, 3).reshape(a.shape[0], -1, a.shape[2] * a.shape[3])
    return F.fold(columns, shape, size, dilation, 0, stride)


def _padded(a: Any, padding: Any, mode: str, value: float) -> Any:
    return F.pad(a, padding, mode, value if mode == "constant" else None)


WINDOWS = [
    Law("windows", _slid, _unfolded, elements=PLAIN),
    Law("fold", _laid, _folded, elements=FINITE),
    Law("pad", _margin, _padded, elements=PLAIN),
    Law("conv1d", _convolved(1), F.conv1d, elements=FINITE, noise=1.0),
    Law("conv2d", _convolved(2), F.conv2d, elements=FINITE, noise=1.0),
    Law("conv3d", _convolved(3), F.conv3d, elements=FINITE, noise=1.0),
    Law("conv_transpose3d", _sent(3), F.conv_transpose3d, elements=FINITE, noise=1.0),
    Law("conv_transpose1d", _sent(1), F.conv_transpose1d, elements=FINITE, noise=1.0),
    Law("conv_transpose2d", _sent(2), F.conv_transpose2d, elements=FINITE, noise=1.0),
    *(
        Law(f"max_pool{axes}d", _pooled(axes, dilation=st.integers(1, 2)), function)
        for axes, function in ((1, F.max_pool1d), (2, F.max_pool2d), (3, F.max_pool3d))
    ),
    Law(
        "avg_pool1d",
        _pooled(1, count_include_pad=st.booleans()),
        F.avg_pool1d,
        elements=FINITE,
        noise=1.0,
    ),
    *(
        Law(
            f"avg_pool{axes}d",
            _pooled(
                axes, count_include_pad=st.booleans(), divisor_override=st.sampled_from((None, 3))
            ),
            function,
            elements=FINITE,
            noise=1.0,
        )
        for axes, function in ((2, F.avg_pool2d), (3, F.avg_pool3d))
    ),
]

# Parts by positions, progressions, orders.


def _rows(draw: Any, shape: tuple[int, ...], axis: int, picked: tuple[int, ...], dtype: Any) -> Any:
    places = st.integers(0, shape[axis] - 1).map(float)
    return draw(hnp.arrays(dtype, picked, elements=places))


def _taken(draw: Any, numbers: Any) -> Any:
    shape = tuple(draw(st.integers(1, 3)) for _ in range(draw(st.integers(1, 3))))
    axis = draw(st.integers(-len(shape), len(shape) - 1))
    a = numbers(shape)
    return (a, _rows(draw, shape, axis, (draw(st.integers(0, 3)),), a.dtype)), {"axis": axis}


def _added(draw: Any, numbers: Any) -> Any:
    (a, index), params = _taken(draw, numbers)
    axis = params["axis"] % a.ndim
    source = numbers((*a.shape[:axis], len(index), *a.shape[axis + 1 :]))
    return (a, index, source), params


def _placed(draw: Any, numbers: Any) -> Any:
    shape = tuple(draw(st.integers(1, 3)) for _ in range(draw(st.integers(1, 3))))
    axis = draw(st.integers(-len(shape), len(shape) - 1))
    picked = tuple(draw(st.integers(0, n)) for n in shape)
    a = numbers(shape)
    return (a, _rows(draw, shape, axis, picked, a.dtype), numbers(picked)), {"axis": axis}


def _put(draw: Any, numbers: Any) -> Any:
    """Each place at most once: PyTorch does not say which of several elements stays."""
    (a, index, source), params = _placed(draw, numbers)
    order = np.argsort(np.argsort(index, axis=params["axis"], kind="stable"), axis=params["axis"])
    return (a, order.astype(a.dtype), source), params


def _along(draw: Any, numbers: Any) -> Any:
    shape = tuple(draw(st.integers(1, 4)) for _ in range(draw(st.integers(1, 3))))
    return (numbers(shape),), {"axis": draw(st.integers(-len(shape), len(shape) - 1))}


def _sorted(draw: Any, numbers: Any) -> Any:
    found, params = _along(draw, numbers)
    return found, params | {"descending": draw(st.booleans())}


def _ranked(draw: Any, numbers: Any) -> Any:
    shape = (draw(st.integers(1, 2)), draw(st.integers(1, 40)))
    return (numbers(shape),), {"k": draw(st.integers(1, shape[1])), "axis": 1}


def _topped(draw: Any, numbers: Any) -> Any:
    found, params = _ranked(draw, numbers)
    return found, params | {"largest_first": draw(st.booleans())}


def _positive(draw: Any, numbers: Any) -> Any:
    n = draw(st.integers(1, 3))
    a = numbers((*draw(st.sampled_from(((), (2,)))), n, n))
    return (a @ a.swapaxes(-1, -2) / n + 3.0 * np.eye(n, dtype=a.dtype),), {}


QUOTIENT_LOSES_DIGITS = Difference(
    "PyTorch divides by the element, which loses digits where it is small",
    lambda a, axis: (np.abs(a) < 0.5) & (a != 0),
)

PARTS = [
    Law("trunc", elementwise((-2.0, 2.0)), T.trunc),
    Law("exp2", elementwise((-2.0, 2.0)), T.exp2),
    Law(
        "index_select",
        _taken,
        lambda a, b, axis: T.index_select(a, axis, b.long()),
        slots=(0,),
    ),
    Law(
        "index_add",
        _added,
        lambda a, b, c, axis: T.index_add(a, axis, b.long(), c),
        slots=(0, 2),
        elements=FINITE,
    ),
    Law(
        "scatter_add",
        _placed,
        lambda a, b, c, axis: T.scatter_add(a, axis, b.long(), c),
        slots=(0, 2),
        elements=FINITE,
    ),
    Law(
        "put_along_dim",
        _put,
        lambda a, b, c, axis: T.scatter(a, axis, b.long(), c),
        slots=(0, 2),
    ),
    Law(
        "cumprod",
        _along,
        lambda a, axis: T.cumprod(a, axis),
        elements=FINITE,
        noise=1.0,
        differences=(QUOTIENT_LOSES_DIGITS,),
    ),
    Law("logcumsumexp", _along, lambda a, axis: T.logcumsumexp(a, axis), elements=FINITE),
    Law(
        "argsort",
        _sorted,
        lambda a, axis, descending: a.argsort(stable=True, dim=axis, descending=descending),
        slots=(),
    ),
    Law(
        "argtopk",
        _topped,
        lambda a, k, axis, largest_first: a.topk(k, axis, largest_first)[1],
        slots=(),
    ),
    Law("argkth", _ranked, lambda a, k, axis: a.kthvalue(k, axis, True)[1], slots=()),
    Law("logabsdet", _positive, lambda a: T.linalg.slogdet(a)[1], elements=FINITE, noise=1.0),
    Law(
        "cholesky",
        _positive,
        T.linalg.cholesky,
        elements=FINITE,
        noise=1.0,
        symmetric=True,
    ),
]
