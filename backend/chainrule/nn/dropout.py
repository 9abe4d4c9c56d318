"""Dropout: in training elements or whole channels are left out by chance.

Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting" (2014).
"""

from __future__ import annotations

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor
from chainrule.nn.module import Module


class Dropping(Module):
    """What they share: a probability ``p``, and that nothing is dropped outside of training."""

    def __init__(self, p: float = 0.5, inplace: bool = False) -> None:
        super().__init__()
        if not 0 <= p <= 1:
            raise ArgumentError(
                f"dropout probability has to be between 0 and 1, but got {p}: give a share"
            )
        self.p = p
        self.inplace = inplace

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"p={self.p}, inplace={self.inplace}"


class Dropout(Dropping):
    """In training drops each element with probability ``p`` and scales what stays."""

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``."""
        return F.dropout(x, self.p, self.training)


class Dropout1d(Dropping):
    """In training drops whole channels (Tompson et al., 2015)."""

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, length)."""
        return F.dropout1d(x, self.p, self.training)


class Dropout2d(Dropping):
    """In training drops whole channels."""

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, height, width)."""
        return F.dropout2d(x, self.p, self.training)


class Dropout3d(Dropping):
    """In training drops whole channels."""

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, depth, height, width)."""
        return F.dropout3d(x, self.p, self.training)


class AlphaDropout(Dropping):
    """Dropout for SELU: mean and variance stay (Klambauer et al., 2017)."""

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``."""
        return F.alpha_dropout(x, self.p, self.training)


class FeatureAlphaDropout(Dropping):
    """The same for whole channels."""

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``, (samples, channels, ...)."""
        return F.feature_alpha_dropout(x, self.p, self.training)
