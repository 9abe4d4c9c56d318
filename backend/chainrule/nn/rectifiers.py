"""Rectifiers as modules: they let what is positive through, and bend what is not."""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.engine import Tensor
from chainrule.nn.module import Module
from chainrule.nn.native import Parameter


class ReLU(Module):
    """max(x, 0)."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.relu(x)


class ReLU6(Module):
    """x between 0 and 6."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.relu6(x)


class LeakyReLU(Module):
    """x, or a little of it where it is negative."""

    def __init__(self, negative_slope: float = 0.01, inplace: bool = False) -> None:
        super().__init__()
        self.negative_slope = negative_slope

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.leaky_relu(x, self.negative_slope)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"negative_slope={self.negative_slope!r}"


class ELU(Module):
    """x, or alpha · (exp(x) − 1) where it is negative."""

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__()
        self.alpha = alpha

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.elu(x, self.alpha)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"alpha={self.alpha!r}"


class CELU(Module):
    """ELU with a continuous derivative for every alpha."""

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__()
        self.alpha = alpha

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.celu(x, self.alpha)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"alpha={self.alpha!r}"


class SELU(Module):
    """ELU whose constants keep mean 0 and variance 1."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.selu(x)


class GELU(Module):
    """x times the share of a normal distribution below it."""

    def __init__(self, approximate: str = "none") -> None:
        super().__init__()
        self.approximate = approximate

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.gelu(x, self.approximate)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"approximate={self.approximate!r}"


class SiLU(Module):
    """x times its logistic function."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.silu(x)


class Mish(Module):
    """x times the tanh of its softplus."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.mish(x)


class Threshold(Module):
    """x where it is above a threshold, else a value."""

    def __init__(self, threshold: float, value: float, inplace: bool = False) -> None:
        super().__init__()
        self.threshold = threshold
        self.value = value

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.threshold(x, self.threshold, self.value)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"threshold={self.threshold!r}, value={self.value!r}"


class RReLU(Module):
    """x, or a share of it where it is negative: drawn in training, else the middle of its bounds.

    Xu et al., "Empirical Evaluation of Rectified Activations in Convolutional Network" (2015).
    """

    def __init__(
        self, lower: float = 1.0 / 8, upper: float = 1.0 / 3, inplace: bool = False
    ) -> None:
        super().__init__()
        self.lower = lower
        self.upper = upper

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.rrelu(x, self.lower, self.upper, self.training)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"lower={self.lower}, upper={self.upper}"


class PReLU(Module):
    """x, or a learned share of it where it is negative; one share, or one for each channel."""

    def __init__(
        self, num_parameters: int = 1, init: float = 0.25, device: Any = None, dtype: Any = None
    ) -> None:
        super().__init__()
        self.num_parameters = num_parameters
        self.weight = Parameter(F.full((num_parameters,), float(init), dtype=dtype))

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.prelu(x, self.weight)

    def extra_repr(self) -> str:
        """How many shares are learned."""
        return f"num_parameters={self.num_parameters}"
