"""Layers, models, losses, optimisers and schedules, built on the engine."""

from chainrule.nn.clipping import clip_grad_norm, clip_grad_value
from chainrule.nn.fit import evaluate_model, train_model
from chainrule.nn.initialisation import INITIALISATIONS
from chainrule.nn.layers import ACTIVATIONS, MLP, Layer, Linear, Sequential
from chainrule.nn.losses import (
    bce_loss,
    bce_with_logits_loss,
    cross_entropy_loss,
    huber_loss,
    mse_loss,
)
from chainrule.nn.module import Module
from chainrule.nn.optimisers import SGD, Adagrad, Adam, AdamW, Optimizer, RMSprop
from chainrule.nn.schedules import (
    CosineAnnealingLR,
    ExponentialLR,
    Schedule,
    StepLR,
    WarmupLR,
)

__all__ = [
    "ACTIVATIONS",
    "INITIALISATIONS",
    "MLP",
    "SGD",
    "Adagrad",
    "Adam",
    "AdamW",
    "CosineAnnealingLR",
    "ExponentialLR",
    "Layer",
    "Linear",
    "Module",
    "Optimizer",
    "RMSprop",
    "Schedule",
    "Sequential",
    "StepLR",
    "WarmupLR",
    "bce_loss",
    "bce_with_logits_loss",
    "clip_grad_norm",
    "clip_grad_value",
    "cross_entropy_loss",
    "evaluate_model",
    "huber_loss",
    "mse_loss",
    "train_model",
]
