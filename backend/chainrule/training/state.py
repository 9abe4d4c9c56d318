"""State: where a training run stands after some steps, and how that is written down."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.engine.tensor import Array
from chainrule.training.config import Config
from chainrule.training.errors import DamagedError

Memory = Mapping[str, Any]
"""What an optimiser remembers about one parameter: arrays and numbers by name."""
SEAL = b"crc32 %08x\n"
SEAL_BYTES = len(SEAL % 0)
UNSEALED = b"{"
"""How the bytes begin that were written before there were checksums."""


@dataclass(frozen=True, eq=False)
class State:
    """After ``step`` steps: the parameters, and what the optimiser remembers about each.

    The arrays are never written to: a step makes new ones.
    """

    step: int
    parameters: tuple[Array, ...]
    memories: tuple[Memory, ...] = ()

    def to_bytes(self) -> bytes:
        """A checksum, a line of JSON, the arrays in NumPy's ``.npy`` format: same everywhere."""
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
        content = stream.getvalue()
        return SEAL % zlib.crc32(content) + content

    @classmethod
    def from_bytes(cls, data: bytes) -> State:
        """The inverse of ``to_bytes``.

        Raises:
            DamagedError: these are not the bytes that ``to_bytes`` gave.
        """
        if not data.startswith(UNSEALED):
            content = data[SEAL_BYTES:]
            if data[:SEAL_BYTES] != SEAL % zlib.crc32(content):
                raise DamagedError("a checkpoint is damaged")
            data = content
        stream = io.BytesIO(data)

        def read() -> Array:
            return np.asarray(np.lib.format.read_array(stream, allow_pickle=False))

        try:
            header = json.loads(stream.readline())
            parameters = tuple(read() for _ in range(header["parameters"]))
            memories = tuple(
                {**memory["numbers"], **{name: read() for name in memory["arrays"]}}
                for memory in header["memories"]
            )
            return cls(header["step"], parameters, memories)
        except (ValueError, KeyError, TypeError, SyntaxError) as error:  # only without a checksum
            raise DamagedError("a checkpoint is damaged") from error

    def handed_on(self, before: Config, after: Config) -> State:
        """Where a fork with other settings begins: another optimiser remembers nothing."""
        same = before.optimiser == after.optimiser
        return self if same else State(self.step, self.parameters)
