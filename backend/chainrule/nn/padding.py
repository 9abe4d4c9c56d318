"""Margins around lengths, pictures and volumes."""

from __future__ import annotations

from chainrule import functional as F
from chainrule.engine import Tensor
from chainrule.nn.module import Module


class Padding(Module):
    """What they share: elements before and after each axis, the last axis first."""

    spatial: int = 1
    mode: str = "constant"

    def __init__(self, padding: int | tuple[int, ...]) -> None:
        super().__init__()
        each = (padding,) * (2 * self.spatial) if isinstance(padding, int) else tuple(padding)
        self.padding = each

    def forward(self, x: Tensor) -> Tensor:
        """The axes behind samples and channels grow."""
        return F.pad(x, self.padding, self.mode)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.padding}"


class ConstantPadding(Padding):
    """What those with a number share."""

    def __init__(self, padding: int | tuple[int, ...], value: float) -> None:
        super().__init__(padding)
        self.value = value

    def forward(self, x: Tensor) -> Tensor:
        """The axes behind samples and channels grow."""
        return F.pad(x, self.padding, self.mode, self.value)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"padding={self.padding}, value={self.value}"


class ConstantPad1d(ConstantPadding):
    """A number around a length."""


class ConstantPad2d(ConstantPadding):
    """A number around a picture."""

    spatial = 2


class ConstantPad3d(ConstantPadding):
    """A number around a volume."""

    spatial = 3


class ZeroPad1d(Padding):
    """Zeros around a length."""


class ZeroPad2d(Padding):
    """Zeros around a picture."""

    spatial = 2


class ZeroPad3d(Padding):
    """Zeros around a volume."""

    spatial = 3


class ReflectionPad1d(Padding):
    """A length goes on as in a mirror at its last element."""

    mode = "reflect"


class ReflectionPad2d(Padding):
    """A picture goes on as in a mirror at its last element."""

    mode = "reflect"
    spatial = 2


class ReflectionPad3d(Padding):
    """A volume goes on as in a mirror at its last element."""

    mode = "reflect"
    spatial = 3


class ReplicationPad1d(Padding):
    """A length goes on with its last element."""

    mode = "replicate"


class ReplicationPad2d(Padding):
    """A picture goes on with its last element."""

    mode = "replicate"
    spatial = 2


class ReplicationPad3d(Padding):
    """A volume goes on with its last element."""

    mode = "replicate"
    spatial = 3


class CircularPad1d(Padding):
    """A length goes on from its other end."""

    mode = "circular"


class CircularPad2d(Padding):
    """A picture goes on from its other end."""

    mode = "circular"
    spatial = 2


class CircularPad3d(Padding):
    """A volume goes on from its other end."""

    mode = "circular"
    spatial = 3
