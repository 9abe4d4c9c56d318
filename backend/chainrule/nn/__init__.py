"""Layers, models, losses and optimisers, built on the engine."""

from chainrule.nn.fit import evaluate_model, train_model
from chainrule.nn.layers import MLP, Layer
from chainrule.nn.losses import bce_loss, mse_loss
from chainrule.nn.module import Module
from chainrule.nn.optimisers import SGD, Optimizer

__all__ = [
    "MLP",
    "SGD",
    "Layer",
    "Module",
    "Optimizer",
    "bce_loss",
    "evaluate_model",
    "mse_loss",
    "train_model",
]
