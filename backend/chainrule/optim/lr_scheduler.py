"""Schedules under the names of ``torch.optim.lr_scheduler``."""

from typing import TYPE_CHECKING

from chainrule.engine.arguments import unknown as _unknown
from chainrule.nn.cycles import CyclicLR, OneCycleLR, ReduceLROnPlateau
from chainrule.nn.schedules import (
    ConstantLR,
    CosineAnnealingLR,
    CosineAnnealingWarmRestarts,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    LRScheduler,
    MultiStepLR,
    PolynomialLR,
    Schedule,
    StepLR,
    WarmupLR,
)

__all__ = [
    "ConstantLR",
    "CosineAnnealingLR",
    "CosineAnnealingWarmRestarts",
    "CyclicLR",
    "ExponentialLR",
    "LRScheduler",
    "LambdaLR",
    "LinearLR",
    "MultiStepLR",
    "OneCycleLR",
    "PolynomialLR",
    "ReduceLROnPlateau",
    "Schedule",
    "StepLR",
    "WarmupLR",
]

_LRScheduler = LRScheduler
"""Its name in older programs."""

if not TYPE_CHECKING:  # which sees that a name is misspelt

    def __getattr__(name: str) -> None:
        raise _unknown("chainrule.optim.lr_scheduler", name, __all__)
