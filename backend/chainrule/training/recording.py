"""Recording: what every step did to every layer, measured while a run goes on.

A step is only noted: its gradients, parameters and hidden layers' outputs are copied to their place
in a block of steps, which is measured at once. A step alone would cost several times as much.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from chainrule.engine import OPERATIONS, SATURATED_DISTANCE, Tensor
from chainrule.engine.tensor import Array
from chainrule.training.network import Dense, Network

MEASURES = ("gradient", "update", "weight", "saturated", "dead")
"""Of a layer in a step, in the order in which they are kept.

The lengths of its gradient (before it is clipped), of its update and of what was updated, weight
and bias together; the share of its outputs that are close to a limit, and that of its units that
are 0 on every row of the batch. Shares are NaN of a layer whose function has no such outputs.
"""
RECTIFIERS = frozenset({"relu"})
"""Functions that pass no gradient on where their output is 0."""
BLOCK_STEPS = 64
BLOCK_NUMBERS = 1 << 15
"""Of one kind, in a block: what fits into a processor's cache."""


class Recorder:
    """Takes down the steps of one run.

    Args:
        network: whose layers are measured.
        parameters: as the run has them.
    """

    def __init__(self, network: Network, parameters: Sequence[Tensor]) -> None:
        self.network = network
        self.parameters = parameters
        self._block = _Block(network, 0)
        self._blocks = {0: self._block}
        self._measured: list[Array] = []

    def note(self, outputs: Sequence[Tensor], rows: int) -> None:
        """Takes down a step between its backward pass and its update.

        Args:
            outputs: of the hidden layers, each of shape (rows, units).
            rows: of the batch.
        """
        block = self._block
        if rows != block.rows or block.steps == block.room:
            self._measure()
            block = self._blocks.get(rows) or _Block(self.network, rows)
            self._block = self._blocks[rows] = block
        gradients, before, hidden = block.places[block.steps]
        for place, parameter in zip(gradients, self.parameters, strict=True):
            gradient = parameter.grad
            place[...] = 0.0 if gradient is None else gradient._array
        for place, parameter in zip(before, self.parameters, strict=True):
            place[...] = parameter._array
        for place, output in zip(hidden, outputs, strict=True):
            place[...] = output._array
        block.steps += 1

    def taken(self) -> Array:
        """All steps that were noted and made since this was last asked: (steps, width), float32."""
        self._measure()
        taken = np.concatenate([np.empty((0, width(self.network)), np.float32), *self._measured])
        self._measured.clear()
        return taken

    def _measure(self) -> None:
        """Measures the noted steps, all of which are made, and begins anew."""
        if self._block.steps:
            self._measured.append(self._block.measured(self.network, self.parameters))
            self._block.steps = 0


class _Block:
    """Room for the steps of batches with so many rows.

    Attributes:
        places: for each step, where its gradients, its parameters before the update and its hidden
            outputs go.
        steps: how many of them are taken.
    """

    def __init__(self, network: Network, rows: int) -> None:
        self.rows = rows
        self.steps = 0
        units = [layer.outputs for layer in network.layers[:-1]]
        widest = max(network.size, rows * sum(units))
        self.room = max(1, min(BLOCK_STEPS, BLOCK_NUMBERS // widest)) if rows else 0
        sizes = [math.prod(shape) for shape in network.shapes]
        self.ends = list(accumulate(sizes, initial=0))
        self.gradients = np.empty((self.room, network.size))
        self.weights = np.empty((self.room + 1, network.size))
        self._updates = np.empty((self.room, network.size))
        self.hidden = [np.empty((self.room, rows, count)) for count in units]
        self.places = [
            (
                self._parts(self.gradients[step], network),
                self._parts(self.weights[step], network),
                [outputs[step] for outputs in self.hidden],
            )
            for step in range(self.room)
        ]

    def measured(self, network: Network, parameters: Sequence[Tensor]) -> Array:
        """The measures of the steps (steps, width), of which the last left these parameters."""
        steps = self.steps
        parts = self._parts(self.weights[steps], network)
        for part, parameter in zip(parts, parameters, strict=True):
            part[...] = parameter._array
        found = np.full((steps, len(network.layers), len(MEASURES)), np.nan)
        with np.errstate(all="ignore"):  # a run that diverges does so here, too
            before = self.weights[:steps]
            updates = np.subtract(self.weights[1 : steps + 1], before, out=self._updates[:steps])
            for measure, every in enumerate((self.gradients[:steps], updates, before)):
                for index, (start, end) in enumerate(pairwise(self.ends[::2])):
                    part = every[:, start:end]
                    found[:, index, measure] = np.sqrt(np.vecdot(part, part))
            for index, outputs in enumerate(self.hidden):
                shares = _shares(network.layers[index], outputs[:steps])
                found[:, index, 3], found[:, index, 4] = shares
            return found.reshape(steps, -1).astype(np.float32)

    def _parts(self, row: Array, network: Network) -> list[Array]:
        """A step's row as arrays of the parameters' shapes."""
        return [
            row[start:end].reshape(shape)
            for (start, end), shape in zip(pairwise(self.ends), network.shapes, strict=True)
        ]


def width(network: Network) -> int:
    """How many numbers a step has."""
    return len(network.layers) * len(MEASURES)


def _shares(layer: Dense, outputs: Array) -> tuple[Array | float, Array | float]:
    """The shares of saturated outputs and of dead units, from outputs (steps, rows, units)."""
    saturated: Array | float = np.nan
    dead: Array | float = np.nan
    operation = OPERATIONS.get(layer.activation or "")
    if operation is not None and len(operation.saturates) == 2:
        low, high = operation.saturates
        near = (outputs <= low + SATURATED_DISTANCE) | (outputs >= high - SATURATED_DISTANCE)
        saturated = near.mean(axis=(1, 2))
    if layer.activation in RECTIFIERS:
        dead = (outputs == 0.0).all(axis=1).mean(axis=1)
    return saturated, dead
