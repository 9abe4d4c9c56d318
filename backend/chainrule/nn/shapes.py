"""Modules that only lay numbers out anew."""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.engine import Tensor
from chainrule.nn.module import Module


class Flatten(Module):
    """Makes one axis of several, by default of all but the first."""

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, x: Tensor) -> Tensor:
        """Maps (n, a, b, ...) to (n, a · b · ...)."""
        return F.flatten(x, self.start_dim, self.end_dim)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):
    """Makes several axes of one."""

    def __init__(self, dim: int, unflattened_size: tuple[int, ...]) -> None:
        super().__init__()
        self.dim = dim
        self.unflattened_size = tuple(unflattened_size)

    def forward(self, x: Tensor) -> Tensor:
        """Maps (..., a · b, ...) to (..., a, b, ...)."""
        axis = self.dim % x.ndim
        return x.reshape(*x.shape[:axis], *self.unflattened_size, *x.shape[axis + 1 :])

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"


class Unfold(Module):
    """The windows of pictures as columns."""

    def __init__(
        self,
        kernel_size: int | tuple[int, ...],
        dilation: int | tuple[int, ...] = 1,
        padding: int | tuple[int, ...] = 0,
        stride: int | tuple[int, ...] = 1,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def _options(self) -> tuple[Any, Any, Any, Any]:
        return (self.kernel_size, self.dilation, self.padding, self.stride)

    def forward(self, x: Tensor) -> Tensor:
        """Maps (samples, channels, height, width) to (samples, channels · window, windows)."""
        return F.unfold(x, *self._options())

    def extra_repr(self) -> str:
        """What it was made with."""
        return (
            f"kernel_size={self.kernel_size}, dilation={self.dilation}, padding={self.padding}, "
            f"stride={self.stride}"
        )


class Fold(Unfold):
    """Pictures of columns that are their windows; where windows overlap, they are added."""

    def __init__(
        self,
        output_size: int | tuple[int, ...],
        kernel_size: int | tuple[int, ...],
        dilation: int | tuple[int, ...] = 1,
        padding: int | tuple[int, ...] = 0,
        stride: int | tuple[int, ...] = 1,
    ) -> None:
        super().__init__(kernel_size, dilation, padding, stride)
        self.output_size = output_size

    def forward(self, x: Tensor) -> Tensor:
        """Maps (samples, channels · window, windows) to (samples, channels, height, width)."""
        return F.fold(x, self.output_size, *self._options())

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"output_size={self.output_size}, {super().extra_repr()}"


class ChannelShuffle(Module):
    """The channels of several groups, one of each group after the other."""

    def __init__(self, groups: int) -> None:
        super().__init__()
        self.groups = groups

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, ...)."""
        return F.channel_shuffle(x, self.groups)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"groups={self.groups}"
