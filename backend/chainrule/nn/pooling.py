"""Pools over one axis, two or three."""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.engine import Tensor
from chainrule.nn.module import Module


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


class MaxPool3d(MaxPool):
    """The largest of every window of a volume."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, depth, height, width)."""
        return F.max_pool3d(x, self.kernel_size, self.stride, self.padding)


class AvgPool1d(Pool):
    """The mean of every window of a length."""

    def extra_repr(self) -> str:
        """What it was made with, each for its one axis."""
        sizes = [
            (size,) if isinstance(size, int) else tuple(size)
            for size in (self.kernel_size, self.stride, self.padding)
        ]
        return f"kernel_size={sizes[0]}, stride={sizes[1]}, padding={sizes[2]}"

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, length)."""
        return F.avg_pool1d(x, self.kernel_size, self.stride, self.padding)


class AvgPool2d(Pool):
    """The mean of every window of a picture."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, height, width)."""
        return F.avg_pool2d(x, self.kernel_size, self.stride, self.padding)


class AvgPool3d(Pool):
    """The mean of every window of a volume."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, depth, height, width)."""
        return F.avg_pool3d(x, self.kernel_size, self.stride, self.padding)


class AdaptivePool(Module):
    """The means of as many windows as the result shall have elements."""

    def __init__(self, output_size: int | tuple[int, ...]) -> None:
        super().__init__()
        self.output_size = output_size

    def extra_repr(self) -> str:
        """The size of the result."""
        return f"output_size={self.output_size}"


class AdaptiveAvgPool1d(AdaptivePool):
    """The means of so many windows of a length."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, output_size)."""
        return F.adaptive_avg_pool1d(x, self.output_size)


class AdaptiveAvgPool2d(AdaptivePool):
    """The means of so many windows of a picture."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, *output_size)."""
        return F.adaptive_avg_pool2d(x, self.output_size)


class AdaptiveAvgPool3d(AdaptivePool):
    """The means of so many windows of a volume."""

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, *output_size)."""
        return F.adaptive_avg_pool3d(x, self.output_size)
