"""Optimisers under the names of ``torch.optim``."""

from typing import TYPE_CHECKING

from chainrule.engine.arguments import unknown as _unknown
from chainrule.nn.adaptive import Adam, Adamax, AdamW, NAdam, RAdam
from chainrule.nn.lbfgs import LBFGS
from chainrule.nn.optimisers import SGD, Optimizer
from chainrule.nn.rates import ASGD, Adadelta, Adagrad, RMSprop, Rprop
from chainrule.optim import lr_scheduler

__all__ = [
    "ASGD",
    "LBFGS",
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "NAdam",
    "Optimizer",
    "RAdam",
    "RMSprop",
    "Rprop",
    "lr_scheduler",
]

if not TYPE_CHECKING:  # which sees that a name is misspelt

    def __getattr__(name: str) -> None:
        raise _unknown("chainrule.optim", name, __all__)
