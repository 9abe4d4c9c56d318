"""Grids made finer or coarser: pools into so many windows, finer grids, channels as a grid."""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.engine import Tensor
from chainrule.nn.module import Module

Sizes = int | tuple[int | None, ...]


class AdaptivePool(Module):
    """What pools share whose windows follow from the size of the result."""

    def __init__(self, output_size: Sizes) -> None:
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


class AdaptiveMaxPool(AdaptivePool):
    """What pools of largest elements share, which can tell where these were."""

    def __init__(self, output_size: Sizes, return_indices: bool = False) -> None:
        super().__init__(output_size)
        self.return_indices = return_indices


class AdaptiveMaxPool1d(AdaptiveMaxPool):
    """The largest elements of so many windows of a length."""

    def forward(self, x: Tensor) -> Any:
        """(samples, channels, output_size), and where they were with ``return_indices``."""
        return F.adaptive_max_pool1d(x, self.output_size, self.return_indices)


class AdaptiveMaxPool2d(AdaptiveMaxPool):
    """The largest elements of so many windows of a picture."""

    def forward(self, x: Tensor) -> Any:
        """(samples, channels, *output_size), and where they were with ``return_indices``."""
        return F.adaptive_max_pool2d(x, self.output_size, self.return_indices)


class AdaptiveMaxPool3d(AdaptiveMaxPool):
    """The largest elements of so many windows of a volume."""

    def forward(self, x: Tensor) -> Any:
        """(samples, channels, *output_size), and where they were with ``return_indices``."""
        return F.adaptive_max_pool3d(x, self.output_size, self.return_indices)


class Upsample(Module):
    """A finer or coarser grid, of a size or by a factor: see ``functional.interpolate``."""

    def __init__(
        self,
        size: Any = None,
        scale_factor: Any = None,
        mode: str = "nearest",
        align_corners: bool | None = None,
        recompute_scale_factor: bool | None = None,
    ) -> None:
        super().__init__()
        self.size = size
        if isinstance(scale_factor, tuple):
            self.scale_factor: Any = tuple([float(factor) for factor in scale_factor])
        else:
            self.scale_factor = float(scale_factor) if scale_factor else None
        self.mode = mode
        self.align_corners = align_corners
        self.recompute_scale_factor = recompute_scale_factor

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels, *size)."""
        return F.interpolate(
            x,
            self.size,
            self.scale_factor,
            self.mode,
            self.align_corners,
            self.recompute_scale_factor,
        )

    def extra_repr(self) -> str:
        """The factor or the size, and how."""
        if self.scale_factor is not None:
            return f"scale_factor={self.scale_factor!r}, mode={self.mode!r}"
        return f"size={self.size!r}, mode={self.mode!r}"


class UpsamplingNearest2d(Upsample):
    """A finer picture by the nearest old elements."""

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor)


class UpsamplingBilinear2d(Upsample):
    """A finer picture on lines between old elements, corner to corner."""

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__(size, scale_factor, "bilinear", True)


class PixelShuffle(Module):
    """Channels laid out as a finer grid."""

    def __init__(self, upscale_factor: int) -> None:
        super().__init__()
        self.upscale_factor = upscale_factor

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels / r², height · r, width · r)."""
        return F.pixel_shuffle(x, self.upscale_factor)

    def extra_repr(self) -> str:
        """By how much the grid is finer."""
        return f"upscale_factor={self.upscale_factor}"


class PixelUnshuffle(Module):
    """A finer grid laid out as channels."""

    def __init__(self, downscale_factor: int) -> None:
        super().__init__()
        self.downscale_factor = downscale_factor

    def forward(self, x: Tensor) -> Tensor:
        """(samples, channels · r², height / r, width / r)."""
        return F.pixel_unshuffle(x, self.downscale_factor)

    def extra_repr(self) -> str:
        """By how much the grid is coarser."""
        return f"downscale_factor={self.downscale_factor}"
