"""The laws of operations on the bits of integers and on truth values."""

from typing import Any

import numpy as np
from engine_law_torch import T
from engine_laws import Law
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

BITWISE = ("bitwise_and", "bitwise_or", "bitwise_xor")


def _whole(draw: Any, numbers: Any) -> Any:
    """Integers or truth values that broadcast."""
    both = draw(hnp.mutually_broadcastable_shapes(num_shapes=2, max_side=3)).input_shapes
    kind = draw(st.sampled_from((np.int64, np.bool_)))
    return tuple(draw(hnp.arrays(kind, shape)) for shape in both), {}


def _whole_alone(draw: Any, numbers: Any) -> Any:
    return _whole(draw, numbers)[0][:1], {}


def _shifted(draw: Any, numbers: Any) -> Any:
    """Integers, and how far their bits move; by so many as there are bits nothing is left."""
    both = draw(hnp.mutually_broadcastable_shapes(num_shapes=2, max_side=3)).input_shapes
    return (
        draw(hnp.arrays(np.int64, both[0])),
        draw(hnp.arrays(np.int64, both[1], elements=st.integers(0, 70))),
    ), {}


BITS = [
    *(Law(name, _whole, getattr(T, name), slots=()) for name in BITWISE),
    Law("bitwise_not", _whole_alone, T.bitwise_not, slots=()),
    *(
        Law(f"bitwise_{side}_shift", _shifted, getattr(T, f"bitwise_{side}_shift"), slots=())
        for side in ("left", "right")
    ),
]
