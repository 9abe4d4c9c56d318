"""Losses that ask for a margin, as modules."""

from __future__ import annotations

from chainrule import functional as F
from chainrule.engine import Tensor
from chainrule.nn.losses import Loss


class HingeEmbeddingLoss(Loss):
    """Distances of pairs that are alike (1) or not (−1)."""

    def __init__(
        self,
        margin: float = 1.0,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.margin = margin

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """One number, or the shape of both."""
        return F.hinge_embedding_loss(input, target, margin=self.margin, reduction=self.reduction)


class MarginRankingLoss(Loss):
    """Whether the first of two is ranked higher (1) or lower (−1), by a margin."""

    def __init__(
        self,
        margin: float = 0.0,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.margin = margin

    def forward(self, input1: Tensor, input2: Tensor, target: Tensor) -> Tensor:
        """One number, or the shape of all."""
        return F.margin_ranking_loss(
            input1, input2, target, margin=self.margin, reduction=self.reduction
        )


class SoftMarginLoss(Loss):
    """ln(1 + exp(−target · input)), for targets of 1 and −1."""

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """One number, or the shape of both."""
        return F.soft_margin_loss(input, target, reduction=self.reduction)


class MultiMarginLoss(Loss):
    """How far other classes come within a margin of the right one."""

    def __init__(
        self,
        p: int = 1,
        margin: float = 1.0,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.p = p
        self.weight = weight
        self.margin = margin

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """One number, or one for each row."""
        return F.multi_margin_loss(
            input,
            target,
            p=self.p,
            margin=self.margin,
            weight=self.weight,
            reduction=self.reduction,
        )


class MultiLabelSoftMarginLoss(Loss):
    """The binary cross-entropy of logits, averaged over the labels of each row."""

    def __init__(
        self,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.weight = weight

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """One number, or one for each row."""
        return F.multilabel_soft_margin_loss(
            input, target, weight=self.weight, reduction=self.reduction
        )


class MultiLabelMarginLoss(Loss):
    """How far labels that are not there come within 1 of those that are."""

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """One number, or one for each row."""
        return F.multilabel_margin_loss(input, target, reduction=self.reduction)
