"""The notebook's training loop and its evaluation."""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import ArrayLike

from chainrule.engine import Tensor, no_grad
from chainrule.nn.losses import bce_loss
from chainrule.nn.module import Module
from chainrule.nn.optimisers import SGD


def train_model(
    model: Module, X: ArrayLike, Y: ArrayLike, epochs: int = 10, lr: float = 0.01
) -> list[float]:
    """Stochastic gradient descent, one row at a time in order, on the binary cross-entropy.

    Prints and returns each epoch's mean loss. ``X`` is (rows, features), ``Y`` (rows, 1).
    """
    rows, targets = np.asarray(X), np.asarray(Y)
    optimiser = SGD(model.parameters(), lr)
    history = []
    for epoch in range(1, epochs + 1):
        total = 0.0
        for i in range(len(rows)):
            optimiser.zero_grad()
            loss = bce_loss(model(Tensor(rows[i : i + 1])), targets[i : i + 1].reshape(1, -1))
            loss.backward()
            optimiser.step()
            total += loss.item()
        history.append(total / len(rows))
        sys.stdout.write(f"Epoch {epoch}: BCE = {history[-1]}\n")
    return history


def evaluate_model(model: Module, X: ArrayLike, Y: ArrayLike) -> float:
    """The share of rows whose rounded output is the target; prints it as a percentage."""
    with no_grad():
        predicted = np.round(model(Tensor(X)).data)
    accuracy = float(np.mean(predicted == np.asarray(Y).reshape(predicted.shape)))
    sys.stdout.write(f"Accuracy on test set: {accuracy:.2%}\n")
    return accuracy
