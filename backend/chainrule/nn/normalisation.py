"""Normalisations: values brought to mean 0 and variance 1, then scaled and shifted as learned."""

from __future__ import annotations

from chainrule import functional as F
from chainrule.engine import ShapeError, Tensor, no_grad
from chainrule.nn.module import Module
from chainrule.nn.native import Parameter


class LayerNorm(Module):
    """Over the last axes of every sample (Ba et al., "Layer Normalization", 2016)."""

    def __init__(
        self,
        normalized_shape: int | tuple[int, ...],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
    ) -> None:
        super().__init__()
        shape = normalized_shape
        self.normalized_shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        self.weight = Parameter(F.ones(self.normalized_shape)) if elementwise_affine else None
        self.bias = None
        if elementwise_affine and bias:
            self.bias = Parameter(F.zeros(self.normalized_shape))

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``."""
        return F.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """What it was made with."""
        return (
            f"{self.normalized_shape}, eps={self.eps}, "
            f"elementwise_affine={self.elementwise_affine}, bias={self.bias is not None}"
        )


class RMSNorm(Module):
    """Divides by the root mean square over the last axes (Zhang and Sennrich, 2019)."""

    def __init__(self, normalized_shape: int | tuple[int, ...], eps: float | None = None) -> None:
        super().__init__()
        shape = normalized_shape
        self.normalized_shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self.eps = eps
        self.weight = Parameter(F.ones(self.normalized_shape))

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``."""
        return F.rms_norm(x, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine=True"


class GroupNorm(Module):
    """Over groups of channels of every sample (Wu and He, 2018)."""

    def __init__(
        self, num_groups: int, num_channels: int, eps: float = 1e-5, affine: bool = True
    ) -> None:
        super().__init__()
        self.num_groups = num_groups
        self.num_channels = num_channels
        self.eps = eps
        self.weight = Parameter(F.ones(num_channels)) if affine else None
        self.bias = Parameter(F.zeros(num_channels)) if affine else None

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, ...)."""
        return F.group_norm(x, self.num_groups, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """What it was made with."""
        affine = self.weight is not None
        return (
            f"{self.num_groups}, {self.num_channels}, eps={self.eps}, affine={affine}, "
            f"bias={affine}"
        )


class BatchNorm(Module):
    """Over the samples of a batch, channel by channel (Ioffe and Szegedy, 2015).

    In training mode the batch's own statistics are used, and running ones follow them; in
    evaluation mode the running ones.
    """

    axes: tuple[int, ...] = (2, 3)
    running_mean: Tensor | None
    running_var: Tensor | None
    num_batches_tracked: Tensor | None

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
    ) -> None:
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        self.weight = Parameter(F.ones(num_features)) if affine else None
        self.bias = Parameter(F.zeros(num_features)) if affine else None
        self.register_buffer("running_mean", F.zeros(num_features) if track_running_stats else None)
        self.register_buffer("running_var", F.ones(num_features) if track_running_stats else None)
        self.register_buffer("num_batches_tracked", F.tensor(0) if track_running_stats else None)

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, ...)."""
        if x.ndim not in self.axes:
            wanted = "D or ".join(str(axis) for axis in self.axes)
            raise ShapeError(f"expected {wanted}D input (got {x.ndim}D input)")
        momentum = self.momentum
        if self.training and self.num_batches_tracked is not None:
            with no_grad():
                self.num_batches_tracked.add_(1)
            if momentum is None:
                momentum = 1.0 / float(self.num_batches_tracked.item())
        return F.batch_norm(
            x,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training or self.running_mean is None,
            0.0 if momentum is None else momentum,
            self.eps,
        )

    def extra_repr(self) -> str:
        """What it was made with."""
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, "
            f"affine={self.affine}, bias={self.affine}, "
            f"track_running_stats={self.track_running_stats}"
        )


class BatchNorm1d(BatchNorm):
    """Of (samples, channels) or (samples, channels, length)."""

    axes = (2, 3)


class BatchNorm2d(BatchNorm):
    """Of (samples, channels, height, width)."""

    axes = (4,)
