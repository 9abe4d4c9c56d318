"""Convolutions, pools and margins, by the names of ``torch.nn.functional``."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

from chainrule.engine import Tensor
from chainrule.engine.operations.margins import LAST, each_axis
from chainrule.functions.arguments import Numbers, as_tensor, op, require, require_shape
from chainrule.functions.composition import composed, declared


def _batched(a: Tensor, axes: int, name: str) -> tuple[Tensor, bool]:
    """With an axis of samples, which a single sample lacks."""
    require_shape(
        a.ndim in (axes + 1, axes + 2),
        f"Expected {axes + 1}D (unbatched) or {axes + 2}D (batched) input to {name}, "
        f"but got input of size: {list(a.shape)}",
    )
    return (op.unsqueeze(a, axis=0), True) if a.ndim == axes + 1 else (a, False)


def _finished(y: Tensor, bias: Numbers | None, axes: int, single: bool) -> Tensor:
    if bias is not None:
        b = as_tensor(bias)
        require_shape(b.shape == (y.shape[1],), f"bias has the shape {b.shape}, not {y.shape[1:2]}")
        y = op.add(y, op.reshape(b, shape=(-1, *(1,) * axes)))
    return op.squeeze(y, axis=0) if single else y


def _convolved(
    axes: int,
    input: Numbers,
    weight: Numbers,
    bias: Numbers | None,
    stride: Any,
    padding: Any,
    dilation: Any,
    groups: int,
) -> Tensor:
    name = f"conv{axes}d"
    a, single = _batched(as_tensor(input), axes, name)
    w = as_tensor(weight)
    if padding == "valid":
        padding = 0
    if padding == "same":
        steps, size = each_axis("dilation", dilation, axes), w.shape[2:]
        require(
            set(each_axis("stride", stride, axes)) == {1},
            "padding='same' is not supported for strided convolutions",
        )
        total = [d * (k - 1) for d, k in zip(steps, size, strict=True)]
        flat = [side for n in reversed(total) for side in (n // 2, n - n // 2)]
        a, padding = (op.pad(a, padding=tuple(flat)) if any(flat) else a), 0
    require(not isinstance(padding, str), "padding is a number, 'same' or 'valid'")
    y = getattr(op, name)(a, w, stride=stride, padding=padding, dilation=dilation, groups=groups)
    return _finished(y, bias, axes, single)


def _ones(*shape: int) -> str:
    return f"torch.ones{shape}"


def _convolution(axes: int) -> Callable[..., Tensor]:
    def convolve(
        input: Numbers,
        weight: Numbers,
        bias: Numbers | None = None,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
    ) -> Tensor:
        return _convolved(axes, input, weight, bias, stride, padding, dilation, groups)

    convolve.__doc__ = f"Filters slide {LAST[axes]} of (samples, channels, …)."
    call = f"F.conv{axes}d({_ones(1, 1, *(5,) * axes)}, {_ones(1, 1, *(3,) * axes)})"
    return composed("conv(input, weight) + bias", f"y = {call}", name=f"conv{axes}d")(convolve)


conv1d, conv2d, conv3d = map(_convolution, (1, 2, 3))


def _transposed(axes: int) -> Callable[..., Tensor]:
    name = f"conv_transpose{axes}d"

    def send(
        input: Numbers,
        weight: Numbers,
        bias: Numbers | None = None,
        stride: Any = 1,
        padding: Any = 0,
        output_padding: Any = 0,
        groups: int = 1,
        dilation: Any = 1,
    ) -> Tensor:
        a, single = _batched(as_tensor(input), axes, name)
        y = getattr(op, name)(
            a,
            as_tensor(weight),
            stride=stride,
            padding=padding,
            output_padding=output_padding,
            groups=groups,
            dilation=dilation,
        )
        return _finished(y, bias, axes, single)

    send.__doc__ = f"The transpose of ``conv{axes}d``: every element sends out its filter."
    call = f"F.{name}({_ones(1, 1, *(3,) * axes)}, {_ones(1, 1, *(3,) * axes)})"
    return composed("conv_transpose(input, weight) + bias", f"y = {call}", name=name)(send)


conv_transpose1d, conv_transpose2d, conv_transpose3d = map(_transposed, (1, 2, 3))


@declared("pad(input)", "y = F.pad(x, (1, 1))")
def pad(input: Numbers, pad: Any, mode: str = "constant", value: float | None = None) -> Tensor:
    """The tensor with a margin of a constant, or of what lies inside."""
    require(
        mode == "constant" or not value,
        f'Padding mode "{mode}" doesn\'t take in value argument',
    )
    padding = tuple(int(n) for n in pad)
    return op.pad(input, padding=padding, mode=mode, value=value or 0.0)


@composed("windows(input)", "y = F.unfold(torch.ones(1, 1, 3, 3), 2)")
def unfold(
    input: Numbers, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Tensor:
    """Every window of (samples, channels, height, width) as a column."""
    a = as_tensor(input)
    require_shape(a.ndim == 4, f"unfold() takes four axes here, not the shape {a.shape}")
    size, step, gap = (
        each_axis(name, value, 2)
        for name, value in (
            ("kernel_size", kernel_size),
            ("stride", stride),
            ("dilation", dilation),
        )
    )
    top, left = each_axis("padding", padding, 2, 0)
    a = op.pad(a, padding=(left, left, top, top)) if top or left else a
    found = op.permute(op.windows(a, size=size, stride=step, dilation=gap), axes=(0, 1, 4, 5, 2, 3))
    return op.reshape(found, shape=(a.shape[0], a.shape[1] * prod(size), prod(found.shape[4:])))


@composed("fold(input)", "y = F.fold(torch.ones(1, 4, 4), (3, 3), 2)")
def fold(
    input: Numbers,
    output_size: Any,
    kernel_size: Any,
    dilation: Any = 1,
    padding: Any = 0,
    stride: Any = 1,
) -> Tensor:
    """Columns that are windows, added up at their places: what ``unfold`` takes apart."""
    a = as_tensor(input)
    shape, size, step, gap = (
        each_axis(name, value, 2)
        for name, value in (
            ("output_size", output_size),
            ("kernel_size", kernel_size),
            ("stride", stride),
            ("dilation", dilation),
        )
    )
    top, left = each_axis("padding", padding, 2, 0)
    full = (shape[0] + 2 * top, shape[1] + 2 * left)
    places = [
        (n - d * (k - 1) - 1) // s + 1 for n, k, s, d in zip(full, size, step, gap, strict=True)
    ]
    require_shape(
        a.ndim == 3 and a.shape[1] % prod(size) == 0 and a.shape[2] == prod(places),
        f"fold(): {a.shape} are not the windows of {size} that fill {output_size}",
    )
    apart = op.reshape(a, shape=(a.shape[0], a.shape[1] // prod(size), *size, *places))
    windows = op.permute(apart, axes=(0, 1, 4, 5, 2, 3))
    whole = op.fold(windows, shape=full, stride=step, dilation=gap)
    inner = (slice(top, top + shape[0]), slice(left, left + shape[1]))
    return op.getitem(whole, index=(..., *inner)) if top or left else whole
