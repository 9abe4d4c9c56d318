"""Dense layers and tables of vectors."""

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
        self,
        in1_features: int,
        in2_features: int,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.sizes = (in1_features, in2_features, out_features, bias)
        bound = 1 / in1_features**0.5
        self.weight = Parameter(F.empty(out_features, in1_features, in2_features, dtype=dtype))
        self.bias = Parameter(F.empty(out_features, dtype=dtype)) if bias else None
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


class EmbeddingBag(Module):
    """The sum, the mean or the largest of vectors of a table: weight (num_embeddings, dim)."""

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        max_norm: float | None = None,
        norm_type: float = 2.0,
        scale_grad_by_freq: bool = False,
        mode: str = "mean",
        sparse: bool = False,
        _weight: Tensor | None = None,
        include_last_offset: bool = False,
        padding_idx: int | None = None,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        if max_norm is not None or scale_grad_by_freq:
            raise ArgumentError(
                "EmbeddingBag has neither max_norm nor scale_grad_by_freq here: scale the rows of "
                "its weight yourself"
            )
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.mode = mode
        self.include_last_offset = include_last_offset
        self.padding_idx = padding_idx
        if _weight is not None:
            self.weight = Parameter(_weight)
            return
        self.weight = Parameter(F.empty(num_embeddings, embedding_dim, dtype=dtype))
        initialisation.normal_(self.weight)
        if padding_idx is not None:
            initialisation.zeros_(self.weight.detach()[padding_idx])

    def forward(
        self, x: Tensor, offsets: Tensor | None = None, per_sample_weights: Tensor | None = None
    ) -> Tensor:
        """Maps integers (bags, n), or (n,) and where bags begin, to vectors (bags, dim)."""
        return F.embedding_bag(
            x,
            self.weight,
            offsets,
            mode=self.mode,
            per_sample_weights=per_sample_weights,
            include_last_offset=self.include_last_offset,
            padding_idx=self.padding_idx,
        )

    def extra_repr(self) -> str:
        """Its sizes."""
        padding = "" if self.padding_idx is None else f", padding_idx={self.padding_idx}"
        return f"{self.num_embeddings}, {self.embedding_dim}{padding}, mode={self.mode!r}"
