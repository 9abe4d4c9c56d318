"""Convolutions over one axis, two or three, and their transposes."""

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
        device: Any = None,
        dtype: Any = None,
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
        self.weight = Parameter(F.empty(*ends, *self.kernel_size, dtype=dtype))
        self.bias = Parameter(F.empty(out_channels, dtype=dtype)) if bias else None
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


class Conv3d(Convolution):
    """Over (samples, channels, depth, height, width)."""

    spatial = 3

    def forward(self, x: Tensor) -> Tensor:
        """The channels become ``out_channels``."""
        return F.conv3d(x, *self._options(), self.dilation, self.groups)


class ConvolutionTranspose(Convolution):
    """What the transposes share: weight (in, out / groups, kernel...), bias (out,) or none."""

    transposed = True

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | tuple[int, ...],
        stride: int | tuple[int, ...] = 1,
        padding: int | tuple[int, ...] = 0,
        output_padding: int | tuple[int, ...] = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: int | tuple[int, ...] = 1,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        sizes = (kernel_size, stride, padding, dilation)
        super().__init__(
            in_channels, out_channels, *sizes, groups, bias, padding_mode, device, dtype
        )
        self.output_padding = _each(output_padding, self.spatial)

    def extra_repr(self) -> str:
        """What differs from the defaults, after the sizes."""
        text = super().extra_repr()
        if self.output_padding == (0,) * self.spatial:
            return text
        before, marker, after = text.partition(", groups=")
        if not marker:
            before, marker, after = text.partition(", bias=")
        return f"{before}, output_padding={self.output_padding}{marker}{after}"

    def _sizes(self) -> tuple[Any, Any, Any]:
        return (self.output_padding, self.groups, self.dilation)


class ConvTranspose1d(ConvolutionTranspose):
    """The transpose of ``Conv1d``, which makes lengths longer."""

    def forward(self, x: Tensor) -> Tensor:
        """The channels become ``out_channels``."""
        return F.conv_transpose1d(x, *self._options(), *self._sizes())


class ConvTranspose2d(ConvolutionTranspose):
    """The transpose of ``Conv2d``, which makes pictures larger."""

    spatial = 2

    def forward(self, x: Tensor) -> Tensor:
        """The channels become ``out_channels``."""
        return F.conv_transpose2d(x, *self._options(), *self._sizes())


class ConvTranspose3d(ConvolutionTranspose):
    """The transpose of ``Conv3d``."""

    spatial = 3

    def forward(self, x: Tensor) -> Tensor:
        """The channels become ``out_channels``."""
        return F.conv_transpose3d(x, *self._options(), *self._sizes())
