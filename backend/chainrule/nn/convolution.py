"""Convolutions and pooling over one axis or two."""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor
from chainrule.nn import initialisation
from chainrule.nn.module import Module
from chainrule.nn.native import Parameter


def _each(size: int | tuple[int, ...], axes: int) -> tuple[int, ...]:
    return (size,) * axes if isinstance(size, int) else tuple(size)


class Convolution(Module):
    """What the convolutions share: weight (out, in / groups, kernel...), bias (out,) or none."""

    spatial: int = 1
    transposed: bool = False

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | tuple[int, ...],
        stride: int | tuple[int, ...] = 1,
        padding: int | str | tuple[int, ...] = 0,
        dilation: int | tuple[int, ...] = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
    ) -> None:
        super().__init__()
        if in_channels % groups or out_channels % groups:
            raise ArgumentError("in_channels and out_channels must be divisible by groups")
        if padding_mode != "zeros":
            raise ArgumentError("padding_mode is 'zeros'; pad before with functional.pad(...)")
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = _each(kernel_size, self.spatial)
        self.stride = _each(stride, self.spatial)
        self.padding = padding if isinstance(padding, str) else _each(padding, self.spatial)
        self.dilation = _each(dilation, self.spatial)
        self.groups = groups
        ends = (out_channels, in_channels // groups)
        if self.transposed:
            ends = (in_channels, out_channels // groups)
        self.weight = Parameter(F.empty(*ends, *self.kernel_size))
        self.bias = Parameter(F.empty(out_channels)) if bias else None
        initialisation.as_linear(self.weight, self.bias)

    def extra_repr(self) -> str:
        """What differs from the defaults, after the sizes."""
        text = (
            f"{self.in_channels}, {self.out_channels}, "
            f"kernel_size={self.kernel_size}, stride={self.stride}"
        )
        if self.padding != (0,) * self.spatial:
            text = text + f", padding={self.padding}"
        if self.dilation != (1,) * self.spatial:
            text = text + f", dilation={self.dilation}"
        if self.groups != 1:
            text = text + f", groups={self.groups}"
        return text if self.bias is not None else text + ", bias=False"

    def _options(self) -> tuple[Any, Any, Any, Any]:
        return (self.weight, self.bias, self.stride, self.padding)


class Conv1d(Convolution):
    """Over (samples, channels, length)."""

    def forward(self, x: Tensor) -> Tensor:
        """The channels become ``out_channels``."""
        return F.conv1d(x, *self._options(), self.dilation, self.groups)


class Conv2d(Convolution):
    """Over (samples, channels, height, width)."""

    spatial = 2

    def forward(self, x: Tensor) -> Tensor:
        """The channels become ``out_channels``."""
        return F.conv2d(x, *self._options(), self.dilation, self.groups)


class ConvTranspose1d(Convolution):
    """The transpose of ``Conv1d``, which makes lengths longer; weight (in, out / groups, k)."""

    transposed = True

    def forward(self, x: Tensor) -> Tensor:
        """The channels become ``out_channels``."""
        return F.conv_transpose1d(x, *self._options(), 0, self.groups, self.dilation)


class ConvTranspose2d(Convolution):
    """The transpose of ``Conv2d``, which makes pictures larger; weight (in, out / groups, k, k)."""

    spatial = 2
    transposed = True

    def forward(self, x: Tensor) -> Tensor:
        """The channels become ``out_channels``."""
        return F.conv_transpose2d(x, *self._options(), 0, self.groups, self.dilation)


class Pool(Module):
    """What the pools share."""

    def __init__(
        self,
        kernel_size: int | tuple[int, ...],
        stride: int | tuple[int, ...] | None = None,
        padding: int | tuple[int, ...] = 0,
        **options: Any,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class MaxPool(Pool):
    """What the pools of largest elements share."""

    def extra_repr(self) -> str:
        """What it was made with."""
        return super().extra_repr() + ", dilation=1, ceil_mode=False"


class MaxPool1d(MaxPool):
    """The largest of every window of a length."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, length)."""
        return F.max_pool1d(x, self.kernel_size, self.stride, self.padding)


class MaxPool2d(MaxPool):
    """The largest of every window of a picture."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, height, width)."""
        return F.max_pool2d(x, self.kernel_size, self.stride, self.padding)


class AvgPool1d(Pool):
    """The mean of every window of a length."""

    def extra_repr(self) -> str:
        """What it was made with, each for its one axis."""
        sizes = [_each(size, 1) for size in (self.kernel_size, self.stride, self.padding)]
        return f"kernel_size={sizes[0]}, stride={sizes[1]}, padding={sizes[2]}"

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, length)."""
        return F.avg_pool1d(x, self.kernel_size, self.stride, self.padding)


class AvgPool2d(Pool):
    """The mean of every window of a picture."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, height, width)."""
        return F.avg_pool2d(x, self.kernel_size, self.stride, self.padding)


class AdaptiveAvgPool2d(Module):
    """The means of as many windows as the result shall have elements."""

    def __init__(self, output_size: int | tuple[int, ...]) -> None:
        super().__init__()
        self.output_size = output_size

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, *output_size)."""
        return F.adaptive_avg_pool2d(x, self.output_size)

    def extra_repr(self) -> str:
        """The size of the result."""
        return f"output_size={self.output_size}"
