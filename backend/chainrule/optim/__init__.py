"""Optimisers under the names of ``torch.optim``."""

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
