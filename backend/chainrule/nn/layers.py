"""Layers: dense ones, embeddings, dropout and what only changes shapes."""

from __future__ import annotations

from typing import Any

from chainrule import functional as F
from chainrule.engine import ArgumentError, Tensor
from chainrule.nn import initialisation
from chainrule.nn.module import Module
from chainrule.nn.native import Parameter, affine


class Identity(Module):
    """What goes in comes out."""

    def forward(self, x: Tensor) -> Tensor:
        """``x`` itself."""
        return x


class Linear(Module):
    """A dense layer, ``x @ weight.T + bias``: weight (out, in), bias (out,) or none.

    Both are drawn evenly between ±1/√in.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = Parameter(F.empty(out_features, in_features, dtype=dtype))
        self.bias = Parameter(F.empty(out_features, dtype=dtype)) if bias else None
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draws the parameters anew."""
        initialisation.as_linear(self.weight, self.bias)

    def forward(self, x: Tensor) -> Tensor:
        """Maps (..., in) to (..., out)."""
        return affine(x, self.weight, self.bias)

    def extra_repr(self) -> str:
        """Its sizes."""
        return (
            f"in_features={self.in_features}, out_features={self.out_features}, "
            f"bias={self.bias is not None}"
        )


class Bilinear(Module):
    """``x1 @ weight @ x2 + bias``: weight (out, in1, in2)."""

    def __init__(
        self, in1_features: int, in2_features: int, out_features: int, bias: bool = True
    ) -> None:
        super().__init__()
        self.sizes = (in1_features, in2_features, out_features, bias)
        bound = 1 / in1_features**0.5
        self.weight = Parameter(F.empty(out_features, in1_features, in2_features))
        self.bias = Parameter(F.empty(out_features)) if bias else None
        initialisation.uniform_(self.weight, -bound, bound)
        if self.bias is not None:
            initialisation.uniform_(self.bias, -bound, bound)

    def forward(self, x1: Tensor, x2: Tensor) -> Tensor:
        """Maps (..., in1) and (..., in2) to (..., out)."""
        return F.bilinear(x1, x2, self.weight, self.bias)

    def extra_repr(self) -> str:
        """Its sizes."""
        one, two, out, bias = self.sizes
        return f"in1_features={one}, in2_features={two}, out_features={out}, bias={bias}"


class Embedding(Module):
    """A table of vectors, looked up by integers: weight (num_embeddings, embedding_dim).

    The vectors are drawn from the standard normal; that of ``padding_idx`` is 0.
    """

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        sparse: bool = False,
        _weight: Tensor | None = None,
        _freeze: bool = False,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        if max_norm is not None or scale_grad_by_freq:
            raise ArgumentError(
                "Embedding has neither max_norm nor scale_grad_by_freq here: scale the rows of "
                "its weight yourself"
            )
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = padding_idx
        if _weight is not None:
            self.weight = Parameter(_weight, requires_grad=not _freeze)
            return
        self.weight = Parameter(F.empty(num_embeddings, embedding_dim, dtype=dtype))
        initialisation.normal_(self.weight)
        if padding_idx is not None:
            initialisation.zeros_(self.weight.detach()[padding_idx])

    @classmethod
    def from_pretrained(
        cls,
        embeddings: Tensor,
        freeze: bool = True,
        padding_idx: int | None = None,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        sparse: bool = False,  # noqa: ARG003 - its gradient is dense, and of the same numbers
    ) -> Embedding:
        """A table with these vectors, a row for each; they are not trained unless asked for."""
        if embeddings.ndim != 2:
            raise ArgumentError("Embeddings parameter is expected to be 2-dimensional")
        return cls(
            embeddings.shape[0],
            embeddings.shape[1],
            padding_idx,
            max_norm,
            norm_type,
            scale_grad_by_freq,
            _weight=embeddings,
            _freeze=freeze,
        )

    def forward(self, x: Tensor) -> Tensor:
        """Maps integers (...) to vectors (..., embedding_dim)."""
        return F.embedding(x, self.weight, self.padding_idx)

    def extra_repr(self) -> str:
        """Its sizes."""
        padding = "" if self.padding_idx is None else f", padding_idx={self.padding_idx}"
        return f"{self.num_embeddings}, {self.embedding_dim}{padding}"


class Dropout(Module):
    """In training mode drops each element with probability ``p`` and scales what stays."""

    def __init__(self, p: float = 0.5, inplace: bool = False) -> None:
        super().__init__()
        if not 0 <= p <= 1:
            raise ArgumentError(
                f"dropout probability has to be between 0 and 1, but got {p}: give a share"
            )
        self.p = p
        self.inplace = inplace

    def forward(self, x: Tensor) -> Tensor:
        """In the shape of ``x``."""
        return F.dropout(x, self.p, self.training)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"p={self.p}, inplace={self.inplace}"


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


class CosineSimilarity(Module):
    """The cosine of the angle between vectors along an axis."""

    def __init__(self, dim: int = 1, eps: float = 1e-8) -> None:
        super().__init__()
        self.dim = dim
        self.eps = eps

    def forward(self, x1: Tensor, x2: Tensor) -> Tensor:
        """Without the axis."""
        return F.cosine_similarity(x1, x2, self.dim, self.eps)
