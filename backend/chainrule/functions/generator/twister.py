"""The Mersenne Twister as PyTorch seeds, reads and stores it: where every random number starts."""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from chainrule.engine.errors import ArgumentError

# The seed of a ``torch.Generator()`` that nobody has seeded.
UNSEEDED = 67280421310721

_WORDS = 624
# What ``torch.get_rng_state()`` holds; fields of older engines are always 0.
_STATE = np.dtype(
    [
        ("seed", np.uint64),
        ("left", np.int32),  # words left of the table, counted from 1
        ("seeded", np.int32),
        ("next", np.uint64),
        ("table", np.uint64, (_WORDS,)),
        ("normal_x", np.float64),
        ("spare", np.float64),
        ("normal_rho", np.float64),
        ("has_spare", np.int64),
        ("single_spare", np.float32),
        ("has_single_spare", np.int32),
    ]
)


class Twister:
    """A seed's sequence of 32-bit words, and the spare normal number that waits for its turn.

    NumPy's legacy ``RandomState`` fills its table from a seed as PyTorch does.
    """

    def __init__(self, seed: int = 0) -> None:
        self.manual_seed(seed)

    def manual_seed(self, seed: int) -> Self:
        """Start anew; a negative seed stands for itself plus 2⁶⁴."""
        if not -(2**63) <= seed < 2**64:
            raise ArgumentError(f"a seed lies between -2**63 and 2**64 - 1, not {seed}")
        self._seed = seed % 2**64
        self._begun: np.random.RandomState | None = None
        self.spare: float | None = None
        return self

    @property
    def _source(self) -> np.random.RandomState:
        """Made where it is first read: that takes as long as a small program."""
        if self._begun is None:
            self._begun = np.random.RandomState(self._seed & 0xFFFFFFFF)  # PyTorch reads 32 bits
        return self._begun

    def initial_seed(self) -> int:
        """The seed that the numbers started from, from 0 to 2⁶⁴ - 1."""
        return self._seed

    def words(self, count: int) -> NDArray[np.uint32]:
        """The next 32-bit words."""
        return self._source.randint(0, 2**32, count, dtype=np.uint32)

    def long_words(self, count: int) -> NDArray[np.uint64]:
        """The next 64-bit words, each of two words, the upper one first."""
        pairs = self.words(2 * count).astype(np.uint64).reshape(count, 2)
        return (pairs[:, 0] << np.uint64(32)) | pairs[:, 1]

    def get_state(self) -> NDArray[np.uint8]:
        """Everything that later numbers depend on, as the bytes of ``torch.get_rng_state()``."""
        state = np.zeros((), _STATE)
        table, position = self._table()
        state["seed"], state["seeded"], state["table"] = self._seed, 1, table
        state["left"] = _WORDS + 1 - position
        fresh = np.array_equal(table, type(self)(self._seed)._table()[0])
        state["next"] = 0 if fresh else position
        if self.spare is not None:
            state["has_spare"], state["spare"] = 1, self.spare
        return np.frombuffer(state.tobytes(), np.uint8).copy()

    def set_state(self, state: NDArray[np.uint8]) -> None:
        """Go on where `get_state`, or PyTorch, left off."""
        if state.dtype != np.uint8 or state.shape != (_STATE.itemsize,):
            raise ArgumentError(f"a state is an array of {_STATE.itemsize} bytes (uint8)")
        stored = np.frombuffer(state.tobytes(), _STATE)[0]
        position = _WORDS + 1 - int(stored["left"])
        if not stored["seeded"] or not 0 <= position <= _WORDS:
            raise ArgumentError("Invalid mt19937 state")
        self._seed = int(stored["seed"])
        self.spare = float(stored["spare"]) if stored["has_spare"] else None
        self._source.set_state(
            {
                "bit_generator": "MT19937",
                "state": {"key": stored["table"].astype(np.uint32), "pos": position},
            }
        )

    def _table(self) -> tuple[NDArray[np.uint32], int]:
        """The table of words, and how many of them were read."""
        inner: dict[str, Any] = self._source.get_state(legacy=False)["state"]
        return inner["key"], inner["pos"]
