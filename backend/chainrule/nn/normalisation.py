"""Normalisations: values brought to mean 0 and variance 1, then scaled and shifted as learned."""

from __future__ import annotations

from typing import Any

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
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        shape = normalized_shape
        self.normalized_shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        self.weight = None
        self.bias = None
        if elementwise_affine:
            self.weight = Parameter(F.ones(self.normalized_shape, dtype=dtype))
        if elementwise_affine and bias:
            self.bias = Parameter(F.zeros(self.normalized_shape, dtype=dtype))

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

    def __init__(
        self,
        normalized_shape: int | tuple[int, ...],
        eps: float | None = None,
        elementwise_affine: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        shape = normalized_shape
        self.normalized_shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        self.weight = None
        if elementwise_affine:
            self.weight = Parameter(F.ones(self.normalized_shape, dtype=dtype))

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``."""
        return F.rms_norm(x, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self) -> str:
        """What it was made with."""
        affine = self.elementwise_affine
        return f"{self.normalized_shape}, eps={self.eps}, elementwise_affine={affine}"


class GroupNorm(Module):
    """Over groups of channels of every sample (Wu and He, 2018)."""

    def __init__(
        self,
        num_groups: int,
        num_channels: int,
        eps: float = 1e-5,
        affine: bool = True,
        device: Any = None,
        dtype: Any = None,
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.num_groups = num_groups
        self.num_channels = num_channels
        self.eps = eps
        self.weight = Parameter(F.ones(num_channels, dtype=dtype)) if affine else None
        self.bias = Parameter(F.zeros(num_channels, dtype=dtype)) if affine and bias else None

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, ...)."""
        return F.group_norm(x, self.num_groups, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """What it was made with."""
        affine = self.weight is not None
        return (
            f"{self.num_groups}, {self.num_channels}, eps={self.eps}, affine={affine}, "
            f"bias={self.bias is not None}"
        )


class Following(Module):
    """What normalisations by channel share: a scale and a shift, and statistics that follow.

    ``axes`` are the numbers of axes that their input may have.
    """

    axes: tuple[int, ...] = (2, 3)
    running_mean: Tensor | None
    running_var: Tensor | None
    num_batches_tracked: Tensor | None

    def __init__(
        self,
        num_features: int,
        eps: float,
        momentum: float | None,
        affine: bool,
        track_running_stats: bool,
        dtype: Any,
        bias: bool,
    ) -> None:
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        self.weight = Parameter(F.ones(num_features, dtype=dtype)) if affine else None
        self.bias = Parameter(F.zeros(num_features, dtype=dtype)) if affine and bias else None
        mean, variance, count = None, None, None
        if track_running_stats:
            mean = F.zeros(num_features, dtype=dtype)
            variance = F.ones(num_features, dtype=dtype)
            count = F.tensor(0)
        self.register_buffer("running_mean", mean)
        self.register_buffer("running_var", variance)
        self.register_buffer("num_batches_tracked", count)

    def _check(self, x: Tensor) -> None:
        if x.ndim not in self.axes:
            wanted = "D or ".join(str(axis) for axis in self.axes)
            raise ShapeError(f"expected {wanted}D input (got {x.ndim}D input)")

    def _share(self) -> float:
        """How much of the running statistics the next batch replaces, which is counted."""
        if self.training and self.num_batches_tracked is not None:
            with no_grad():
                self.num_batches_tracked.add_(1)
            if self.momentum is None:
                return 1.0 / float(self.num_batches_tracked.item())
        return 0.0 if self.momentum is None else self.momentum

    def extra_repr(self) -> str:
        """What it was made with."""
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, "
            f"affine={self.affine}, bias={self.bias is not None}, "
            f"track_running_stats={self.track_running_stats}"
        )


class BatchNorm(Following):
    """Over the samples of a batch, channel by channel (Ioffe and Szegedy, 2015).

    In training mode the batch's own statistics are used, and running ones follow them; in
    evaluation mode the running ones.
    """

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: Any = None,
        bias: bool = True,
    ) -> None:
        super().__init__(num_features, eps, momentum, affine, track_running_stats, dtype, bias)

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, ...)."""
        self._check(x)
        share = self._share()
        by_batch = self.training or self.running_mean is None
        running = (self.running_mean, self.running_var)
        return F.batch_norm(x, *running, self.weight, self.bias, by_batch, share, self.eps)


class BatchNorm1d(BatchNorm):
    """Of (samples, channels) or (samples, channels, length)."""

    axes = (2, 3)


class BatchNorm2d(BatchNorm):
    """Of (samples, channels, height, width)."""

    axes = (4,)


class BatchNorm3d(BatchNorm):
    """Of (samples, channels, depth, height, width)."""

    axes = (5,)


class InstanceNorm(Following):
    """Over the places of every channel of every sample (Ulyanov et al., 2016)."""

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = False,
        track_running_stats: bool = False,
        device: Any = None,
        dtype: Any = None,
        bias: bool = True,
    ) -> None:
        super().__init__(num_features, eps, momentum, affine, track_running_stats, dtype, bias)

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, ...) or (channels, ...)."""
        self._check(x)
        if x.ndim == self.axes[0]:
            return self.forward(x.unsqueeze(0)).squeeze(0)
        by_sample = self.training or not self.track_running_stats
        running = (self.running_mean, self.running_var)
        share = 0.0 if self.momentum is None else self.momentum
        return F.instance_norm(x, *running, self.weight, self.bias, by_sample, share, self.eps)


class InstanceNorm1d(InstanceNorm):
    """Of (samples, channels, length), or one sample of them."""

    axes = (2, 3)


class InstanceNorm2d(InstanceNorm):
    """Of (samples, channels, height, width), or one sample of them."""

    axes = (3, 4)


class InstanceNorm3d(InstanceNorm):
    """Of (samples, channels, depth, height, width), or one sample of them."""

    axes = (4, 5)


class LocalResponseNorm(Module):
    """Every element over what its neighbours among the channels have (Krizhevsky et al., 2012)."""

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0) -> None:
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, ...)."""
        return F.local_response_norm(x, self.size, self.alpha, self.beta, self.k)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.size}, alpha={self.alpha}, beta={self.beta}, k={self.k}"
