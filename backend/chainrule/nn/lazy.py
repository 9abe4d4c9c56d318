"""Lazy layers: they learn from their first input how wide it is, and are ordinary ones then.

The parameters are drawn at the first call, as in PyTorch, so that the same seed gives the same
numbers.
"""

from __future__ import annotations

from typing import Any

from chainrule.engine import Tensor
from chainrule.nn.convolution import (
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
)
from chainrule.nn.layers import Linear
from chainrule.nn.module import Module
from chainrule.nn.native import become
from chainrule.nn.normalisation import (
    BatchNorm1d,
    BatchNorm2d,
    BatchNorm3d,
    InstanceNorm1d,
    InstanceNorm2d,
    InstanceNorm3d,
)


class Lazy(Module):
    """What lazy layers share: which layer they become, and with which arguments."""

    kind: Any = Module
    axis: int = 1

    def __init__(self, *args: Any, **options: Any) -> None:
        Module.__init__(self)
        self._given = (args, options)

    def forward(self, x: Tensor) -> Any:
        """Makes the parameters, and computes as the layer that it has become."""
        args, options = self._given
        become(self, self.kind, x.shape[self.axis], *args, **options)
        return self.forward(x)

    def extra_repr(self) -> str:
        """How wide its input is, is not known yet."""
        return ", ".join(["0", *map(str, self._given[0])])


class LazyLinear(Lazy, Linear):
    """A dense layer of so many outputs."""

    kind = Linear
    axis = -1

    def __init__(
        self, out_features: int, bias: bool = True, device: Any = None, dtype: Any = None
    ) -> None:
        Lazy.__init__(self, out_features, bias, device=device, dtype=dtype)

    def extra_repr(self) -> str:
        """Its sizes."""
        out_features, bias = self._given[0]
        return f"in_features=0, out_features={out_features}, bias={bias}"


class LazyConv1d(Lazy, Conv1d):
    """A convolution over one axis with so many channels of its result."""

    kind = Conv1d


class LazyConv2d(Lazy, Conv2d):
    """A convolution over pictures with so many channels of its result."""

    kind = Conv2d


class LazyBatchNorm1d(Lazy, BatchNorm1d):
    """Batch normalisation of rows."""

    kind = BatchNorm1d


class LazyBatchNorm2d(Lazy, BatchNorm2d):
    """Batch normalisation of pictures."""

    kind = BatchNorm2d


class LazyConv3d(Lazy, Conv3d):
    """A convolution over volumes with so many channels of its result."""

    kind = Conv3d


class LazyConvTranspose1d(Lazy, ConvTranspose1d):
    """The transpose of ``LazyConv1d``."""

    kind = ConvTranspose1d


class LazyConvTranspose2d(Lazy, ConvTranspose2d):
    """The transpose of ``LazyConv2d``."""

    kind = ConvTranspose2d


class LazyConvTranspose3d(Lazy, ConvTranspose3d):
    """The transpose of ``LazyConv3d``."""

    kind = ConvTranspose3d


class LazyBatchNorm3d(Lazy, BatchNorm3d):
    """Batch normalisation of volumes."""

    kind = BatchNorm3d


class LazyInstanceNorm1d(Lazy, InstanceNorm1d):
    """Instance normalisation of lengths."""

    kind = InstanceNorm1d


class LazyInstanceNorm2d(Lazy, InstanceNorm2d):
    """Instance normalisation of pictures."""

    kind = InstanceNorm2d


class LazyInstanceNorm3d(Lazy, InstanceNorm3d):
    """Instance normalisation of volumes."""

    kind = InstanceNorm3d
