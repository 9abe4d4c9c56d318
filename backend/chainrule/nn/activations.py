"""Activations as modules; each calls the function of its name."""

from __future__ import annotations

from chainrule import functional as F
from chainrule.engine import ShapeError, Tensor
from chainrule.nn.module import Module


class Sigmoid(Module):
    """The logistic function."""

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.sigmoid(x)


class LogSigmoid(Module):
    """The logarithm of the logistic function."""

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.logsigmoid(x)


class Tanh(Module):
    """The hyperbolic tangent."""

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.tanh(x)


class Tanhshrink(Module):
    """x − tanh(x)."""

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.tanhshrink(x)


class Softsign(Module):
    """x / (1 + |x|)."""

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.softsign(x)


class Softplus(Module):
    """A smooth relu."""

    def __init__(self, beta: float = 1.0, threshold: float = 20.0) -> None:
        super().__init__()
        self.beta = beta
        self.threshold = threshold

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.softplus(x, self.beta, self.threshold)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"beta={self.beta!r}, threshold={self.threshold!r}"


class Hardtanh(Module):
    """x between two bounds."""

    def __init__(self, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False) -> None:
        super().__init__()
        self.min_val = min_val
        self.max_val = max_val

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.hardtanh(x, self.min_val, self.max_val)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"min_val={self.min_val!r}, max_val={self.max_val!r}"


class Hardsigmoid(Module):
    """The logistic function as three straight lines."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.hardsigmoid(x)


class Hardswish(Module):
    """x times its hardsigmoid."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.hardswish(x)


class Softshrink(Module):
    """x moved towards 0 by lambd, and 0 within it."""

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        self.lambd = lambd

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.softshrink(x, self.lambd)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.lambd!r}"


class Hardshrink(Module):
    """x, and 0 within lambd of it."""

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        self.lambd = lambd

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.hardshrink(x, self.lambd)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.lambd!r}"


class GLU(Module):
    """One half of x times the logistic function of the other half."""

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.glu(x, self.dim)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"dim={self.dim!r}"


class Softmax(Module):
    """Shares that add up to 1 along an axis."""

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.softmax(x, dim=self.dim)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"dim={self.dim!r}"


class Softmax2d(Module):
    """Shares of the channels that add up to 1 at every place of a picture."""

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, height, width)."""
        if x.ndim not in (3, 4):
            raise ShapeError(f"Softmax2d: expected input to be 3D or 4D, got {x.ndim}D instead")
        return F.softmax(x, dim=-3)


class Softmin(Module):
    """The softmax of −x."""

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.softmin(x, dim=self.dim)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"dim={self.dim!r}"


class LogSoftmax(Module):
    """The logarithm of the softmax."""

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        """Element by element, in the shape of ``x``."""
        return F.log_softmax(x, dim=self.dim)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"dim={self.dim!r}"
