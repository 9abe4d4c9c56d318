"""Pools over one axis, two or three, and what undoes them."""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.engine import Tensor
from chainrule.nn.module import Module


def _each(size: int | tuple[int, ...], axes: int) -> tuple[int, ...]:
    return (size,) * axes if isinstance(size, int) else tuple(size)


class MaxPool(Module):
    """What the pools of largest elements share."""

    def __init__(
        self,
        kernel_size: int | tuple[int, ...],
        stride: int | tuple[int, ...] | None = None,
        padding: int | tuple[int, ...] = 0,
        dilation: int | tuple[int, ...] = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.dilation = dilation
        self.return_indices = return_indices
        self.ceil_mode = ceil_mode

    def _options(self) -> dict[str, Any]:
        return {
            "kernel_size": self.kernel_size,
            "stride": self.stride,
            "padding": self.padding,
            "dilation": self.dilation,
            "ceil_mode": self.ceil_mode,
            "return_indices": self.return_indices,
        }

    def extra_repr(self) -> str:
        """What it was made with."""
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}, "
            f"dilation={self.dilation}, ceil_mode={self.ceil_mode}"
        )


class MaxPool1d(MaxPool):
    """The largest of every window of a length."""

    def forward(self, x: Tensor) -> Any:
        """(samples, channels, length), and where they were with ``return_indices``."""
        return F.max_pool1d(x, **self._options())


class MaxPool2d(MaxPool):
    """The largest of every window of a picture."""

    def forward(self, x: Tensor) -> Any:
        """(samples, channels, height, width), and where they were with ``return_indices``."""
        return F.max_pool2d(x, **self._options())


class MaxPool3d(MaxPool):
    """The largest of every window of a volume."""

    def forward(self, x: Tensor) -> Any:
        """(samples, channels, depth, height, width), and where with ``return_indices``."""
        return F.max_pool3d(x, **self._options())


class AvgPool1d(Module):
    """The mean of every window of a length."""

    def __init__(
        self,
        kernel_size: int | tuple[int, ...],
        stride: int | tuple[int, ...] | None = None,
        padding: int | tuple[int, ...] = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__()
        self.kernel_size = _each(kernel_size, 1)
        self.stride = self.kernel_size if stride is None else _each(stride, 1)
        self.padding = _each(padding, 1)
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad

    def extra_repr(self) -> str:
        """What it was made with, each for its one axis."""
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, length)."""
        ceil, margins = self.ceil_mode, self.count_include_pad
        return F.avg_pool1d(x, self.kernel_size, self.stride, self.padding, ceil, margins)


class AvgPool(Module):
    """What the pools of means over several axes share."""

    def __init__(
        self,
        kernel_size: int | tuple[int, ...],
        stride: int | tuple[int, ...] | None = None,
        padding: int | tuple[int, ...] = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad
        self.divisor_override = divisor_override

    def _options(self) -> dict[str, Any]:
        return {
            "kernel_size": self.kernel_size,
            "stride": self.stride,
            "padding": self.padding,
            "ceil_mode": self.ceil_mode,
            "count_include_pad": self.count_include_pad,
            "divisor_override": self.divisor_override,
        }

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class AvgPool2d(AvgPool):
    """The mean of every window of a picture."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, height, width)."""
        return F.avg_pool2d(x, **self._options())


class AvgPool3d(AvgPool):
    """The mean of every window of a volume."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, depth, height, width)."""
        return F.avg_pool3d(x, **self._options())


class MaxUnpool(Module):
    """What undoes a pool of largest elements: they stand where they were, among zeros."""

    axes: int = 1

    def __init__(
        self,
        kernel_size: int | tuple[int, ...],
        stride: int | tuple[int, ...] | None = None,
        padding: int | tuple[int, ...] = 0,
    ) -> None:
        super().__init__()
        self.kernel_size = _each(kernel_size, self.axes)
        self.stride = self.kernel_size if stride is None else _each(stride, self.axes)
        self.padding = _each(padding, self.axes)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class MaxUnpool1d(MaxUnpool):
    """What undoes ``MaxPool1d``."""

    def forward(self, x: Tensor, indices: Tensor, output_size: Any = None) -> Tensor:
        """(samples, channels, length)."""
        return F.max_unpool1d(x, indices, self.kernel_size, self.stride, self.padding, output_size)


class MaxUnpool2d(MaxUnpool):
    """What undoes ``MaxPool2d``."""

    axes = 2

    def forward(self, x: Tensor, indices: Tensor, output_size: Any = None) -> Tensor:
        """(samples, channels, height, width)."""
        return F.max_unpool2d(x, indices, self.kernel_size, self.stride, self.padding, output_size)


class MaxUnpool3d(MaxUnpool):
    """What undoes ``MaxPool3d``."""

    axes = 3

    def forward(self, x: Tensor, indices: Tensor, output_size: Any = None) -> Tensor:
        """(samples, channels, depth, height, width)."""
        return F.max_unpool3d(x, indices, self.kernel_size, self.stride, self.padding, output_size)


class LPPool(Module):
    """What the pools of p-norms share."""

    def __init__(
        self,
        norm_type: float,
        kernel_size: int | tuple[int, ...],
        stride: int | tuple[int, ...] | None = None,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.norm_type = norm_type
        self.kernel_size = kernel_size
        self.stride = stride
        self.ceil_mode = ceil_mode

    def _options(self) -> tuple[Any, ...]:
        return (float(self.norm_type), self.kernel_size, self.stride, self.ceil_mode)

    def extra_repr(self) -> str:
        """What it was made with."""
        return (
            f"norm_type={self.norm_type}, kernel_size={self.kernel_size}, stride={self.stride}, "
            f"ceil_mode={self.ceil_mode}"
        )


class LPPool1d(LPPool):
    """The p-norm of every window of a length."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, length)."""
        return F.lp_pool1d(x, *self._options())


class LPPool2d(LPPool):
    """The p-norm of every window of a picture."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, height, width)."""
        return F.lp_pool2d(x, *self._options())


class LPPool3d(LPPool):
    """The p-norm of every window of a volume."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, depth, height, width)."""
        return F.lp_pool3d(x, *self._options())
