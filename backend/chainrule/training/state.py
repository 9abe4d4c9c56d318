"""State: where a training run stands after some steps, and how that is written down."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.engine.tensor import Array

Memory = Mapping[str, Any]
"""What an optimiser remembers about one parameter: arrays and numbers by name."""


@dataclass(frozen=True, eq=False)
class State:
    """After ``step`` steps: the parameters, and what the optimiser remembers about each.

    The arrays are never written to: a step makes new ones.
    """

    step: int
    parameters: tuple[Array, ...]
    memories: tuple[Memory, ...] = ()

    def to_bytes(self) -> bytes:
        """A line of JSON, then the arrays in NumPy's ``.npy`` format; the same everywhere."""
        plain: list[dict[str, Any]] = []
        arrays = list(self.parameters)
        for memory in self.memories:
            names = {k: v for k, v in memory.items() if not isinstance(v, np.ndarray)}
            held = {k: v for k, v in memory.items() if isinstance(v, np.ndarray)}
            plain.append({"numbers": names, "arrays": list(held)})
            arrays.extend(held.values())
        header = {"step": self.step, "parameters": len(self.parameters), "memories": plain}
        stream = io.BytesIO()
        stream.write(json.dumps(header).encode() + b"\n")
        for array in arrays:
            np.lib.format.write_array(stream, array, allow_pickle=False)
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> State:
        """The inverse of ``to_bytes``."""
        stream = io.BytesIO(data)
        header = json.loads(stream.readline())

        def read() -> Array:
            return np.asarray(np.lib.format.read_array(stream, allow_pickle=False))

        parameters = tuple(read() for _ in range(header["parameters"]))
        memories = tuple(
            {**memory["numbers"], **{name: read() for name in memory["arrays"]}}
            for memory in header["memories"]
        )
        return cls(header["step"], parameters, memories)
