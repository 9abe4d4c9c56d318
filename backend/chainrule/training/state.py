"""State: where a training run stands after some steps, and how that is written down."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np

from chainrule.engine.tensor import Array


@dataclass(frozen=True, eq=False)
class State:
    """After ``step`` steps: the parameters, and what the optimiser remembers about each.

    The arrays are never written to: a step makes new ones.
    """

    step: int
    parameters: tuple[Array, ...]
    memory: tuple[Array, ...] = ()

    @property
    def nbytes(self) -> int:
        """The size of all arrays."""
        return sum(array.nbytes for array in (*self.parameters, *self.memory))

    def to_bytes(self) -> bytes:
        """The arrays one after the other in NumPy's ``.npy`` format, the same on every machine."""
        stream = io.BytesIO()
        counts = np.array([self.step, len(self.parameters), len(self.memory)], dtype="<i8")
        for array in (counts, *self.parameters, *self.memory):
            np.lib.format.write_array(stream, array, allow_pickle=False)
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> State:
        """The inverse of ``to_bytes``."""
        stream = io.BytesIO(data)

        def read() -> Array:
            return np.asarray(np.lib.format.read_array(stream, allow_pickle=False))

        step, parameters, memory = (int(count) for count in read())
        return cls(
            step,
            tuple(read() for _ in range(parameters)),
            tuple(read() for _ in range(memory)),
        )
